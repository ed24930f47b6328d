# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Read which paths each commit touched, and how many lines it added and deleted.

One git process reads a chunk of commits; chunks are independent, so as many run at once as there are cores.
A chunk that git cannot finish is read again in halves until the commit at fault stands alone,
and there only the paths whose content is missing lose their line counts: they become unknown, not zero.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ospora.collect.git import SETTINGS, run_git, stream_git
from ospora.collect.history import Contact, epoch_seconds
from ospora.core.errors import RepositoryError

_READ_BYTES = 1 << 20
_COMMIT_START = b"\0\0\0"  # the two empty fields of _HEADER behind the end of the field before: no path is empty
_HEADER = "%x00%x00%H%n%at%n%ae%n%an"
_LOG = ("log", "--stdin", "--no-walk=unsorted", "-z", "--no-renames", "--no-abbrev", "--no-ext-diff", "--no-textconv")
_SUBMODULE = b"160000"


class Change(NamedTuple):
    """One path that a commit touched. added, deleted: lines, or None when lines_status is not `counted`."""

    path: bytes
    status: str
    added: int | None
    deleted: int | None
    lines_status: str


class CommitChanges(NamedTuple):
    """All paths that one commit touched; authored_at in epoch seconds."""

    oid: bytes
    authored_at: int | None
    author: Contact
    changes: list[Change]


def read_changes(
    environment: Mapping[str, str], commits: Sequence[bytes], *, with_lines: bool
) -> Iterator[CommitChanges]:
    """Changes of each commit against its first parent, or against nothing for a root commit.

    commits: ids of commits that are no merges.
    Errors: RepositoryError when a commit or a tree is missing or damaged; missing contents are no error.
    """
    done = 0
    try:
        for found in _read_chunk(environment, commits, with_lines=with_lines):
            yield found
            done += 1
    except RepositoryError:
        if not with_lines:
            raise
    else:
        if done != len(commits):
            raise RepositoryError(f"git log answered for {done} of {len(commits)} commits; the repository is damaged.")
        return
    yield from _read_around_damage(environment, commits[done:])


def _read_around_damage(environment: Mapping[str, str], commits: Sequence[bytes]) -> Iterator[CommitChanges]:
    """Read on after git died: the first commit that is left is at fault or close to it."""
    if len(commits) == 1:
        yield _read_damaged_commit(environment, commits[0])
        return
    middle = len(commits) // 2
    yield from read_changes(environment, commits[:middle], with_lines=True)
    yield from read_changes(environment, commits[middle:], with_lines=True)


def _read_damaged_commit(environment: Mapping[str, str], commit: bytes) -> CommitChanges:
    """Paths of a commit some of whose contents are missing; line counts only where both sides can be read."""
    (found,) = _read_chunk(environment, [commit], with_lines=False)
    blobs = _blobs_of(environment, commit)
    unreadable = _unreadable({oid for pair in blobs.values() for oid in pair}, environment=environment)
    readable = [path for path, pair in blobs.items() if not unreadable.intersection(pair)]
    counted = _count_paths(environment, commit, readable) if readable else {}
    missing = Change(b"", "", None, None, "missing")
    changes = [
        change if change.lines_status == "submodule" else counted.get(change.path, missing)._replace(
            path=change.path, status=change.status
        )
        for change in found.changes
    ]  # fmt: skip
    return found._replace(changes=changes)


def _count_paths(environment: Mapping[str, str], commit: bytes, paths: Sequence[bytes]) -> dict[bytes, Change]:
    """Line counts of some paths of one commit."""
    counted: dict[bytes, Change] = {}
    for start in range(0, len(paths), 500):
        arguments = [*SETTINGS, "--literal-pathspecs", *_LOG[:1], *_LOG[3:], "-1", "--raw", "--numstat",
                     f"--format={_HEADER}", commit.decode(), "--", *map(_argument, paths[start : start + 500])]  # fmt: skip
        with stream_git(arguments, environment=environment) as output:
            for block in _split_commits(output.read):
                counted.update((change.path, change) for change in _parse_commit(block, with_lines=True).changes)
    return counted


