# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Read the commits of a history: who, when, on what, and whom the trailers name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from ospora.collect.git import SETTINGS, run_git, stream_git
from ospora.core.errors import RepositoryError

Contact = tuple[bytes, bytes]
"""Name and address as git recorded them."""

# Trailer key → role. Only trailers that name somebody are read; the message itself never leaves git.
TRAILER_ROLES: dict[bytes, str] = {
    b"co-authored-by": "co-author",
    b"co-developed-by": "co-author",
    b"reviewed-by": "reviewer",
    b"acked-by": "acker",
    b"signed-off-by": "signer",
    b"tested-by": "tester",
    b"reported-by": "reporter",
    b"reported-and-tested-by": "reporter",
    b"helped-by": "helper",
    b"mentored-by": "helper",
    b"suggested-by": "suggester",
    b"based-on-patch-by": "co-author",
    b"assisted-by": "assistant",
    b"generated-by": "assistant",
}

_FIELDS = ("%H", "%P", "%an", "%ae", "%at", "%ad", "%cn", "%ce", "%ct", "%cd", "%(trailers:only=true,unfold=true)")
_FORMAT = "%x00".join(_FIELDS)
_READ_BYTES = 1 << 20
_CONTACT = re.compile(rb"\s*(.*?)\s*<([^<>]*)>")
_OFFSET = re.compile(rb"([+-])(\d+?)(\d\d)\Z")
_LAST_SECOND = 253_402_300_799  # 9999-12-31T23:59:59Z, the last instant that a TIMESTAMP of ISO 8601 shows


class Trailer(NamedTuple):
    """One trailer that names somebody."""

    key: bytes
    role: str
    contact: Contact


class CommitRecord(NamedTuple):
    """One commit as git recorded it. Times are epoch seconds and offsets minutes east of UTC; None: not readable."""

    oid: bytes
    parents: bytes
    author: Contact
    authored_at: int | None
    authored_offset: int | None
    committer: Contact
    committed_at: int | None
    committed_offset: int | None
    trailers: tuple[Trailer, ...]


def read_commits(environment: Mapping[str, str], *, tip: str, known: tuple[str, ...] = ()) -> Iterator[CommitRecord]:
    """Commits that can be reached from tip and not from the known ones, newest first.

    Errors: RepositoryError when git cannot walk to the end (a missing or damaged commit).
    """
    arguments = [
        *SETTINGS, "log", "-z", "--encoding=UTF-8", "--date=raw", f"--format={_FORMAT}", tip, *(f"^{oid}" for oid in known), "--"
    ]  # fmt: skip
    with stream_git(arguments, environment=environment) as output:
        rest = b""
        while block := output.read(_READ_BYTES):
            fields = (rest + block).split(b"\0")
            whole = (len(fields) - 1) // len(_FIELDS) * len(_FIELDS)
            yield from map(_record, *(iter(fields[:whole]),) * len(_FIELDS))
            rest = b"\0".join(fields[whole:])
        if rest:
            raise RepositoryError("git log ended in the middle of a commit; the repository may be damaged.")


def count_commits(environment: Mapping[str, str], *, tip: str, known: tuple[str, ...] = ()) -> int:
    """How many commits can be reached from tip and not from the known ones."""
    arguments = [*SETTINGS, "rev-list", "--count", tip, *(f"^{oid}" for oid in known), "--"]
    return int(run_git(arguments, environment=environment))


def list_commits(environment: Mapping[str, str], *, tip: str, known: tuple[str, ...]) -> list[str]:
    """Ids of the commits that can be reached from tip and not from the known ones."""
    arguments = [*SETTINGS, "rev-list", tip, *(f"^{oid}" for oid in known), "--"]
    return run_git(arguments, environment=environment).decode("ascii").split()


def has_commit(environment: Mapping[str, str], oid: str) -> bool:
    """Whether the repository holds this commit."""
    answer = run_git(["cat-file", "--batch-check"], environment=environment, stdin=f"{oid}\n".encode())
    return answer.split()[1:2] == [b"commit"]


@lru_cache(4096)  # there are a few dozen offsets on Earth, and every commit has two
def offset_minutes(text: bytes) -> int | None:
    """Minutes east of UTC of an offset as git writes it: +0545 is 345, -0030 is -30; None when unreadable.

    The sign belongs to hours and minutes alike, and the last two digits are minutes whatever their value.
    """
    match = _OFFSET.match(text)
    if match is None or len(text) > 9:
        return None
    sign, hours, minutes = match.groups()
    total = int(hours) * 60 + int(minutes)
    return -total if sign == b"-" else total


def epoch_seconds(text: bytes) -> int | None:
    """Epoch seconds, or None when git found no date or one after the year 9999."""
    return seconds if text.isdigit() and (seconds := int(text[:20])) <= _LAST_SECOND else None


def parse_trailers(text: bytes) -> tuple[Trailer, ...]:
    """Trailers that name somebody, from git's own reading of a message (one `Key: value` a line)."""
    found = []
    for line in text.split(b"\n"):
        key, colon, value = line.partition(b":")
        role = TRAILER_ROLES.get(key.strip().lower()) if colon else None
        if role is not None and (contact := parse_contact(value)) != (b"", b""):
            found.append(Trailer(key=key.strip().lower(), role=role, contact=contact))
    return tuple(found)


def parse_contact(text: bytes) -> Contact:
    """Name and address of `Name <address>`; a text without an address is a name."""
    match = _CONTACT.match(text)
    if match is None:
        return text.strip().translate(None, b"<>\0\n"), b""
    return match[1].translate(None, b"<>\0\n"), match[2].strip()


def _record(  # one argument a field of _FORMAT
    oid: bytes, parents: bytes, author: bytes, author_address: bytes, authored: bytes, authored_raw: bytes,
    committer: bytes, committer_address: bytes, committed: bytes, committed_raw: bytes, trailers: bytes,
) -> CommitRecord:  # fmt: skip
    return CommitRecord(
        oid,
        parents,
        (author, author_address),
        epoch_seconds(authored),
        offset_minutes(authored_raw.rpartition(b" ")[2]),
        (committer, committer_address),
        epoch_seconds(committed),
        offset_minutes(committed_raw.rpartition(b" ")[2]),
        parse_trailers(trailers) if trailers else (),
    )
