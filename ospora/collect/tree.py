# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""List the files at the tip of a branch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ospora.collect.git import SETTINGS, run_git, stream_git
from ospora.core.errors import RepositoryError

_READ_BYTES = 1 << 20
_MOST_FILES = 5_000_000
_MODES = {"100644": "file", "100755": "executable", "120000": "symlink", "160000": "submodule"}


class TreeEntry(NamedTuple):
    """One path of a tree. mode: file, executable, symlink, submodule, or git's number for an unusual one."""

    mode: str
    oid: str
    path: bytes


def list_tree(environment: Mapping[str, str], commit: str) -> Iterator[TreeEntry]:
    """Every path of a commit's tree, in git's order.

    Errors: RepositoryError when a tree is missing or damaged, or so large that it must be a trap.
    """
    rest = b""
    count = 0
    arguments = [*SETTINGS, "ls-tree", "-r", "-z", "--full-tree", commit]
    with stream_git(arguments, environment=environment) as output:
        while block := output.read(_READ_BYTES):
            *lines, rest = (rest + block).split(b"\0")
            count += len(lines)
            if count > _MOST_FILES:
                raise RepositoryError(f"The tip has more than {_MOST_FILES:,} files; they are not read.")
            yield from map(_entry, lines)


def tree_id(environment: Mapping[str, str], commit: str) -> str:
    """Id of the tree of a commit."""
    return run_git([*SETTINGS, "rev-parse", "--verify", f"{commit}^{{tree}}"], environment=environment).decode().strip()


def _entry(line: bytes) -> TreeEntry:
    facts, _, path = line.partition(b"\t")
    mode, _, oid = facts.decode("ascii").split(" ")
    return TreeEntry(_MODES.get(mode, mode), oid, path)
