# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""A rescan costs what is new, and leaves the lake that a scan from nothing would leave."""

import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ospora.collect import changes as collect_changes
from ospora.lake.lake import Lake
from ospora.scan import history as scan_history
from ospora.scan import parts as scan_parts
from tests.gitrepo import ADA, BEN, CLEO, NOON, Commit, build, git, new_repository
from tests.scan.scanning import everything, rows, scan_into

BOT = ("dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com")
MAILMAP = b"Ada Example <ada@example.org> Ben Example <ben@example.org>\n"


def fresh(tmp_path, repository, **options):
    """The lake of a scan from nothing."""
    lake = tmp_path / "fresh"
    if lake.exists():
        shutil.rmtree(lake)
    scan_into(lake, repository, **options)
    return everything(lake)


@pytest.fixture
def reads(monkeypatch):
    """What git is asked for: commits of histories, and commits whose changes are read."""
    asked = {"history": 0, "changes": 0}
    read_commits, read_changes = scan_history.read_commits, collect_changes._read_chunk

    def counted_history(*arguments, **options):
        for commit in read_commits(*arguments, **options):
            asked["history"] += 1
            yield commit

    def counted_changes(environment, commits, **options):
        asked["changes"] += len(commits)
        return read_changes(environment, commits, **options)

    monkeypatch.setattr(scan_history, "read_commits", counted_history)
    monkeypatch.setattr(collect_changes, "_read_chunk", counted_changes)
    return asked


def some_history(count):
    people = [ADA, BEN, CLEO, BOT]
    return [
        Commit(
            when=NOON + n * 3600,
            author=people[n % 4],
            files={f"f{n % 3}.py": b"line\n" * (n + 1)},
            message=f"Change {n}",
        )
        for n in range(count)
    ]


def test_an_unchanged_repository_is_not_read_again(tmp_path, reads):
    repository = new_repository(tmp_path / "r")
    build(repository, some_history(6), tags={"v1.0": 3})
    scan_into(tmp_path / "lake", repository)
    assert reads == {"history": 6, "changes": 6}
    before = everything(tmp_path / "lake")
    result = scan_into(tmp_path / "lake", repository)
    assert reads == {"history": 6, "changes": 6}
    assert (result.changed, result.failed, result.commits_read) == (set(), {}, 0)
    assert everything(tmp_path / "lake") == before


def test_one_new_commit_reads_one_commit(tmp_path, reads):
    repository = new_repository(tmp_path / "r")
    build(repository, some_history(6), tip=4)
    scan_into(tmp_path / "lake", repository)
    build(repository, some_history(6))
    result = scan_into(tmp_path / "lake", repository)
    assert reads == {"history": 6, "changes": 6}
    assert result.commits_read == 1
    assert everything(tmp_path / "lake") == fresh(tmp_path, repository)


def test_a_changed_mailmap_reads_no_old_commit_again(tmp_path, reads):
    repository = new_repository(tmp_path / "r")
    build(repository, some_history(6))
    scan_into(tmp_path / "lake", repository)
    assert len(set(rows(tmp_path / "lake", "people", "person_id"))) == 4
    build(repository, [*some_history(6), Commit(when=NOON + 90_000, files={".mailmap": MAILMAP})])
    scan_into(tmp_path / "lake", repository)
    assert reads == {"history": 7, "changes": 7}
    assert len(set(rows(tmp_path / "lake", "people", "person_id"))) == 3
    assert everything(tmp_path / "lake") == fresh(tmp_path, repository)


def test_changed_rules_for_people_read_no_commit_again(tmp_path, reads):
    repository = new_repository(tmp_path / "r")
    build(repository, some_history(6))
    scan_into(tmp_path / "lake", repository)
    office = tmp_path / "office"
    office.mkdir()
    rule = (
        '[[rule]]\nid = "our-robot"\nclass = "automation"\nreason = "our own robot"\naddresses = ["cleo@example.org"]\n'
    )
    (office / "people.toml").write_text(rule)
    scan_into(tmp_path / "lake", repository, office=office)
    assert reads == {"history": 6, "changes": 6}
    assert sorted(rows(tmp_path / "lake", "people", "class")) == [
        ("automation",),
        ("automation",),
        ("human",),
        ("human",),
    ]


