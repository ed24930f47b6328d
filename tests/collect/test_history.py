# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Commits as git recorded them: times, offsets, people, trailers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ospora.collect.history import (
    Trailer,
    count_commits,
    epoch_seconds,
    offset_minutes,
    parse_contact,
    parse_trailers,
    read_commits,
)
from ospora.core.errors import RepositoryError
from tests.collect.reading import room_of
from tests.gitrepo import ADA, BEN, NOON, Commit, build, git, new_repository, write_commit


def read(path):
    with room_of(path) as (environment, refs):
        return list(read_commits(environment, tip=refs.tip))


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        (b"+0000", 0), (b"+0545", 345), (b"-0030", -30), (b"-0330", -210), (b"+1400", 840), (b"-1200", -720),
        (b"+9999", 6039), (b"-0000", 0), (b"+0099", 99), (b"+05", None), (b"0545", None), (b"", None), (b"+x545", None),
        (b"+1234567890", None),
    ],
)  # fmt: skip
def test_offset_is_exact_minutes(text, minutes):
    assert offset_minutes(text) == minutes


@pytest.mark.parametrize(
    ("text", "seconds"),
    [(b"0", 0), (b"4294967296", 4294967296), (b"253402300799", 253402300799), (b"253402300800", None),
     (b"18446744073709551615", None), (b"", None), (b"-1", None), (b"1e5", None)],
)  # fmt: skip
def test_epoch_seconds_of_readable_dates_only(text, seconds):
    assert epoch_seconds(text) == seconds


def test_author_and_committer_keep_their_own_times_and_offsets(tmp_path):
    repository = new_repository(tmp_path / "r")
    build(
        repository,
        [
            Commit(
                author=ADA, when=NOON, offset="+0545", committer=BEN, committed=NOON + 108_000, committed_offset="-0030"
            )
        ],
    )
    (commit,) = read(repository)
    assert commit.author == (b"Ada Example", b"ada@example.org")
    assert commit.committer == (b"Ben Example", b"ben@example.org")
    assert (commit.authored_at, commit.authored_offset) == (NOON, 345)
    assert (commit.committed_at, commit.committed_offset) == (NOON + 108_000, -30)


def test_commits_come_newest_first_with_their_parents(tmp_path):
    repository = new_repository(tmp_path / "r")
    oids = build(
        repository,
        [
            Commit(when=NOON),
            Commit(when=NOON + 1),
            Commit(when=NOON + 2, parents=[0]),
            Commit(when=NOON + 3, parents=[1, 2]),
        ],
    )
    commits = read(repository)
    assert [commit.oid.decode() for commit in commits] == [oids[3], oids[2], oids[1], oids[0]]
    assert commits[0].parents.decode().split() == [oids[1], oids[2]]
    assert commits[-1].parents == b""


def test_known_commits_are_not_read_again(tmp_path):
    repository = new_repository(tmp_path / "r")
    oids = build(repository, [Commit(when=NOON + n) for n in range(5)])
    with room_of(repository) as (environment, refs):
        new = [commit.oid.decode() for commit in read_commits(environment, tip=refs.tip, known=(oids[2],))]
        assert new == [oids[4], oids[3]]
        assert count_commits(environment, tip=refs.tip, known=(oids[2],)) == 2


@pytest.mark.parametrize("block", [1, 7, 64, 1 << 20])
def test_result_does_not_depend_on_how_much_is_read_at_once(tmp_path, monkeypatch, block):
    repository = new_repository(tmp_path / "r")
    message = "Change\n\nReviewed-by: Ben Example <ben@example.org>\n"
    build(repository, [Commit(when=NOON + n, message=message) for n in range(4)])
    whole = read(repository)
    monkeypatch.setattr("ospora.collect.history._READ_BYTES", block)
    assert read(repository) == whole
    assert len(whole) == 4


def test_dates_of_1970_and_2106_are_kept(tmp_path):
    repository = new_repository(tmp_path / "r")
    build(repository, [Commit(when=0, committed=4_294_967_296)])
    (commit,) = read(repository)
    assert (commit.authored_at, commit.committed_at) == (0, 4_294_967_296)


