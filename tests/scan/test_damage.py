# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""What goes wrong with one repository: said in a sentence, the others done, the last good state kept."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from ospora.core.errors import LakeError
from ospora.lake.lake import Lake
from tests.gitrepo import NOON, Commit, build, git, new_repository, write_commit
from tests.scan.scanning import everything, facts, rows, scan_into

HISTORY = [Commit(when=NOON + n, files={"a": b"line\n" * (n + 1), "b": b"%d\n" % n}) for n in range(8)]


@pytest.fixture
def repository(tmp_path):
    path = new_repository(tmp_path / "r")
    build(path, HISTORY)
    return path


def state(lake):
    ((_, state, reason),) = rows(lake, "projects", "project_id, state, state_reason")
    return state, reason


def test_a_missing_path_is_said_and_the_others_are_done(tmp_path, repository):
    result = scan_into(tmp_path / "lake", tmp_path / "none", repository)
    assert list(result.failed.values()) == [f"{tmp_path / 'none'} does not exist; check the path."]
    assert rows(tmp_path / "lake", "projects", "state, commit_count") == [("failed", 0), ("ok", 8)]


def test_a_folder_that_is_no_repository(tmp_path):
    (tmp_path / "plain").mkdir()
    result = scan_into(tmp_path / "lake", tmp_path / "plain")
    assert list(result.failed.values()) == [
        f"{tmp_path / 'plain'} is not a git repository; name one, or add --discover to search a folder."
    ]


def test_an_empty_repository_has_unknown_numbers_and_not_zeros(tmp_path):
    scan_into(tmp_path / "lake", new_repository(tmp_path / "r"))
    assert state(tmp_path / "lake") == ("empty", "the branch has no commit yet")
    assert set(rows(tmp_path / "lake", "values", "value, reason")) == {(None, "empty repository")}


def test_a_shallow_clone_says_so_on_every_number(tmp_path, repository):
    git(tmp_path, "clone", "-q", "--bare", "--depth=3", f"file://{repository}", "shallow")
    scan_into(tmp_path / "lake", tmp_path / "shallow")
    assert set(rows(tmp_path / "lake", "values", "caveat")) == {("shallow clone: older history is missing",)}
    assert rows(tmp_path / "lake", "commits", "count(*)") == [(3,)]
    # What the oldest commit changed is not known; git would call the whole tree added.
    assert rows(tmp_path / "lake", "changes", "count(DISTINCT commit_id), sum(lines_added)") == [(2, 4)]


