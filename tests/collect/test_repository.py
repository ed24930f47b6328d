# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Opening a repository: every shape that git knows, nothing of its configuration, and no objects of others."""

import os
import shutil

import pytest

from ospora.collect.git import run_git
from ospora.collect.repository import find_git_dir, open_repository, read_refs, reading_room
from ospora.core.errors import SourceError
from tests.collect.reading import room_of
from tests.gitrepo import NOON, Commit, build, git, new_repository


@pytest.fixture
def worktree(tmp_path):
    """A repository with a worktree and two commits on main."""
    path = new_repository(tmp_path / "work", bare=False)
    oids = build(path, [Commit(files={"a": b"1\n"}), Commit(when=NOON + 1, files={"a": b"2\n"})])
    git(path, "reset", "-q", "--hard")
    return path, oids


def tip_of(path, **options):
    refs = read_refs(open_repository(path), **options)
    return refs.branch, refs.tip


def test_a_worktree_and_its_git_directory_are_the_same_repository(worktree):
    path, oids = worktree
    assert tip_of(path) == ("refs/heads/main", oids[1])
    assert open_repository(path / ".git") == open_repository(path)


def test_packed_and_loose_refs(worktree):
    path, oids = worktree
    git(path, "tag", "v1", oids[0])
    git(path, "pack-refs", "--all")
    git(path, "update-ref", "refs/heads/main", oids[0])
    refs = read_refs(open_repository(path))
    assert (refs.tip, refs.tags) == (oids[0], {"refs/tags/v1": oids[0]})


def test_a_detached_head_is_read_where_it_stands(worktree):
    path, oids = worktree
    git(path, "checkout", "-q", "--detach", oids[0])
    assert tip_of(path) == (None, oids[0])


def test_a_linked_worktree_has_its_own_head_and_shared_objects(worktree, tmp_path):
    path, oids = worktree
    git(path, "worktree", "add", "-q", "-b", "side", str(tmp_path / "linked"), oids[0])
    assert tip_of(tmp_path / "linked") == ("refs/heads/side", oids[0])
    assert open_repository(tmp_path / "linked").objects == (path / ".git" / "objects").resolve()


def test_a_clone_on_another_branch_is_read_on_the_default_branch(worktree, tmp_path):
    path, oids = worktree
    git(tmp_path, "clone", "-q", str(path), "clone")
    git(tmp_path / "clone", "checkout", "-q", "-b", "feature", oids[0])
    assert tip_of(tmp_path / "clone") == ("refs/heads/main", oids[1])
    git(tmp_path / "clone", "branch", "-q", "-D", "main")
    assert tip_of(tmp_path / "clone") == ("refs/remotes/origin/main", oids[1])
    assert tip_of(tmp_path / "clone", branch="feature") == ("refs/heads/feature", oids[0])


def test_an_unborn_branch_has_no_tip(tmp_path):
    assert tip_of(new_repository(tmp_path / "r")) == ("refs/heads/main", None)


def test_a_branch_that_is_not_there_is_named(worktree):
    with pytest.raises(SourceError, match="no branch 'release'; the repository has main"):
        tip_of(worktree[0], branch="release")


def test_a_submodule_is_a_repository_of_its_own(worktree, tmp_path):
    path, oids = worktree
    outer = new_repository(tmp_path / "outer", bare=False)
    git(outer, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(path), "sub")
    assert tip_of(outer / "sub") == ("refs/heads/main", oids[1])


@pytest.mark.parametrize(
    "content", ["gitdir: ../work/.git\n", "gitdir: /nowhere\n", "nothing\n", "gitdir: " + "x" * 9000]
)
def test_a_git_file_that_the_other_side_does_not_know_leads_nowhere(worktree, tmp_path, content):
    (tmp_path / "spy").mkdir()
    (tmp_path / "spy" / ".git").write_text(content)
    assert find_git_dir(tmp_path / "spy") is None
    with pytest.raises(SourceError, match="is not a git repository"):
        open_repository(tmp_path / "spy")