@pytest.mark.parametrize(
    ("author", "name", "address", "when"),
    [
        (b"A U Thor <> 1700000000 +0000", b"A U Thor", b"", 1_700_000_000),
        (b" <ada@example.org> 1700000000 +0000", b"", b"ada@example.org", 1_700_000_000),
        (b"Ada <ada@example.org> 99999999999999999999 +0000", b"Ada", b"ada@example.org", None),
        (b"Ada <ada@example.org>", b"Ada", b"ada@example.org", None),
        (b"Ada <ada@example.org> -100 +0000", b"Ada", b"ada@example.org", None),
        (b"\xc9mile <emile@example.org> 1700000000 +0000", b"\xc9mile", b"emile@example.org", 1_700_000_000),
    ],
)
def test_strange_author_lines(tmp_path, author, name, address, when):
    repository = new_repository(tmp_path / "r")
    tree = git(repository, "hash-object", "-t", "tree", "-w", "--stdin").decode().strip()
    raw = b"tree %s\nauthor %s\ncommitter Ben <ben@example.org> 1700000001 +0000\n\nx\n" % (tree.encode(), author)
    git(repository, "update-ref", "refs/heads/main", write_commit(repository, raw))
    (commit,) = read(repository)
    assert (commit.author, commit.authored_at) == ((name, address), when)


def test_messages_in_another_encoding_give_names_in_utf8(tmp_path):
    repository = new_repository(tmp_path / "r")
    tree = git(repository, "hash-object", "-t", "tree", "-w", "--stdin").decode().strip()
    person = b"\xc9mile <emile@example.org> 1700000000 +0000"
    raw = b"tree %s\nauthor %s\ncommitter %s\nencoding ISO-8859-1\n\nx\n" % (tree.encode(), person, person)
    git(repository, "update-ref", "refs/heads/main", write_commit(repository, raw))
    assert read(repository)[0].author == ("Émile".encode(), b"emile@example.org")


def test_trailers_are_read_as_git_reads_them(tmp_path):
    repository = new_repository(tmp_path / "r")
    message = (
        "Subject\n\nReviewed-by: Not A Trailer <no@example.org>\nbecause prose follows it here,\nwith more prose.\nand more\n\n"
        "Co-authored-by: Ben Example <ben@example.org>\nREVIEWED-BY: Cleo <cleo@example.org>\nFixes: #12\n"
        "Reported-and-tested-by: syz\n  bot <syz@example.org>\n"
    )
    build(repository, [Commit(message=message)])
    assert read(repository)[0].trailers == (
        Trailer(b"co-authored-by", "co-author", (b"Ben Example", b"ben@example.org")),
        Trailer(b"reviewed-by", "reviewer", (b"Cleo", b"cleo@example.org")),
        Trailer(b"reported-and-tested-by", "reporter", (b"syz bot", b"syz@example.org")),
    )


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        (b" Ada Example <ada@example.org>", (b"Ada Example", b"ada@example.org")),
        (b"<ada@example.org>", (b"", b"ada@example.org")),
        (b"Ada Example", (b"Ada Example", b"")),
        (b"Ada <ada@example.org> # v2 only", (b"Ada", b"ada@example.org")),
        (b"", (b"", b"")),
    ],
)
def test_contact_of_a_trailer(text, contact):
    assert parse_contact(text) == contact


@given(st.binary(max_size=200))
def test_any_bytes_are_read_as_trailers_without_failing(text):
    for trailer in parse_trailers(text):
        assert b"<" not in trailer.contact[0] + trailer.contact[1]


def test_a_missing_commit_is_a_failure_and_not_a_shorter_history(tmp_path):
    repository = new_repository(tmp_path / "r")
    oids = build(repository, [Commit(when=NOON + n) for n in range(5)])
    git(repository, "repack", "-adq")
    with_loose = git(repository, "cat-file", "commit", oids[4])
    assert with_loose
    pack = next((repository / "objects" / "pack").glob("*.pack"))
    names = git(repository, "cat-file", "--batch-all-objects", "--batch-check=%(objectname)").decode().split()
    contents = {
        name: (
            git(repository, "cat-file", "-t", name).decode().strip(),
            git(repository, "cat-file", "--batch", stdin=name.encode()),
        )
        for name in names
    }
    for path in (pack, pack.with_suffix(".idx")):
        path.chmod(0o600)
        path.unlink()
    for name, (kind, content) in contents.items():
        body = content.partition(b"\n")[2][:-1]
        if name != oids[2]:
            git(repository, "hash-object", "-t", kind, "-w", "--stdin", stdin=body)
    with pytest.raises(RepositoryError, match="git log ended with exit code 128"):
        read(repository)