def test_a_partial_clone_has_unknown_line_counts_and_asks_nobody_for_more(tmp_path, repository):
    git(repository, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--bare", "--filter=blob:none", f"file://{repository}", "partial")
    before = sorted(path.name for path in (tmp_path / "partial" / "objects" / "pack").iterdir())
    result = scan_into(tmp_path / "lake", tmp_path / "partial")
    assert result.failed == {}
    assert rows(tmp_path / "lake", "changes", "DISTINCT lines_status, lines_added") == [("missing", None)]
    assert rows(tmp_path / "lake", "changes", "count(*)") == [(16,)]
    found = {
        row[0]: row[1:]
        for row in rows(tmp_path / "lake", "values", "metric, value, reason, caveat", "span = 'all' AND dimension = ''")
    }
    assert found["contributors"] == (1.0, None, "some objects are missing")
    assert found["code_changes_lines"] == (
        None, "the line counts are missing", "lower bound: 16 changes have no line counts; some objects are missing"
    )  # fmt: skip
    assert sorted(path.name for path in (tmp_path / "partial" / "objects" / "pack").iterdir()) == before


def pack_of(repository):
    git(repository, "repack", "-adq")
    (pack,) = (repository / "objects" / "pack").glob("*.pack")
    pack.chmod(0o600)
    return pack


def test_a_truncated_pack_fails_and_the_last_good_state_stays(tmp_path, repository):
    scan_into(tmp_path / "lake", repository)
    before = facts(tmp_path / "lake")
    build(repository, [*HISTORY, Commit(when=NOON + 99, files={"c": b"1\n"})])
    pack = pack_of(repository)
    pack.write_bytes(pack.read_bytes()[: pack.stat().st_size // 2])
    result = scan_into(tmp_path / "lake", repository)
    assert len(result.failed) == 1
    assert state(tmp_path / "lake")[0] == "stale"
    assert facts(tmp_path / "lake") == before
    assert {caveat for (caveat,) in rows(tmp_path / "lake", "values", "caveat")} == {
        "the last reading failed: newer history may be missing"
    }


@pytest.mark.parametrize("part", [0.2, 0.4, 0.6, 0.8])
def test_a_flipped_byte_is_a_failure_or_an_unknown_and_never_another_number(tmp_path, repository, part):
    scan_into(tmp_path / "whole", repository)
    whole = facts(tmp_path / "whole")
    pack = pack_of(repository)
    content = bytearray(pack.read_bytes())
    content[int(len(content) * part)] ^= 0x40
    pack.write_bytes(content)
    result = scan_into(tmp_path / "lake", repository)
    if result.failed:
        assert state(tmp_path / "lake")[0] in ("failed", "stale")
        return
    found = facts(tmp_path / "lake")
    assert found["commits"] == whole["commits"]
    key = slice(0, 6)
    assert sorted((row[key] for row in found["changes"]), key=repr) == sorted(
        (row[key] for row in whole["changes"]), key=repr
    )
    lines = {(row[1], row[4]): row[6:9] for row in whole["changes"]}
    assert all(row[6:9] in (lines[row[1], row[4]], (None, None, "missing")) for row in found["changes"])


def test_names_paths_and_messages_in_no_encoding(tmp_path):
    repository = new_repository(tmp_path / "r")
    build(repository, [
        Commit(author=("J\udcf6rg", "j\udcf6rg@example.org"), files={b"caf\xe9/\xff.txt": b"1\n", "tab\t\"quote\"\nline\r": b"1\n", "=1+1": b"1\n"}),
        Commit(when=NOON + 1, author=("", "x@example.org"), files={"\U0001f600 😀": b"1\n"}),
    ])  # fmt: skip
    result = scan_into(tmp_path / "lake", repository)
    assert result.failed == {}
    assert {path for (path,) in rows(tmp_path / "lake", "changes", "path")} == {
        '"caf\\351/\\377.txt"', 'tab\t"quote"\nline\r', "=1+1", "\U0001f600 😀"
    }  # fmt: skip
    assert {path for (path,) in rows(tmp_path / "lake", "files", "path")} == {
        path for (path,) in rows(tmp_path / "lake", "changes", "path")
    }
    assert rows(tmp_path / "lake", "people", "count(*)") == [(2,)]


def test_strange_dates_and_offsets_are_kept_exactly(tmp_path):
    repository = new_repository(tmp_path / "r")
    build(repository, [
        Commit(when=0, offset="+9999"),
        Commit(when=4_294_967_296, offset="-0030"),
        Commit(when=NOON, offset="+0545", committed=NOON + 108_000),
    ])  # fmt: skip
    tree = git(repository, "rev-parse", "main^{tree}").decode().strip()
    tip = git(repository, "rev-parse", "main").decode().strip()
    raw = f"tree {tree}\nparent {tip}\nauthor A <> 99999999999999999999 +0000\ncommitter A <a@example.org> 1700000000 +0000\n\nx\n"
    git(repository, "update-ref", "refs/heads/main", write_commit(repository, raw.encode()))
    assert scan_into(tmp_path / "lake", repository).failed == {}
    found = rows(tmp_path / "lake", "commits", "epoch(authored_at)::BIGINT, authored_offset_minutes")
    assert found == sorted([(0, 6039), (4_294_967_296, -30), (NOON, 345), (None, 0)], key=repr)
    assert rows(tmp_path / "lake", "values", "value").count(None) < len(rows(tmp_path / "lake", "values"))
    lag = [value for metric, span, dimension, value in rows(tmp_path / "lake", "values", "metric, span, dimension, value")
           if (metric, span, dimension) == ("commit_lag", "month", "")]  # fmt: skip
    assert 30.0 in lag


def test_submodules_links_and_large_file_pointers(tmp_path):
    repository = new_repository(tmp_path / "r")
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 12345\n"
    build(repository, [Commit(files={"big.bin": pointer, "plain.py": b"print()\n"})])
    blob = git(repository, "hash-object", "-w", "--stdin", stdin=b"plain.py").decode().strip()
    listing = git(repository, "ls-tree", "main") + f"120000 blob {blob}\tlink\n160000 commit {'1' * 40}\tsub\n".encode()
    tree = git(repository, "mktree", stdin=listing).decode().strip()
    names = {f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    tip = git(repository, "commit-tree", tree, "-p", "main", "-m", "x", **names).decode().strip()
    git(repository, "update-ref", "refs/heads/main", tip)
    assert scan_into(tmp_path / "lake", repository).failed == {}
    assert rows(tmp_path / "lake", "files", "path, mode, lines, is_lfs_pointer") == [
        ("big.bin", "file", 3, True), ("link", "symlink", None, False), ("plain.py", "file", 1, False), ("sub", "submodule", None, None)
    ]  # fmt: skip


def test_a_repository_with_sha256_ids(tmp_path):
    repository = new_repository(tmp_path / "r", object_format="sha256")
    build(repository, HISTORY, tags={"v1.0": 3})
    assert scan_into(tmp_path / "lake", repository).failed == {}
    assert rows(tmp_path / "lake", "commits", "count(*), min(length(commit_id))") == [(8, 64)]
    assert rows(tmp_path / "lake", "changes", "count(*), sum(lines_added)") == [(16, 16)]


def test_thousands_of_tags(tmp_path, repository):
    tip = git(repository, "rev-parse", "main").decode().strip()
    lines = "".join(f"{tip} refs/tags/v{n // 100}.{n % 100}\n" for n in range(5000))
    (repository / "packed-refs").write_text("# pack-refs with: peeled fully-peeled sorted\n" + lines)
    assert scan_into(tmp_path / "lake", repository).failed == {}
    assert rows(tmp_path / "lake", "tags", "count(*), count(*) FILTER (is_release)") == [(5000, 5000)]


@pytest.mark.slow
def test_a_commit_with_a_hundred_thousand_files(tmp_path):
    repository = new_repository(tmp_path / "r")
    build(
        repository,
        [
            Commit(files={f"d{n % 300}/f{n}.txt": b"%d\n" % (n % 10) for n in range(100_000)}),
            Commit(when=NOON + 1, files={"d0/f0.txt": b"x\n"}),
        ],
    )
    assert scan_into(tmp_path / "lake", repository).failed == {}
    assert rows(tmp_path / "lake", "changes", "count(*), sum(lines_added)") == [(100_001, 100_001)]


def test_one_bad_repository_among_many_keeps_the_others(tmp_path):
    places = [new_repository(tmp_path / f"r{n}") for n in range(4)]
    for place in places:
        build(place, HISTORY)
    shutil.rmtree(places[1] / "objects")
    (places[1] / "objects").mkdir()
    result = scan_into(tmp_path / "lake", *places, jobs=2)
    assert list(result.failed) == [project for project in result.projects if project.startswith("r1")]
    assert rows(tmp_path / "lake", "projects", "state, commit_count") == [
        ("failed", 0),
        ("ok", 8),
        ("ok", 8),
        ("ok", 8),
    ]


def test_a_repository_that_works_again_is_read_again(tmp_path, repository):
    scan_into(tmp_path / "lake", repository)
    before = everything(tmp_path / "lake")
    repository.rename(tmp_path / "away")
    assert len(scan_into(tmp_path / "lake", repository).failed) == 1
    (tmp_path / "away").rename(repository)
    assert scan_into(tmp_path / "lake", repository).failed == {}
    assert everything(tmp_path / "lake") == before


def test_a_second_scan_at_the_same_time_is_refused(tmp_path, repository):
    lake = Lake(tmp_path / "lake")
    lake.prepare()
    with lake.writing(), pytest.raises(LakeError, match=rf"Another scan \(process {os.getpid()}\) is writing to"):
        scan_into(lake.root, repository)
    assert scan_into(lake.root, repository).failed == {}


def test_a_data_folder_that_cannot_be_made(tmp_path, repository):
    (tmp_path / "file").write_text("")
    (tmp_path / "key" / "vault").mkdir(parents=True)
    with pytest.raises(LakeError, match="The data folder .* cannot be written"):
        Lake(tmp_path / "file" / "lake").prepare()


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 2 MB, where the tests may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if done.returncode != 0:
        pytest.skip("this user may not mount a disk")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_is_said_and_the_last_good_state_stays(tmp_path, small_disk, repository):
    scan_into(small_disk / "lake", repository)
    before = facts(small_disk / "lake")
    filler = small_disk / "filler"
    build(
        repository,
        [
            *HISTORY,
            *(
                Commit(
                    when=NOON + 100 + n,
                    author=(f"P{n}", f"p{n}@example.org"),
                    files={f"f{n}": os.urandom(40).hex().encode()},
                )
                for n in range(300)
            ),
        ],
    )
    with filler.open("wb") as file:
        free = shutil.disk_usage(small_disk).free
        file.write(b"x" * max(0, free - 30_000))
    try:
        result = scan_into(small_disk / "lake", repository)
        reasons = list(result.failed.values())
    except LakeError as error:
        reasons = [str(error)]
    assert any("could not be written" in reason or "No space" in reason for reason in reasons), reasons
    assert facts(small_disk / "lake") == before
    filler.unlink()
    assert scan_into(small_disk / "lake", repository).failed == {}
    scan_into(tmp_path / "fresh", repository)
    assert facts(small_disk / "lake") == facts(tmp_path / "fresh")


def test_a_read_only_data_folder_is_said_and_can_still_be_read(small_disk, repository):
    scan_into(small_disk / "lake", repository)
    before = everything(small_disk / "lake")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(LakeError, match="cannot be written|could not be written"):
        scan_into(small_disk / "lake", repository)
    assert everything(small_disk / "lake") == before


def test_the_clock_decides_and_nothing_else(tmp_path, repository):
    scan_into(tmp_path / "one", repository)
    scan_into(tmp_path / "two", repository)
    assert everything(tmp_path / "one") == everything(tmp_path / "two")


def test_a_table_that_was_lost_is_made_again(tmp_path, repository):
    scan_into(tmp_path / "lake", repository)
    before = everything(tmp_path / "lake")
    next((tmp_path / "lake" / "projects").rglob("changes-*.parquet")).unlink()
    assert scan_into(tmp_path / "lake", repository).failed == {}
    assert everything(tmp_path / "lake") == before


def test_a_folder_whose_name_is_no_text_is_scanned(tmp_path, repository):
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/go\xffod"))
    shutil.copytree(repository, odd)
    assert scan_into(tmp_path / "lake", odd, repository).failed == {}
    assert rows(tmp_path / "lake", "projects", "state, commit_count") == [("ok", 8), ("ok", 8)]
