# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Read single objects in bulk: kinds, sizes, contents."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, NamedTuple

from ospora.collect.git import SETTINGS, run_git, stream_git
from ospora.core.errors import RepositoryError

HEAD_BYTES = 8000  # git, too, looks for a NUL byte in the first 8,000 bytes to call a file binary
_PIECE_BYTES = 1 << 20
_DAMAGED_LIMIT = 100


class ObjectInfo(NamedTuple):
    """kind: commit, tree, blob or tag; size in bytes."""

    oid: str
    kind: str
    size: int


@dataclass(frozen=True)
class Content:
    """What is kept of a blob: its first bytes, its number of lines (git's count), its size in bytes."""

    head: bytes
    lines: int
    size: int

    @property
    def is_binary(self) -> bool:
        """Whether git would call it binary."""
        return b"\0" in self.head


def look_up(environment: Mapping[str, str], names: Iterable[str]) -> list[ObjectInfo | None]:
    """Kind and size of each object, in the order asked; None where it is missing.

    names: object ids, or expressions such as `<id>^{commit}` that peel a tag.
    """
    asked = "".join(f"{name}\n" for name in names).encode()
    lines = (
        run_git([*SETTINGS, "cat-file", "--batch-check"], environment=environment, stdin=asked).decode().splitlines()
    )
    return [
        ObjectInfo(words[0], words[1], int(words[2])) if len(words) == 3 else None
        for words in (line.split() for line in lines)
    ]


def read_objects(environment: Mapping[str, str], oids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Whole content of small objects such as tags, in the order asked; missing ones are left out."""
    for oid, size, output in _batch(environment, oids):
        yield oid, output.read(size)


def read_contents(environment: Mapping[str, str], oids: Iterable[str]) -> Iterator[tuple[str, Content]]:
    """What is kept of each blob; missing and damaged ones are left out. Large blobs pass through in pieces.

    Errors: RepositoryError when so many are damaged that the object folder itself must be.
    """
    wanted = list(oids)
    place = {oid: number for number, oid in enumerate(wanted)}
    start = 0
    for _ in range(_DAMAGED_LIMIT):
        try:
            for oid, size, output in _batch(environment, wanted[start:]):
                start = place[oid]  # the one to pass over should it be damaged
                yield oid, _digest(output, size, oid=oid)
            return
        except RepositoryError:
            start += 1
    raise RepositoryError(f"More than {_DAMAGED_LIMIT} contents are damaged; check the repository with `git fsck`.")


def _batch(environment: Mapping[str, str], oids: Iterable[str]) -> Iterator[tuple[str, int, IO[bytes]]]:
    """(id, size, stream that stands at the content) of each object that is there."""
    with tempfile.TemporaryFile() as wanted:
        wanted.writelines(f"{oid}\n".encode() for oid in oids)
        wanted.seek(0)
        arguments = [*SETTINGS, "cat-file", "--batch", "--buffer"]
        with stream_git(arguments, environment=environment, stdin=wanted) as output:
            while header := output.readline():
                words = header.split()
                if len(words) == 3:
                    yield words[0].decode(), int(words[2]), output
                    if output.read(1) != b"\n":
                        raise RepositoryError(f"Object {words[0].decode()} could not be read to its end.")


def _digest(stream: IO[bytes], size: int, *, oid: str) -> Content:
    head = piece = stream.read(min(size, _PIECE_BYTES))
    lines, left = piece.count(b"\n"), size - len(piece)
    while left > 0 and (more := stream.read(min(left, _PIECE_BYTES))):
        piece = more
        lines += piece.count(b"\n")
        left -= len(piece)
    if left > 0:
        raise RepositoryError(f"Object {oid} could not be read to its end.")
    ends_open = size > 0 and not piece.endswith(b"\n")
    return Content(head=head[:HEAD_BYTES], lines=lines + ends_open, size=size)
