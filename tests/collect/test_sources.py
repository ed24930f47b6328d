# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""What a user may name as a source, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ospora.collect.sources import discover_repositories, parse_source, read_sources
from ospora.core.errors import SourceError
from tests.gitrepo import Commit, build, git, new_repository


@pytest.mark.parametrize(
    ("text", "location", "name"),
    [
        ("https://git.example.org/a/b.git", "https://git.example.org/a/b.git", "a/b"),
        ("https://GIT.example.org:443/a/b/", "https://git.example.org:443/a/b/", "a/b"),
        ("ssh://git@git.example.org:2222/a/b", "ssh://git@git.example.org:2222/a/b", "a/b"),
        ("git@git.example.org:group/sub/b.git", "ssh://git@git.example.org/group/sub/b.git", "sub/b"),
        ("http://localhost:8080/b", "http://localhost:8080/b", "b"),
        ("https://[::1]/b", "https://[::1]/b", "b"),
    ],
)
def test_addresses(text, location, name):
    source = parse_source(text)
    assert (source.kind, source.location, source.shown_name, source.secret) == ("url", location, name, None)


@pytest.mark.parametrize(
    "text",
    [
        "--upload-pack=touch /tmp/x", "-oProxyCommand=x", "ext::sh -c touch% /tmp/x", "fd::17", "git://git.example.org/a",
        "http://git.example.org/a", "ftp://git.example.org/a", "ssh://-oProxyCommand=x/a", "https://", "https://host",
        "https://host/-x", "https://ho st/a", "file://elsewhere.example.org/a", "https://[::1/a", "https://h:port/a",
        "ext::git://x/a", "javascript://x/a", "ssh://host:99999/a",
    ],
)  # fmt: skip
def test_unsafe_addresses_are_refused_in_one_sentence(text):
    with pytest.raises(SourceError) as caught:
        parse_source(text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "https://ada:hunter2@git.example.org/a/b",
        "https://hunter2@git.example.org/a/b",
        "ssh://git:hunter2@git.example.org/a/b",
    ],
)
def test_credentials_are_kept_apart_and_never_shown(text):
    source = parse_source(text)
    assert source.secret == text
    assert "hunter2" not in source.location + repr(source) + source.project_id + source.shown_name


def test_one_address_written_in_many_ways_is_one_project():
    ways = ["https://git.example.org/a/b", "https://git.example.org/a/b.git", "https://GIT.EXAMPLE.ORG:443/a/b/",
            "ssh://git@git.example.org/a/b.git", "git@git.example.org:a/b.git", "https://u:p@git.example.org/a/b"]  # fmt: skip
    sources, refused = read_sources(ways)
    assert (len(sources), refused) == (1, [])
    assert len({parse_source(way).project_id for way in ways}) == 1
    assert parse_source("https://git.example.org/a/c").project_id != sources[0].project_id


def test_a_path_its_git_directory_a_link_and_a_linked_worktree_are_one_project(tmp_path):
    path = new_repository(tmp_path / "r", bare=False)
    build(path, [Commit(files={"a": b"1\n"})])
    git(path, "worktree", "add", "-q", "--detach", str(tmp_path / "w"), "main")
    (tmp_path / "link").symlink_to(path)
    ways = [str(path), f"{path}/.git", str(tmp_path / "link"), str(tmp_path / "w"), f"file://{path}"]
    assert len(read_sources(ways)[0]) == 1


def test_discover_finds_each_repository_once_and_follows_no_links(tmp_path):
    inner = new_repository(tmp_path / "b" / "inner.git")
    outer = new_repository(tmp_path / "a", bare=False)
    new_repository(tmp_path / "a" / "nested", bare=False)
    (tmp_path / "b" / "loop").symlink_to(tmp_path)
    assert list(discover_repositories(tmp_path)) == [outer, inner]
    sources, refused = read_sources([str(tmp_path)], discover=True)
    assert ([source.location for source in sources], refused) == ([str(outer), str(inner)], [])


def test_two_folders_of_one_name_are_told_apart_by_the_folder_above(tmp_path):
    for place in ("a/x/code", "b/x/code.git", "b/y/code", "other"):
        new_repository(tmp_path / place)
    places = [str(tmp_path / place) for place in ("a/x/code", "b/x/code.git", "b/y/code", "other")]
    assert [source.shown_name for source in read_sources(places)[0]] == ["a/x/code", "b/x/code", "y/code", "other"]
    assert [source.shown_name for source in read_sources(places[:1])[0]] == ["code"]


def test_a_text_file_names_sources_one_a_line(tmp_path):
    new_repository(tmp_path / "r")
    (tmp_path / "list.txt").write_text("# ours\nr\n\nhttps://git.example.org/a/b\ngit@git.example.org:c/d.git\n")
    sources, refused = read_sources([str(tmp_path / "list.txt")])
    assert [source.kind for source in sources] == ["path", "url", "url"]
    assert refused == []


@pytest.mark.parametrize("content", [b"", b"# nothing\n", b"\0\1binary"])
def test_a_file_that_names_nothing_is_refused(tmp_path, content):
    (tmp_path / "list.txt").write_bytes(content)
    assert read_sources([str(tmp_path / "list.txt")])[1][0][0] == str(tmp_path / "list.txt")


def test_a_bundle_is_known_by_its_content(tmp_path):
    path = new_repository(tmp_path / "r")
    build(path, [Commit(files={"a": b"1\n"})])
    git(path, "bundle", "create", "-q", str(tmp_path / "stick"), "--all")
    assert parse_source(str(tmp_path / "stick")).kind == "bundle"


def test_one_bad_source_does_not_stop_the_others(tmp_path):
    new_repository(tmp_path / "r")
    sources, refused = read_sources([str(tmp_path / "r"), "ext::x", "https://u:secret@/a"])
    assert len(sources) == 1
    assert [name for name, _ in refused] == ["ext::x", "https:///a"]
    assert "secret" not in str(refused)


@given(st.text(max_size=60) | st.text(min_size=1).map(lambda text: text * 300))
def test_any_text_is_a_source_or_refused_in_a_sentence(text):
    sources, refused = read_sources([text])
    assert len(sources) + len(refused) == 1
    assert all("\n" not in reason and reason for _, reason in refused)