def test_missing_path_and_plain_folder_are_told_apart(tmp_path):
    with pytest.raises(SourceError, match="does not exist; check the path"):
        open_repository(tmp_path / "none")
    with pytest.raises(SourceError, match="is not a git repository; name one, or add --discover"):
        open_repository(tmp_path)


def test_borrowed_objects_are_refused_unless_allowed(worktree, tmp_path):
    path, oids = worktree
    git(tmp_path, "clone", "-q", "--shared", "--bare", str(path), "shared.git")
    with pytest.raises(SourceError, match=r"borrows objects from outside of itself \(objects/info/alternates\)"):
        open_repository(tmp_path / "shared.git")
    assert read_refs(open_repository(tmp_path / "shared.git", follow_alternates=True)).tip == oids[1]


def test_an_object_folder_that_is_a_link_elsewhere_is_borrowed_too(worktree, tmp_path):
    thief = new_repository(tmp_path / "thief")
    (thief / "objects" / "pack").rmdir()
    (thief / "objects" / "info").rmdir()
    (thief / "objects").rmdir()
    (thief / "objects").symlink_to(worktree[0] / ".git" / "objects")
    with pytest.raises(SourceError, match="borrows objects"):
        open_repository(thief)


def test_reftable_is_said_to_be_unread(tmp_path):
    path = new_repository(tmp_path / "r")
    (path / "reftable").mkdir()
    with pytest.raises(SourceError, match="reftable format, which is not read yet"):
        read_refs(open_repository(path))


