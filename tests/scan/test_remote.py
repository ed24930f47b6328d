# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Repositories behind an address and in bundles: brought once, asked once when unchanged, credentials kept to themselves."""

import pytest

from ospora.collect.remote import bring
from ospora.collect.sources import parse_source
from ospora.core.errors import SourceError
from ospora.lake.lake import Lake
from tests.gitrepo import NOON, Commit, build, git, new_repository
from tests.gitserver import redirect, serve
from tests.scan.scanning import facts, rows, scan_into

HISTORY = [Commit(when=NOON + n, files={"a": b"line\n" * (n + 1)}) for n in range(5)]


@pytest.fixture
def origin(tmp_path):
    path = new_repository(tmp_path / "served" / "group" / "project.git")
    build(path, HISTORY, tags={"v1.0": 2})
    return path


def without_project(lake):
    """Facts without the project's id, which is made from the address."""
    return {table: sorted((row[1:] for row in found), key=repr) for table, found in facts(lake).items()}


def test_an_address_gives_the_facts_of_the_repository(tmp_path, origin):
    with serve(tmp_path / "served") as address:
        result = scan_into(tmp_path / "lake", f"{address}/group/project.git")
    assert result.failed == {}
    scan_into(tmp_path / "local", origin)
    assert without_project(tmp_path / "lake") == without_project(tmp_path / "local")
    assert rows(tmp_path / "lake", "projects", "name, branch, commit_count") == [
        ("group/project", "refs/heads/main", 5)
    ]


def test_unchanged_refs_cost_one_question_and_new_commits_one_fetch(tmp_path, origin):
    asked = []
    with serve(tmp_path / "served", requests=asked) as address:
        place = f"{address}/group/project.git"
        scan_into(tmp_path / "lake", place)
        asked.clear()
        scan_into(tmp_path / "lake", place)
        unchanged, asked[:] = list(asked), []
        build(origin, [*HISTORY, Commit(when=NOON + 9, files={"b": b"1\n"})], tags={"v1.1": 5})
        git(origin, "tag", "-d", "v1.0")
        scan_into(tmp_path / "lake", place)
    assert sum("git-upload-pack" in path and "service=" not in path for path in unchanged) == 1
    assert rows(tmp_path / "lake", "tags", "name") == [("v1.1",)]
    assert rows(tmp_path / "lake", "commits", "count(*)") == [(6,)]


def test_a_rewritten_branch_and_another_default_branch_are_followed(tmp_path, origin):
    with serve(tmp_path / "served") as address:
        place = f"{address}/group/project.git"
        scan_into(tmp_path / "lake", place)
        build(origin, [*HISTORY[:2], Commit(when=NOON + 50, files={"c": b"1\n"})], branch="trunk")
        git(origin, "symbolic-ref", "HEAD", "refs/heads/trunk")
        scan_into(tmp_path / "lake", place)
        scan_into(tmp_path / "fresh", place)
    assert facts(tmp_path / "lake") == facts(tmp_path / "fresh")
    assert rows(tmp_path / "lake", "projects", "branch, commit_count") == [("refs/heads/trunk", 3)]


def everything_below(folder):
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_credentials_open_the_door_and_are_written_nowhere(tmp_path, origin, capfd):
    with serve(tmp_path / "served", password="hunter2") as address:
        place = f"{address.replace('//', '//ada:hunter2@')}/group/project.git"
        result = scan_into(tmp_path / "lake", place)
        refused = scan_into(tmp_path / "other", f"{address.replace('//', '//ada:wrongpass@')}/group/project.git")
        anonymous = scan_into(tmp_path / "third", f"{address}/group/project.git")
    assert result.failed == {}
    for failed in (refused, anonymous):
        (reason,) = failed.failed.values()
        assert "could not be read" in reason
    said = "".join(capfd.readouterr()) + str(result) + str(refused)
    for folder, secret in (("lake", b"hunter2"), ("other", b"wrongpass")):
        assert secret not in everything_below(tmp_path / folder)
        assert secret.decode() not in said
    assert Lake(tmp_path / "lake").manifests()[0].source == f"{address}/group/project.git"