def test_a_deeper_scan_reads_only_what_the_depth_adds(tmp_path, reads):
    repository = new_repository(tmp_path / "r")
    build(repository, some_history(6))
    for depth, expected in (("metadata", (6, 0)), ("paths", (6, 6)), ("lines", (6, 12)), ("metadata", (6, 12))):
        scan_into(tmp_path / "lake", repository, depth=depth)
        assert (reads["history"], reads["changes"]) == expected
    assert everything(tmp_path / "lake") == fresh(tmp_path, repository)


def test_a_rewritten_history_drops_what_is_gone(tmp_path, reads):
    repository = new_repository(tmp_path / "r")
    build(repository, some_history(6))
    scan_into(tmp_path / "lake", repository)
    build(repository, [*some_history(4), Commit(when=NOON + 50_000, author=ADA, files={"f0.py": b"other\n"})])
    scan_into(tmp_path / "lake", repository)
    assert reads == {"history": 7, "changes": 7}
    assert everything(tmp_path / "lake") == fresh(tmp_path, repository)


def test_a_rewritten_history_whose_old_tip_is_gone_is_read_from_the_start(tmp_path):
    repository = new_repository(tmp_path / "r")
    build(repository, some_history(6))
    scan_into(tmp_path / "lake", repository)
    build(repository, [Commit(when=NOON + 50_000, author=CLEO, files={"other": b"1\n"})])
    git(repository, "-c", "gc.pruneExpire=now", "gc", "-q", "--prune=now")
    scan_into(tmp_path / "lake", repository)
    assert everything(tmp_path / "lake") == fresh(tmp_path, repository)
    assert len(rows(tmp_path / "lake", "commits")) == 1


def test_a_moved_default_branch_and_a_deleted_tag(tmp_path):
    repository = new_repository(tmp_path / "r")
    oids = build(repository, some_history(6), tags={"v1.0": 2, "v1.1": 4})
    git(repository, "update-ref", "refs/heads/stable", oids[3])
    scan_into(tmp_path / "lake", repository)
    git(repository, "symbolic-ref", "HEAD", "refs/heads/stable")
    git(repository, "tag", "-d", "v1.1")
    scan_into(tmp_path / "lake", repository)
    assert everything(tmp_path / "lake") == fresh(tmp_path, repository)
    assert rows(tmp_path / "lake", "projects", "branch, commit_count") == [("refs/heads/stable", 4)]
    assert rows(tmp_path / "lake", "tags", "name") == [("v1.0",)]


def test_a_repository_that_became_empty_has_no_rows(tmp_path):
    repository = new_repository(tmp_path / "r")
    build(repository, some_history(3))
    scan_into(tmp_path / "lake", repository)
    git(repository, "symbolic-ref", "HEAD", "refs/heads/unborn")
    scan_into(tmp_path / "lake", repository)
    assert rows(tmp_path / "lake", "projects", "state, commit_count") == [("empty", 0)]
    assert rows(tmp_path / "lake", "commits") == []
    git(repository, "symbolic-ref", "HEAD", "refs/heads/main")
    scan_into(tmp_path / "lake", repository)
    assert everything(tmp_path / "lake") == fresh(tmp_path, repository)


