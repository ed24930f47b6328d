# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Read which paths each commit touched, and how many lines it added and deleted.

One git process reads a chunk of commits; chunks are independent, so as many run at once as there are cores.
Where git dies over a content that is missing or damaged, the rest of the chunk is read with care:
only the paths whose content cannot be read lose their line counts, and those become unknown, not zero.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, NamedTuple

from ospora.collect.git import SETTINGS, stream_git
from ospora.collect.history import Contact, epoch_seconds
from ospora.collect.objects import look_up, read_contents
from ospora.core.errors import RepositoryError

_READ_BYTES = 1 << 20
_LARGEST_COMMIT_BYTES = 100 << 20  # about 500,000 paths
_COMMIT_START = b"\0\0\0"  # the two empty fields of _HEADER behind the end of the field before: no path is empty
_HEADER = "%x00%x00%H%n%at%n%ae%n%an"
_LOG = ("log", "--stdin", "--no-walk=unsorted", "-z", "--no-renames", "--no-abbrev", "--no-ext-diff", "--no-textconv")
_SUBMODULE = b"160000"


class Change(NamedTuple):
    """One path that a commit touched.

    status: git's letter. added, deleted: lines, or None when lines_status is not `counted`.
    """

    path: bytes
    status: bytes
    added: int | None
    deleted: int | None
    lines_status: str


class CommitChanges(NamedTuple):
    """All paths that one commit touched; authored_at in epoch seconds."""

    oid: bytes
    authored_at: int | None
    author: Contact
    changes: list[Change]


_Sides = dict[bytes, tuple[bytes, ...]]
"""Path → ids of its contents before and after, without the null id."""