def _blobs_of(environment: Mapping[str, str], commit: bytes) -> dict[bytes, tuple[bytes, ...]]:
    """Path → object ids before and after, without the null id and submodules."""
    arguments = [*SETTINGS, "diff-tree", "-r", "-z", "--root", "--no-commit-id", "--no-renames", commit.decode()]
    fields = run_git(arguments, environment=environment).split(b"\0")
    blobs = {}
    for entry, path in zip(fields[::2], fields[1::2], strict=False):
        old_mode, new_mode, old, new, _ = entry.lstrip(b":").split(b" ")
        sides = ((old_mode, old), (new_mode, new))
        blobs[path] = tuple(oid for mode, oid in sides if mode != _SUBMODULE and oid.strip(b"0"))
    return blobs


def _unreadable(oids: set[bytes], *, environment: Mapping[str, str]) -> set[bytes]:
    """Which objects cannot be read to their end: missing, or damaged."""
    answer = run_git(["cat-file", "--batch-check"], environment=environment, stdin=b"".join(o + b"\n" for o in oids))
    states = [line.split() for line in answer.splitlines()]
    missing = {state[0] for state in states if state[-1] == b"missing"}
    return missing | {oid for oid in oids - missing if not _can_read(oid, environment=environment)}


def _can_read(oid: bytes, *, environment: Mapping[str, str]) -> bool:
    try:
        with stream_git(["cat-file", "blob", oid.decode()], environment=environment) as output:
            while output.read(_READ_BYTES):
                pass
    except RepositoryError:
        return False
    return True


def _read_chunk(
    environment: Mapping[str, str], commits: Sequence[bytes], *, with_lines: bool
) -> Iterator[CommitChanges]:
    shape = ("--raw", "--numstat") if with_lines else ("--raw",)
    with tempfile.TemporaryFile() as wanted:
        wanted.writelines(oid + b"\n" for oid in commits)
        wanted.seek(0)
        arguments = [*SETTINGS, *_LOG, *shape, f"--format={_HEADER}"]
        with stream_git(arguments, environment=environment, stdin=wanted) as output:
            for block in _split_commits(output.read):
                yield _parse_commit(block, with_lines=with_lines)


def _split_commits(read) -> Iterator[bytes]:  # type: ignore[no-untyped-def]
    """Blocks of one commit each: header, then its fields."""
    rest = b""
    while block := read(_READ_BYTES):
        *whole, rest = (rest + block).split(_COMMIT_START)
        yield from filter(None, whole)
    if rest:
        yield rest


def _parse_commit(block: bytes, *, with_lines: bool) -> CommitChanges:
    """One commit of git's output.

    block: header NUL [LF] (raw-entry NUL path NUL){n} (numstat-entry NUL){n or none}
    """
    fields = block.lstrip(b"\0").rstrip(b"\0").split(b"\0")
    oid, authored, address, name = fields[0].split(b"\n", 3)
    count, left = divmod(len(fields) - 1, 3 if with_lines else 2)
    if left:
        raise RepositoryError(f"git log gave an incomplete list of changes for commit {oid.decode()}.")
    entries, paths = fields[1 : 2 * count + 1 : 2], fields[2 : 2 * count + 1 : 2]
    numbers = fields[2 * count + 1 :] if with_lines else [b""] * count
    changes = [_change(*row) for row in zip(entries, paths, numbers, strict=True)]
    return CommitChanges(oid, epoch_seconds(authored), (name, address), changes)


def _change(entry: bytes, path: bytes, numbers: bytes) -> Change:
    status = chr(entry[-1])
    if b" 160000 " in entry or b":160000 " in entry:
        return Change(path, status, None, None, "submodule")
    if not numbers:
        return Change(path, status, None, None, "not_read")
    added, deleted, _ = numbers.split(b"\t", 2)
    if added == b"-":
        return Change(path, status, None, None, "binary")
    return Change(path, status, int(added), int(deleted), "counted")


def _argument(path: bytes) -> str:
    """A path as a command-line argument, byte for byte."""
    return path.decode("utf-8", "surrogateescape")
