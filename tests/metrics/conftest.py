# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""A real repository with everything that makes counting hard, and the same as tables."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ospora.core.windows import UTC
from tests.gitrepo import Commit, build, git, new_repository, write_commit
from tests.metrics.handmade import COLUMNS, at, connect

ANN = ("Ann Example", "ann@example.org")
ANN_OLD = ("A. Example", "Ann@Old.example")  # .mailmap says that this is Ann
ANN_LOUD = ("Ann Example", "ANN@EXAMPLE.ORG")
BEN = ("Ben Example", "ben@example.org")
CLEO = ("Cleo", "4711+cleo@users.noreply.github.com")
CLEO_SHORT = ("cleo", "cleo@users.noreply.github.com")
DAN = ("Dän Without Address", "")
BOT = ("dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com")
FORGE = ("GitHub", "noreply@github.com")
AUTOMATION = ("dependabot[bot]@users.noreply.github.com", "noreply@github.com")
MAILMAP = b"Ann Example <ann@example.org> <ann@old.example>\nCleo <cleo@users.noreply.github.com> Old Cleo <cleo@old.example>\n"
ROLES = {
    "co-authored-by": "co-author", "reviewed-by": "reviewer", "signed-off-by": "signer", "tested-by": "tester",
    "helped-by": "helper", "generated-by": "assistant",
}  # fmt: skip
SUBMODULE = "1234567890123456789012345678901234567890"


@dataclass(frozen=True)
class Repository:
    """A repository, its tip, and the rows of its tables."""

    folder: Path
    tip: str
    rows: dict[str, list[tuple[Any, ...]]]

    def connect(self) -> duckdb.DuckDBPyConnection:
        """A DuckDB that holds the tables."""
        return connect({name: self.rows.get(name, []) for name in COLUMNS})


@pytest.fixture(scope="session")
def repository(tmp_path_factory):
    """The repository, read by a loader of the tests' own."""
    folder = new_repository(tmp_path_factory.mktemp("git") / "hard to ' quote")
    tip = _odd_commits(folder, build(folder, _history())[-1])
    git(folder, "update-ref", "refs/heads/main", tip)
    return Repository(folder, tip, _read(folder, tip))


def _history() -> list[Commit]:
    return [
        Commit({".mailmap": MAILMAP, "a.txt": _lines(9)}, ANN, *_when("2024-03-31T22:15:00", "+0545")),
        Commit({"a.txt": _lines(12)}, ANN_OLD, *_when("2024-04-01T00:00:00", "+0545"), message="Same person\n"),
        Commit({"b.txt": _lines(40), "c.bin": b"\0\1\2"}, BEN, *_when("2024-07-01T12:00:00", "+0100")),
        Commit({"b.txt": _lines(5)}, BEN, *_when("2025-11-30T12:00:00", "+0000"), committer=FORGE, committed=_epoch("2025-12-02T03:04:05")),
        # A side branch from the second commit, older by author time, applied late.
        Commit({"d.txt": _lines(3)}, CLEO, *_when("2025-06-01T10:00:00", "-0030"), parents=[1], committer=ANN, committed=_epoch("2025-12-05")),
        Commit(
            {"d.txt": _lines(4)}, CLEO_SHORT, *_when("2025-12-31T23:59:59", "-0030"),
            message="Say more\n\nCo-authored-by: Old Cleo <cleo@old.example>\nReviewed-by: Ann Example <ANN@example.org>\n"
            "Signed-off-by: Nobody Yet\nNot-a-role: x <x@y>\n",
        ),
        Commit({}, ANN_LOUD, *_when("2026-01-01T00:00:00", "+0200"), parents=[3, 5], message="Merge\n\nTested-by: Merge Tester <mt@example.org>\n"),
        Commit({"e f.txt": _lines(2), 'g"\t.txt': _lines(6)}, DAN, *_when("2026-01-01T00:00:00", "+0000")),
        Commit({"lock": _lines(100)}, BOT, *_when("2026-01-15T08:00:00", "+0000"), committer=ANN, message="Bump\n\nReviewed-by: Eve <eve@example.org>\n"),
        Commit({"lock": None}, DAN, *_when("2026-01-20T08:00:00", "+0000"), committed=_epoch("2026-01-19")),
        Commit({"a.txt": _lines(30)}, ANN, *_when("2026-02-01T00:00:00", "+0545"), message="X\n\nHelped-by: <dan@example.org>\n"),
        Commit({"a.txt": _lines(31)}, ANN, *_when("2026-02-03T00:00:00", "+1500")),
        Commit({"a.txt": _lines(32)}, BEN, *_when("2030-01-01T00:00:00", "+0100"), message="Wrong clock\n"),
        *(Commit({"h.txt": _lines(n)}, CLEO, *_when(f"2026-02-{n:02}T10:00:00", "-0030")) for n in (3, 4, 8, 9, 20)),
    ]  # fmt: skip