def test_an_address_that_does_not_answer_keeps_the_last_good_state(tmp_path, origin):
    with serve(tmp_path / "served") as address:
        place = f"{address}/group/project.git"
        scan_into(tmp_path / "lake", place)
    before = facts(tmp_path / "lake")
    result = scan_into(tmp_path / "lake", place)
    (reason,) = result.failed.values()
    assert "could not be read: git ls-remote ended with exit code 128" in reason
    assert facts(tmp_path / "lake") == before
    assert rows(tmp_path / "lake", "projects", "state") == [("stale",)]


def test_a_bundle_is_read_without_a_network_and_followed_when_it_is_replaced(tmp_path, origin):
    stick = tmp_path / "stick.bundle"
    git(origin, "bundle", "create", "-q", str(stick), "HEAD", "--all")
    scan_into(tmp_path / "lake", stick)
    assert rows(tmp_path / "lake", "commits", "count(*)") == [(5,)]
    build(origin, [*HISTORY, Commit(when=NOON + 9, files={"b": b"1\n"})])
    git(origin, "bundle", "create", "-q", str(stick), "main", "--not", "main~1")
    scan_into(tmp_path / "lake", stick)
    assert rows(tmp_path / "lake", "projects", "state, commit_count") == [("ok", 6)]


def test_a_bundle_that_builds_on_what_is_not_here_is_said(tmp_path, origin):
    stick = tmp_path / "stick.bundle"
    git(origin, "bundle", "create", "-q", str(stick), "main", "--not", "main~1")
    (reason,) = scan_into(tmp_path / "lake", stick).failed.values()
    assert "could not be read" in reason


def test_an_empty_repository_behind_an_address(tmp_path):
    new_repository(tmp_path / "served" / "empty.git")
    with serve(tmp_path / "served") as address:
        result = scan_into(tmp_path / "lake", f"{address}/empty.git")
    assert result.failed == {}
    assert rows(tmp_path / "lake", "projects", "state") == [("empty",)]


def test_a_bundle_without_a_default_branch_asks_which(tmp_path):
    path = new_repository(tmp_path / "r")
    build(path, HISTORY, branch="one")
    git(path, "update-ref", "refs/heads/two", "refs/heads/one~1")
    git(path, "bundle", "create", "-q", str(tmp_path / "stick"), "one", "two")
    source = parse_source(str(tmp_path / "stick"))
    with pytest.raises(SourceError, match="names no default branch; choose one of one, two in office.toml"):
        bring(source, clone=tmp_path / "clone.git")


def test_a_branch_that_stands_in_the_way_of_the_next_is_dropped(tmp_path):
    path = new_repository(tmp_path / "served" / "r.git")
    build(path, HISTORY, branch="dev")
    git(path, "symbolic-ref", "HEAD", "refs/heads/dev")
    with serve(tmp_path / "served") as address:
        scan_into(tmp_path / "lake", f"{address}/r.git")
        git(path, "update-ref", "-d", "refs/heads/dev")
        build(path, HISTORY[:3], branch="dev/main")
        git(path, "symbolic-ref", "HEAD", "refs/heads/dev/main")
        assert scan_into(tmp_path / "lake", f"{address}/r.git").failed == {}
    assert rows(tmp_path / "lake", "projects", "branch, commit_count") == [("refs/heads/dev/main", 3)]


def test_a_redirect_is_not_followed(tmp_path, origin):
    asked = []
    with serve(tmp_path / "served", requests=asked) as target, redirect(target) as address:
        result = scan_into(tmp_path / "lake", f"{address}/group/project.git")
    assert len(result.failed) == 1
    assert asked == []
