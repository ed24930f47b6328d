# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Changes: the same rows as git's own numstat, and unknown where contents are missing."""

import subprocess

import pytest

from ospora.collect.changes import Change, read_changes
from ospora.collect.history import read_commits
from ospora.core.errors import RepositoryError
from tests.collect.reading import room_of
from tests.gitrepo import ADA, ENVIRONMENT, NOON, Commit, build, git, new_repository


def changes_of(path, *, with_lines=True):
    """Commit id → changes, of all commits that are no merges."""
    with room_of(path) as (environment, refs):
        commits = [commit.oid for commit in read_commits(environment, tip=refs.tip) if b" " not in commit.parents]
        return {found.oid.decode(): found for found in read_changes(environment, commits, with_lines=with_lines)}


def numstat(path):
    """(commit, path, added, deleted) as git prints them."""
    words = ["-c", "diff.context=0", "log", "--numstat", "--no-renames", "--no-merges", "-z", "--format=%x00%x00%H"]
    output = subprocess.run(["git", *words], cwd=path, env=ENVIRONMENT, capture_output=True, check=True).stdout
    rows = set()
    for block in output.lstrip(b"\0").split(b"\0\0\0"):
        head, *entries = block.strip(b"\0").split(b"\0")
        rows |= {(head.decode(), *reversed(entry.strip(b"\n").split(b"\t", 2))) for entry in entries}
    return rows


FILES = [
    Commit(when=NOON, files={"a.txt": b"one\ntwo\nthree\n", "b.bin": b"\0\1\2", "no newline": b"x", "empty": b""}),
    Commit(when=NOON + 1, files={"a.txt": b"one\n2\nthree\nfour\n", "b.bin": b"\0\1\3"}),
    Commit(
        when=NOON + 2,
        files={"a.txt": None, "tab\there": b"1\n", "line\nbreak": b"1\n2\n", b"caf\xe9": b"1\n", '"quoted"': b"q\n"},
    ),
    Commit(when=NOON + 3, files={}),
]


def test_rows_are_those_of_numstat(tmp_path):
    repository = new_repository(tmp_path / "r")
    build(repository, FILES)
    ours = {
        (
            oid,
            change.path,
            b"-" if change.deleted is None else b"%d" % change.deleted,
            b"-" if change.added is None else b"%d" % change.added,
        )
        for oid, found in changes_of(repository).items()
        for change in found.changes
    }
    assert ours == {(oid, path, deleted, added) for oid, path, deleted, added in numstat(repository)}
    assert len(ours) == 11


@pytest.mark.parametrize("block", [1, 5, 1 << 20])
def test_statuses_and_kinds_of_counts(tmp_path, monkeypatch, block):
    monkeypatch.setattr("ospora.collect.changes._READ_BYTES", block)
    repository = new_repository(tmp_path / "r")
    oids = build(repository, FILES)
    found = changes_of(repository)
    assert found[oids[1]].changes == [
        Change(b"a.txt", b"M", 2, 1, "counted"),
        Change(b"b.bin", b"M", None, None, "binary"),
    ]
    assert [(change.path, change.status) for change in found[oids[2]].changes] == [
        (b'"quoted"', b"A"), (b"a.txt", b"D"), (b"caf\xe9", b"A"), (b"line\nbreak", b"A"), (b"tab\there", b"A")
    ]  # fmt: skip
    assert found[oids[3]].changes == []
    assert found[oids[1]].author == tuple(part.encode() for part in ADA)
    assert found[oids[1]].authored_at == NOON + 1


def test_paths_alone_have_no_line_counts(tmp_path):
    repository = new_repository(tmp_path / "r")
    oids = build(repository, FILES)
    assert changes_of(repository, with_lines=False)[oids[1]].changes == [
        Change(b"a.txt", b"M", None, None, "not_read"), Change(b"b.bin", b"M", None, None, "not_read")
    ]  # fmt: skip


def test_a_submodule_has_no_lines(tmp_path):
    repository = new_repository(tmp_path / "r")
    build(repository, [Commit(files={"a": b"1\n"})])
    tree = git(repository, "mktree", stdin=b"160000 commit " + b"1" * 40 + b"\tsub\n").decode().strip()
    tip = git(repository, "commit-tree", tree, "-p", "main", "-m", "x", GIT_AUTHOR_NAME="A", GIT_AUTHOR_EMAIL="a@example.org",
              GIT_COMMITTER_NAME="A", GIT_COMMITTER_EMAIL="a@example.org").decode().strip()  # fmt: skip
    git(repository, "update-ref", "refs/heads/main", tip)
    assert changes_of(repository)[tip].changes == [
        Change(b"a", b"D", 0, 1, "counted"),
        Change(b"sub", b"A", None, None, "submodule"),
    ]


def lose(repository, *oids):
    """Take objects out of a repository of loose objects."""
    for oid in oids:
        path = repository / "objects" / oid[:2] / oid[2:]
        path.chmod(0o600)
        path.unlink()


def loose(tmp_path, commits):
    repository = new_repository(tmp_path / "r")
    git(repository, "config", "fastimport.unpackLimit", "100000")
    return repository, build(repository, commits)


HISTORY = [
    Commit(when=NOON + n, files={"a": b"line\n" * (n + 1), "b": b"other %d\n" % n, "c": b"same\n" if n % 2 else b"c %d\n" % n})
    for n in range(12)
]  # fmt: skip


def test_a_missing_content_makes_its_counts_unknown_and_nothing_else(tmp_path):
    repository, oids = loose(tmp_path, HISTORY)
    before = changes_of(repository)
    blob = git(repository, "rev-parse", f"{oids[5]}:b").decode().strip()
    lose(repository, blob)
    after = changes_of(repository)
    changed = {
        (oid, n) for oid in before for n, change in enumerate(before[oid].changes) if after[oid].changes[n] != change
    }
    assert changed == {(oids[5], 1), (oids[6], 1)}
    assert after[oids[5]].changes[1] == Change(b"b", b"M", None, None, "missing")
    assert after[oids[5]].changes[0] == before[oids[5]].changes[0]


def test_a_damaged_content_makes_its_counts_unknown(tmp_path):
    repository, oids = loose(tmp_path, HISTORY)
    blob = git(repository, "rev-parse", f"{oids[5]}:a").decode().strip()
    path = repository / "objects" / blob[:2] / blob[2:]
    path.chmod(0o600)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    assert changes_of(repository)[oids[5]].changes[0] == Change(b"a", b"M", None, None, "missing")


def test_a_missing_tree_is_a_failure(tmp_path):
    repository, oids = loose(tmp_path, HISTORY)
    lose(repository, git(repository, "rev-parse", f"{oids[5]}^{{tree}}").decode().strip())
    for with_lines in (True, False):
        with pytest.raises(RepositoryError):
            changes_of(repository, with_lines=with_lines)
