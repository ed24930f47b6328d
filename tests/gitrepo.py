# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Real git repositories with fixed dates, made by the tests: by fast-import where git allows it, by hand where not."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "HOME": "/nonexistent",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "LC_ALL": "C",
}
ADA = ("Ada Example", "ada@example.org")
BEN = ("Ben Example", "ben@example.org")
CLEO = ("Cleo Example", "cleo@example.org")
DAY = 86_400
NOON = 1_700_049_600  # 2023-11-15T12:00:00Z


def git(folder: Path, *words: str, stdin: bytes = b"", **environment: Any) -> bytes:
    """Run git in a folder and return what it prints."""
    done = subprocess.run(
        ["git", *words], cwd=folder, input=stdin, capture_output=True, env={**ENVIRONMENT, **environment}, check=False
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    return done.stdout


def new_repository(folder: Path, *, bare: bool = True, object_format: str = "sha1") -> Path:
    """An empty repository on branch main."""
    folder.mkdir(parents=True)
    options = ["--bare"] if bare else []
    git(folder, "init", "-q", "-b", "main", f"--object-format={object_format}", *options, ".")
    return folder


@dataclass
class Commit:
    """One commit for a History. files: path → content, None to delete. when: epoch seconds; offset as git writes it."""

    files: dict[str | bytes, bytes | None] = field(default_factory=dict)
    author: tuple[str, str] = ADA
    when: int = NOON
    offset: str = "+0000"
    committer: tuple[str, str] | None = None
    committed: int | None = None
    committed_offset: str | None = None
    message: str = "Change"
    parents: list[int] | None = None
    """Numbers of earlier commits of the same history; the one before when None."""


def build(
    folder: Path, commits: list[Commit], *, tip: int = -1, branch: str = "main", tags: dict[str, int] | None = None
) -> list[str]:
    """Write commits into a repository, point the branch at one of them, and return the ids of all."""
    stream = [b"reset refs/heads/_scratch\n"]
    for number, commit in enumerate(commits):
        stream.append(_fast_import(commit, number=number))
    names = [f"refs/heads/_c{number}" for number in range(len(commits))]
    marks = folder / "_marks"
    git(
        folder,
        "fast-import",
        "--quiet",
        "--force",
        "--date-format=raw-permissive",
        f"--export-marks={marks}",
        stdin=b"".join(stream),
    )
    found = dict(line.split() for line in marks.read_text().splitlines())
    marks.unlink()
    oids = [found[f":{number + 1}"] for number in range(len(names))]
    if oids:
        git(folder, "update-ref", f"refs/heads/{branch}", oids[tip])
    for name, number in (tags or {}).items():
        git(folder, "update-ref", f"refs/tags/{name}", oids[number])
    git(folder, "update-ref", "-d", "refs/heads/_scratch")
    return oids


def write_commit(folder: Path, raw: bytes) -> str:
    """Write a commit object byte for byte, also one that git itself would refuse."""
    return git(folder, "hash-object", "-t", "commit", "-w", "--stdin", "--literally", stdin=raw).decode().strip()


def _fast_import(commit: Commit, *, number: int) -> bytes:
    committer = commit.committer or commit.author
    committed = commit.when if commit.committed is None else commit.committed
    parents = ([number - 1] if number else []) if commit.parents is None else commit.parents
    lines = [
        b"reset refs/heads/_scratch\n" if not parents else b"",
        b"commit refs/heads/_scratch\nmark :%d\n" % (number + 1),
        _person(b"author", commit.author, commit.when, commit.offset),
        _person(b"committer", committer, committed, commit.committed_offset or commit.offset),
        _data(commit.message.encode()),
        b"from :%d\n" % (parents[0] + 1) if parents else b"",
        *(b"merge :%d\n" % (parent + 1) for parent in parents[1:]),
    ]
    for path, content in commit.files.items():
        name = _quoted(path if isinstance(path, bytes) else path.encode())
        if content is None:
            lines.append(b"D %s\n" % name)
        else:
            lines.append(b"M 100644 inline %s\n" % name + _data(content))
    return b"".join(lines) + b"\n"


def _person(role: bytes, person: tuple[str, str], when: int, offset: str) -> bytes:
    name, address = (part.encode("utf-8", "surrogateescape") for part in person)
    return b"%s %s <%s> %d %s\n" % (role, name, address, when, offset.encode())


def _data(content: bytes) -> bytes:
    return b"data %d\n%s\n" % (len(content), content)


def _quoted(path: bytes) -> bytes:
    return (
        b'"'
        + b"".join(b"\\%03o" % byte if byte < 32 or byte > 126 or byte in b'"\\' else bytes((byte,)) for byte in path)
        + b'"'
    )