def test_a_clone_that_was_deepened_is_read_as_the_whole_history_that_it_is(tmp_path):
    origin = new_repository(tmp_path / "origin")
    build(origin, some_history(6))
    git(tmp_path, "clone", "-q", "--bare", "--depth=2", f"file://{origin}", "r")
    scan_into(tmp_path / "lake", tmp_path / "r")
    assert rows(tmp_path / "lake", "commits", "count(*), count(*) FILTER (is_boundary)") == [(2, 1)]
    git(tmp_path / "r", "fetch", "-q", "--unshallow", f"file://{origin}", "+refs/heads/main:refs/heads/main")
    scan_into(tmp_path / "lake", tmp_path / "r")
    assert everything(tmp_path / "lake") == fresh(tmp_path, tmp_path / "r")
    assert rows(tmp_path / "lake", "commits", "count(*), count(*) FILTER (is_boundary)") == [(6, 0)]


def test_many_small_scans_leave_few_files(tmp_path, monkeypatch):
    monkeypatch.setattr(scan_parts, "SMALL_PARTS_KEPT", 3)
    repository = new_repository(tmp_path / "r")
    for count in range(1, 9):
        build(repository, some_history(count))
        scan_into(tmp_path / "lake", repository)
    lake = Lake(tmp_path / "lake")
    (manifest,) = lake.manifests()
    assert len(manifest.parts) <= 5
    assert everything(lake.root) == fresh(tmp_path, repository)
    used = {path.name for path in lake.folder(manifest.project_id).glob("*.parquet")}
    assert used > manifest.file_names()
    build(repository, some_history(9))
    scan_into(lake.root, repository)
    left = {path.name for path in lake.folder(manifest.project_id).glob("*.parquet")}
    assert left & used <= manifest.file_names()


_COMMITS = st.builds(
    Commit,
    author=st.sampled_from([ADA, BEN, CLEO, BOT]),
    committer=st.sampled_from([None, BEN]),
    when=st.integers(NOON, NOON + 400 * 86_400),
    offset=st.sampled_from(["+0000", "+0545", "-0030"]),
    files=st.dictionaries(
        st.sampled_from(["a.py", "docs/b.md", "tests/c.py", ".mailmap"]),
        st.one_of(st.none(), st.sampled_from([b"x\n", b"x\ny\n", MAILMAP])),
        max_size=2,
    ),
    message=st.sampled_from(["Change", "Change\n\nCo-authored-by: Cleo Example <cleo@example.org>\n"]),
)


@st.composite
def _histories(draw):
    """One graph of commits, and states of a repository over time: tip, tags."""
    count = draw(st.integers(1, 8))
    commits = []
    for number in range(count):
        parents = draw(st.lists(st.integers(0, number - 1), max_size=2, unique=True)) if number else []
        commits.append(_with_parents(draw(_COMMITS), parents))
    states = st.tuples(
        st.integers(0, count - 1),
        st.dictionaries(st.sampled_from(["v1.0", "v1.1rc1", "other"]), st.integers(0, count - 1), max_size=2),
    )
    return commits, draw(st.lists(states, min_size=2, max_size=4))


def _with_parents(commit, parents):
    known = {} if not parents else commit.files
    # Deleting what was never there is no change that fast-import accepts in a root commit.
    files = {path: content for path, content in commit.files.items() if content is not None} if not parents else known
    return Commit(
        files, commit.author, commit.when, commit.offset, commit.committer, None, None, commit.message, parents
    )


@settings(max_examples=20)
@given(history=_histories(), part_commits=st.sampled_from([2, 3, 32_768]))
def test_any_sequence_of_states_leaves_the_lake_of_a_scan_from_nothing(tmp_path_factory, history, part_commits):
    tmp_path = tmp_path_factory.mktemp("random")
    repository = new_repository(tmp_path / "r")
    commits, states = history
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scan_parts, "PART_COMMITS", part_commits)
        for tip, tags in states:
            for name in git(repository, "tag").decode().split():
                git(repository, "tag", "-d", name)
            build(repository, commits, tip=tip, tags=tags)
            scan_into(tmp_path / "lake", repository)
    assert everything(tmp_path / "lake") == fresh(tmp_path, repository)