def _odd_commits(folder: Path, tip: str) -> str:
    """A submodule by somebody with an odd name, and on top of it a commit whose author time cannot be read."""
    index = str(folder / "index-of-test")
    git(folder, "read-tree", tip, GIT_INDEX_FILE=index)
    git(folder, "update-index", "--add", "--cacheinfo", f"160000,{SUBMODULE},lib", GIT_INDEX_FILE=index)
    tree = git(folder, "write-tree", GIT_INDEX_FILE=index).decode().strip()
    person = f"Ann Example <ann@example.org> {_epoch('2026-02-25')} +0545"
    odd = person.replace("Ann Example", "Gus > 0")
    tip = write_commit(folder, f"tree {tree}\nparent {tip}\nauthor {odd}\ncommitter {person}\n\nLib\n".encode())
    broken = f"tree {tree}\nparent {tip}\nauthor Ann Example <ann@example.org> never\ncommitter {person}\n\nOdd\n"
    return write_commit(folder, broken.encode())


def _read(folder: Path, tip: str) -> dict[str, list[tuple[Any, ...]]]:
    form = "%x00".join(["%H", "%P", "%at", "%ai", "%ct", "%aN%n%aE", "%cN%n%cE", "%(trailers:only,unfold)"])
    mailmap = ["-c", f"mailmap.blob={tip}:.mailmap"]
    fields = git(folder, *mailmap, "log", "-z", f"--format={form}", tip).decode().split("\0")[:-1]
    rows: dict[str, list[tuple[Any, ...]]] = {"commits": [], "trailers": [], "changes": []}
    keys = set()
    for commit, parents, authored, local, committed, author, committer, trailers in zip(
        *[iter(fields)] * 8, strict=True
    ):
        merge = " " in parents
        by, applied = _key(*author.split("\n")), _key(*committer.split("\n"))
        when = _instant(authored)
        rows["commits"].append(
            ("p", commit, when, _offset(local), by, _instant(committed), 0, applied, parents.split(), merge, False)
        )
        keys |= {by, applied}
        for position, (key, contact) in enumerate(_trailers(trailers)):
            named = git(folder, *mailmap, "check-mailmap", contact).decode().strip() if "<" in contact else contact
            person = _key(*re.match(r"(.*?) ?<(.*)>", named).groups()) if "<" in named else _key(named, "")
            keys.add(person)
            rows["trailers"].append(("p", commit, when, merge, position, key, ROLES[key], person))
        if not merge:
            rows["changes"] += [("p", commit, when, by, *change) for change in _changes(folder, commit)]
    rows["people"] = [("p", key, key, "automation" if key in AUTOMATION else "human", None) for key in sorted(keys)]
    rows["projects"] = [("p", "p", None, None, "", str(folder), "main", tip, "lines", 0, False, False, "ok", None)]
    return rows


def _changes(folder: Path, commit: str) -> list[tuple[Any, ...]]:
    raw = git(folder, "show", "-z", "--raw", "--no-renames", "--format=", commit).decode().split("\0")
    modes = dict(zip(raw[1::2], raw[::2], strict=False))
    counts = git(folder, "-c", "diff.context=0", "show", "-z", "--numstat", "--no-renames", "--format=", commit)
    changes = []
    for line in filter(None, counts.decode().split("\0")):
        added, deleted, path = line.lstrip("\n").split("\t", 2)
        status = "submodule" if "160000" in modes[path] else "binary" if added == "-" else "counted"
        lines = (int(added), int(deleted)) if status == "counted" else (None, None)
        changes.append((path, "M", *lines, status, "code"))
    return changes


def _trailers(text: str) -> list[tuple[str, str]]:
    pairs = [line.partition(": ")[::2] for line in text.splitlines()]
    return [(key.lower(), value) for key, value in pairs if key.lower() in ROLES]


def _key(name: str, address: str) -> str:
    """The person behind a name and address, in the test's own words."""
    number, plus, rest = address.partition("+")
    if plus and number.isdigit() and rest.endswith("@users.noreply.github.com"):
        address = rest
    lower = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
    return (address or name).translate(lower)


def _offset(local: str) -> int | None:
    zone = local[-5:]
    return int(zone[0] + "1") * (int(zone[1:3]) * 60 + int(zone[3:])) if local else None


def _instant(epoch: str) -> dt.datetime | None:
    return dt.datetime.fromtimestamp(int(epoch), UTC).replace(tzinfo=None) if epoch else None


def _epoch(text: str) -> int:
    return int(at(text).timestamp())


def _when(text: str, offset: str) -> tuple[int, str]:
    return _epoch(text), offset


def _lines(count: int) -> bytes:
    return b"".join(b"line %d\n" % number for number in range(count))