def read_changes(
    environment: Mapping[str, str], commits: Sequence[bytes], *, with_lines: bool
) -> Iterator[CommitChanges]:
    """Changes of each commit against its first parent, or against nothing for a root commit; in any order.

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
    yield from _read_around_gaps(environment, commits[done:])


def _read_around_gaps(environment: Mapping[str, str], commits: Sequence[bytes]) -> Iterator[CommitChanges]:
    """Read on after git died over a content: first find which are missing, then ask git only for the others."""
    outlines = [_parse_outline(block) for block in _read_blocks(environment, commits, shape=("--raw",))]
    wanted = {oid for _, sides in outlines for pair in sides.values() for oid in pair}
    missing = _missing(wanted, environment=environment)
    whole = []
    for found, sides in outlines:
        gaps = sum(not missing.isdisjoint(pair) for pair in sides.values())
        if gaps == 0:
            whole.append(found.oid)
        elif gaps == len(sides):
            yield found._replace(changes=[_unknown(change) for change in found.changes])
        else:
            yield _read_with_gaps(environment, found, sides)
    by_id = {found.oid: (found, sides) for found, sides in outlines}
    start = 0
    while start < len(whole):
        try:
            for counted in _read_chunk(environment, whole[start:], with_lines=True):
                yield counted
                start += 1
        except RepositoryError:
            # A content is there and cannot be read. Git kept one commit back before it died: the next or the one after.
            yield _read_with_gaps(environment, *by_id[whole[start]])
            start += 1


def _read_with_gaps(environment: Mapping[str, str], found: CommitChanges, sides: _Sides) -> CommitChanges:
    """Line counts of one commit only for the paths both of whose sides can be read."""
    wanted = {oid for pair in sides.values() for oid in pair}
    readable = {oid.encode() for oid, _ in read_contents(environment, sorted(oid.decode() for oid in wanted))}
    paths = [path for path, pair in sides.items() if readable.issuperset(pair)]
    counted = _count_paths(environment, found.oid, paths)
    return found._replace(changes=[counted.get(change.path) or _unknown(change) for change in found.changes])


def _unknown(change: Change) -> Change:
    return change if change.lines_status == "submodule" else change._replace(lines_status="missing")


def _count_paths(environment: Mapping[str, str], commit: bytes, paths: Sequence[bytes]) -> dict[bytes, Change]:
    """Line counts of some paths of one commit."""
    counted: dict[bytes, Change] = {}
    for start in range(0, len(paths), 500):
        arguments = [*SETTINGS, "--literal-pathspecs", *_LOG[:1], *_LOG[3:], "-1", "--raw", "--numstat",
                     f"--format={_HEADER}", commit.decode(), "--", *map(_argument, paths[start : start + 500])]  # fmt: skip
        for block in _stream_commits(arguments, environment=environment):
            counted.update((change.path, change) for change in _parse_commit(block, with_lines=True).changes)
    return counted


def _missing(oids: set[bytes], *, environment: Mapping[str, str]) -> set[bytes]:
    asked = sorted(oids)
    infos = look_up(environment, (oid.decode() for oid in asked))
    return {oid for oid, info in zip(asked, infos, strict=True) if info is None}


def _read_chunk(
    environment: Mapping[str, str], commits: Sequence[bytes], *, with_lines: bool
) -> Iterator[CommitChanges]:
    shape = ("--raw", "--numstat") if with_lines else ("--raw",)
    for block in _read_blocks(environment, commits, shape=shape):
        yield _parse_commit(block, with_lines=with_lines)


def _read_blocks(environment: Mapping[str, str], commits: Sequence[bytes], *, shape: Sequence[str]) -> Iterator[bytes]:
    with tempfile.TemporaryFile() as wanted:
        wanted.writelines(oid + b"\n" for oid in commits)
        wanted.seek(0)
        arguments = [*SETTINGS, *_LOG, *shape, f"--format={_HEADER}"]
        yield from _stream_commits(arguments, environment=environment, stdin=wanted)


def _stream_commits(
    arguments: Sequence[str], *, environment: Mapping[str, str], stdin: IO[bytes] | None = None
) -> Iterator[bytes]:
    """Blocks of one commit each: header, then its fields.

    The last block comes only after git has ended well: of a git that died it could be half a commit.
    """
    rest = b""
    with stream_git(arguments, environment=environment, stdin=stdin) as output:
        while block := output.read(_READ_BYTES):
            *whole, rest = (rest + block).split(_COMMIT_START)
            yield from filter(None, whole)
            if len(rest) > _LARGEST_COMMIT_BYTES:
                raise RepositoryError(
                    "A commit touches more paths than can be read; its repository is not read deeper."
                )
    if rest:
        yield rest


def _parse_commit(block: bytes, *, with_lines: bool) -> CommitChanges:
    """One commit of git's output. Most of the time that a scan spends in Python is spent here: some µs a path.

    block: header NUL [LF] (raw-entry NUL path NUL){n} (numstat-entry NUL){n or none}
    """
    fields = block.strip(b"\0").split(b"\0")
    oid, authored, address, name = fields[0].split(b"\n", 3)
    count, left = divmod(len(fields) - 1, 3 if with_lines else 2)
    if left:
        raise RepositoryError(f"git log gave an incomplete list of changes for commit {oid.decode()}.")
    entries, paths = fields[1 : 2 * count + 1 : 2], fields[2 : 2 * count + 1 : 2]
    changes = []
    if with_lines:
        for entry, path, numbers in zip(entries, paths, fields[2 * count + 1 :], strict=True):
            added, deleted, _ = numbers.split(b"\t", 2)
            if added == b"-" or b" 160000 " in entry or b":160000 " in entry:
                changes.append(_uncounted(path, entry, "binary"))
            else:
                changes.append(Change(path, entry[-1:], int(added), int(deleted), "counted"))
    else:
        changes = [_uncounted(path, entry, "not_read") for entry, path in zip(entries, paths, strict=True)]
    return CommitChanges(oid, epoch_seconds(authored), (name, address), changes)


def _uncounted(path: bytes, entry: bytes, why: str) -> Change:
    """A change without line counts; that of a submodule is no change of lines at all."""
    is_submodule = b" 160000 " in entry or b":160000 " in entry
    return Change(path, entry[-1:], None, None, "submodule" if is_submodule else why)


def _parse_outline(block: bytes) -> tuple[CommitChanges, _Sides]:
    """One commit without line counts, and the contents before and after of each path; submodules have none."""
    fields = block.strip(b"\0").split(b"\0")
    sides = {}
    for entry, path in zip(fields[1::2], fields[2::2], strict=True):
        old_mode, new_mode, old, new, _ = entry.lstrip(b"\n:").split(b" ")
        if _SUBMODULE not in (old_mode, new_mode):
            sides[path] = tuple(oid for oid in (old, new) if oid.strip(b"0"))
    return _parse_commit(block, with_lines=False), sides


def _argument(path: bytes) -> str:
    """A path as a command-line argument, byte for byte."""
    return path.decode("utf-8", "surrogateescape")