def test_shallow_and_partial_clones_are_seen(worktree, tmp_path):
    path, oids = worktree
    git(path, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--bare", "--depth=1", f"file://{path}", "shallow.git")
    git(tmp_path, "clone", "-q", "--bare", "--filter=blob:none", f"file://{path}", "partial.git")
    shallow, partial = (read_refs(open_repository(tmp_path / name)) for name in ("shallow.git", "partial.git"))
    assert (shallow.shallow, shallow.is_partial) == ((oids[1],), False)
    assert (partial.shallow, partial.is_partial) == ((), True)


def test_sha256_repositories_are_read(tmp_path):
    path = new_repository(tmp_path / "r", object_format="sha256")
    oids = build(path, [Commit(files={"a": b"1\n"})])
    assert len(oids[0]) == 64
    with room_of(path) as (environment, refs):
        assert run_git(["rev-list", refs.tip], environment=environment).decode().split() == oids


def test_junk_among_the_refs_is_passed_over(worktree):
    path, oids = worktree
    refs = path / ".git" / "refs" / "heads"
    (refs / "broken").write_bytes(b"\xff\xfe not a ref")
    (refs / "main.lock").write_text(oids[0])
    (refs / "spy").symlink_to("/etc/passwd")
    os.mkfifo(refs / "pipe")
    assert tip_of(path) == ("refs/heads/main", oids[1])


def test_git_never_reads_the_configuration_of_a_scanned_repository(worktree):
    path, _ = worktree
    with (path / ".git" / "config").open("a") as config:
        config.write("[this is no configuration")
    repository = open_repository(path)
    refs = read_refs(repository)
    with reading_room(repository, object_format="sha1", shallow=()) as environment:
        assert run_git(["rev-list", "--count", refs.tip], environment=environment) == b"2\n"


def test_replace_refs_and_grafts_are_not_followed(worktree):
    path, oids = worktree
    git(path, "replace", "--graft", oids[1])
    (path / ".git" / "info").mkdir(exist_ok=True)
    (path / ".git" / "info" / "grafts").write_text(f"{oids[1]}\n")
    with room_of(path) as (environment, refs):
        assert run_git(["rev-list", refs.tip], environment=environment).decode().split() == oids[::-1]


@pytest.fixture
def private(tmp_path):
    path = new_repository(tmp_path / "private", bare=False)
    oids = build(path, [Commit(files={"plan": b"secret\n"})])
    return path / ".git", oids


def _by_commondir(place, git_dir, oids):
    (place / ".git").mkdir(parents=True)
    (place / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    (place / ".git" / "commondir").write_text(f"{git_dir}\n")


def _by_a_linked_git_directory(place, git_dir, oids):
    place.mkdir()
    (place / ".git").symlink_to(git_dir)


def _by_linked_objects(place, git_dir, oids):
    new_repository(place)
    (place / "refs" / "heads" / "main").write_text(f"{oids[0]}\n")
    for folder in (git_dir / "objects").iterdir():
        if len(folder.name) == 2:
            (place / "objects" / folder.name).symlink_to(folder)


def _by_linked_refs(place, git_dir, oids):
    new_repository(place)
    shutil.rmtree(place / "refs")
    (place / "refs").symlink_to(git_dir / "refs")


def _by_a_linked_modules_folder(place, git_dir, oids):
    (place / ".git").mkdir(parents=True)
    (place / ".git" / "modules").symlink_to(git_dir.parent)
    (place / "sub").mkdir()
    (place / "sub" / ".git").write_text("gitdir: ../.git/modules/.git\n")


@pytest.mark.parametrize(
    "way", [_by_commondir, _by_a_linked_git_directory, _by_linked_objects, _by_linked_refs, _by_a_linked_modules_folder]
)
def test_no_way_leads_to_the_objects_of_another_repository(tmp_path, private, way):
    git_dir, oids = private
    git(git_dir, "config", "fastimport.unpackLimit", "100")
    way(tmp_path / "thief", git_dir, oids)
    place = tmp_path / "thief" / "sub" if way is _by_a_linked_modules_folder else tmp_path / "thief"
    with pytest.raises(SourceError, match="borrows objects|is not a git repository"), room_of(place):
        pass


def tip_or_refusal(path):
    """The tip, or the known words of the sentence that refuses the repository."""
    try:
        with room_of(path) as (_, refs):
            return refs.tip
    except SourceError as error:
        known = ("is no regular file", "is not a git repository", "bytes, more than the", "borrows objects")
        return next((words for words in known if words in str(error)), str(error))


@pytest.mark.parametrize(
    "name",
    [
        "packed-refs",
        "shallow",
        "objects/info/alternates",
        "objects/pack/pack-1.idx",
        "refs/heads/x",
        "HEAD",
        "commondir",
    ],
)
def test_a_pipe_in_place_of_a_file_never_makes_a_scan_wait(worktree, name):
    path, oids = worktree
    place = path / ".git" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    os.mkfifo(place)
    assert tip_or_refusal(path) in (oids[1], "is no regular file", "is not a git repository", "borrows objects")


@pytest.mark.parametrize("name", ["packed-refs", "refs/heads/x", "commondir", "shallow"])
def test_a_file_without_end_is_not_read(worktree, name):
    path, oids = worktree
    with (path / ".git" / name).open("wb") as file:
        file.truncate(1 << 40)
    assert tip_or_refusal(path) in (oids[1], "bytes, more than the", "is not a git repository")


def test_names_of_tags_may_hold_what_ends_lines_elsewhere(worktree):
    path, oids = worktree
    for name in ("v1\u2028a", "v1\u2028b", "v3"):
        git(path, "tag", name, oids[0])
    loose = read_refs(open_repository(path)).tags
    git(path, "pack-refs", "--all")
    assert read_refs(open_repository(path)).tags == loose
    assert len(loose) == 3


def test_symbolic_tags_are_followed_and_broken_ones_passed_over(worktree):
    path, oids = worktree
    git(path, "tag", "v1", oids[0])
    tags = path / ".git" / "refs" / "tags"
    (tags / "latest").write_text("ref: refs/tags/v1\n")
    (tags / "none").write_text("ref: refs/tags/gone\n")
    (tags / "odd").write_bytes(b"ref: a\nb\nc\n")
    (tags / "bytes").write_bytes(b"ref: \xff\n")
    assert read_refs(open_repository(path)).tags == {"refs/tags/v1": oids[0], "refs/tags/latest": oids[0]}
