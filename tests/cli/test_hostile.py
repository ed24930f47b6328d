# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Damaged lakes, streams that are full or closed, paths that act on a terminal, and repositories that bring an office."""

import datetime as dt
import json
import os
import shutil
import subprocess
import sys

import pytest

from ospora.core.display import visible
from tests.cli.test_scan import HISTORY
from tests.gitrepo import build, new_repository

READERS = [
    ("show",),
    ("metrics", "rich"),
    ("explain", "contributors", "rich"),
    ("report", "--out", "-"),
    ("export", "--out", "out"),
]


@pytest.fixture
def lake(tmp_path, rich_lake, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(rich_lake, tmp_path / "lake")
    return tmp_path / "lake"


def said_in_one_sentence(done, *, code=4):
    assert (done[0], done[1], done[2].count("\n")) == (code, "", 1), done
    assert done[2].startswith("ospora: ")
    return done[2]


@pytest.mark.parametrize("words", [*READERS, ("status",)])
@pytest.mark.parametrize(
    ("content", "said"), [("{", "lake.json is damaged"), ("", "lake.json is damaged"), ("[]", "lake.json is damaged"),
                          ('{"schema": 99}', "written by another version of Ospora")]
)  # fmt: skip
def test_a_marker_that_is_damaged_or_of_another_version(ospora, lake, words, content, said):
    (lake / "lake.json").write_text(content)
    assert said in said_in_one_sentence(ospora(*words, "--data", lake))


@pytest.mark.parametrize("words", READERS)
def test_values_that_are_damaged(ospora, lake, words):
    (lake / "values" / "values.json").write_text("{")
    assert "values.json is damaged; scan again" in said_in_one_sentence(ospora(*words, "--data", lake))


@pytest.mark.parametrize("words", READERS)
@pytest.mark.parametrize("content", [None, b"no table"])
def test_a_table_that_is_missing_or_damaged(ospora, lake, words, content):
    path = next(lake.glob("projects/*/commits-*.parquet"))
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    said = said_in_one_sentence(ospora(*words, "--data", lake))
    assert f"{path} is missing or damaged; remove the folder {path.parent}" in said


def damage_marker(lake):
    (lake / "values" / "values.json").write_text("{")


def remove_values(lake):
    next(lake.glob("values/*.parquet")).unlink()


def damage_values(lake):
    next(lake.glob("values/*.parquet")).write_bytes(b"no table")


@pytest.mark.parametrize("damage", [damage_marker, remove_values, damage_values])
def test_a_scan_publishes_again_what_was_damaged(ospora, ospora_json, lake, rich_repository, damage):
    _, before = ospora_json("show", "--data", lake)
    damage(lake)
    assert ospora("show", "--data", lake)[0] == 4
    assert ospora("scan", rich_repository, "--data", lake, "--as-of", "2026-11-21", "--quiet") == (0, "", "")
    assert ospora_json("show", "--data", lake) == (0, before)


def test_a_vault_that_is_damaged(ospora, lake):
    (lake / "vault" / "names.sqlite").write_bytes(b"no database " * 1000)
    said = said_in_one_sentence(ospora("explain", "contributors", "rich", "--data", lake))
    assert "could not be read" in said


def run_ospora(command, **environment):
    return subprocess.run(
        ["sh", "-c", f'"$0" -m ospora {command}', sys.executable],
        capture_output=True, text=True, check=False, env={**os.environ, **environment},
    )  # fmt: skip


@pytest.mark.parametrize("command", ["metrics", "metrics --json"])
def test_a_full_disk_under_the_output_is_said(command):
    done = run_ospora(f"{command} >/dev/full")
    assert (done.returncode, done.stderr.count("\n")) == (4, 1)
    assert "The output could not be written (No space left on device)" in done.stderr


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-", "2>/dev/full"])
def test_a_stream_that_is_closed_is_done_without(closed, tmp_path):
    assert (run_ospora(f"metrics {closed}").returncode, run_ospora(f"metrics {closed}").stderr) == (0, "")
    done = run_ospora(f"status --data {tmp_path} {closed}")
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_json_is_json_on_every_stream(encoding):
    done = run_ospora("metrics --json", PYTHONIOENCODING=encoding)
    assert done.returncode == 0
    assert len(json.loads(done.stdout)) > 10
    assert done.stdout.isascii() == (encoding != "utf-8")
    assert run_ospora("metrics", PYTHONIOENCODING=encoding).returncode == 0


@pytest.fixture
def repository(tmp_path):
    path = new_repository(tmp_path / "one")
    build(path, HISTORY)
    return path


def test_a_path_that_acts_on_a_terminal_is_shown_as_escapes(ospora, ospora_json, tmp_path, repository):
    strange = tmp_path / "a\x1b[31m\nb"
    repository.rename(strange)
    lake = tmp_path / "la\x1bke"
    done = ospora("scan", strange, "--data", lake, "--report", tmp_path / "r\x1b.html")
    assert (done[0], "\x1b" in done[1] + done[2]) == (0, False)
    words = ("explain", "code_changes_commits", tmp_path / "a\x1b[31m\nb", "--data", lake)
    code, out, err = ospora(*words)
    assert err == ""
    assert (code, "\x1b" in out, out.count("Note: a path or name in this command holds")) == (0, False, 2)
    assert visible(str(strange)) in out
    _, document = ospora_json(*words)
    printed = subprocess.run(["sh", "-c", document["commands"]["git"]], capture_output=True, text=True, check=True)
    assert printed.stdout == "4\n"
    export = ospora("export", "--data", lake, "--out", tmp_path / "o\x1but")
    assert (export[0], "\x1b" in export[1]) == (0, False)


def test_a_command_that_can_be_copied_carries_no_note(ospora, rich_lake):
    assert "Note:" not in ospora("explain", "contributors", "rich", "--data", rich_lake)[1]


def test_a_folder_whose_name_is_no_text_is_read_and_never_written_to(ospora, ospora_json, tmp_path, repository):
    strange = os.fsdecode(os.fsencode(tmp_path) + b"/go\xffod")
    os.rename(repository, strange)
    lake = tmp_path / "lake"
    assert ospora("scan", strange, "--data", lake, "--report", tmp_path / "r.html")[0] == 0
    for words in (
        ("show",),
        ("report", "--format", "markdown", "--out", "-"),
        ("explain", "contributors", strange),
        ("status",),
    ):
        assert ospora(*words, "--data", lake)[::2] == (0, ""), words
    assert ospora_json("status", "--data", lake)[1]["projects"][0]["source"] in (strange, visible(strange))
    assert ospora_json("explain", "contributors", strange, "--data", lake)[1]["inputs"]["source"] in (
        strange,
        visible(strange),
    )
    for words in (("export", "--data", lake, "--out", "x\udcff"), ("scan", strange, "--data", "L\udcff"), ("show", "--data", "L\udcff")):  # fmt: skip
        assert "is not UTF-8 and cannot be used" in said_in_one_sentence(ospora(*words), code=2)


def test_a_scanned_repository_does_not_choose_for_the_office(ospora, ospora_json, tmp_path, repository, monkeypatch):
    (repository / "office.toml").write_text('[scan]\ndata = "chosen"\nfollow_alternates = true\ndepth = "metadata"\n')
    (repository / "people.toml").write_text("this is no TOML")
    inside = repository / "inside"
    inside.mkdir(exist_ok=True)
    shutil.copy(repository / "office.toml", inside)
    for place, source in ((repository, "."), (inside, "..")):
        monkeypatch.chdir(place)
        code, out, err = ospora("scan", source)
        assert (code, "ospora-data" in out, "lines" in out) == (0, True, True)
        assert err.splitlines()[0] == "office.toml inside a scanned repository is not used; name it with --office if it is yours."  # fmt: skip
        assert ospora("scan", source, "--quiet") == (0, "", "")
    assert not (repository / "chosen").exists()


def test_an_office_that_is_named_or_lies_elsewhere_is_used(ospora, tmp_path, repository, monkeypatch):
    (repository / "office.toml").write_text('[scan]\ndata = "chosen"\n')
    monkeypatch.chdir(repository)
    assert ospora("scan", ".", "--office", ".", "--quiet") == (0, "", "")
    assert (repository / "chosen" / "lake.json").is_file()
    (tmp_path / "office.toml").write_text('[scan]\ndata = "ours"\n')
    monkeypatch.chdir(tmp_path)
    assert ospora("scan", "one", "--quiet") == (0, "", "")
    assert (tmp_path / "ours" / "lake.json").is_file()


def test_people_of_a_scanned_repository_are_not_asked(ospora, repository, monkeypatch):
    (repository / "people.toml").write_text("this is no TOML")
    monkeypatch.chdir(repository)
    code, _, err = ospora("scan", ".")
    assert (code, err.splitlines()[0].split(";")[0]) == (0, "people.toml inside a scanned repository is not used")


def test_a_clock_far_ahead_is_a_typing_error(ospora, rich_lake):
    today = dt.datetime.now(dt.UTC).date()
    words = ("show", "--data", rich_lake, "--as-of")
    assert ospora(*words, today + dt.timedelta(days=366))[0] == 0
    assert "is more than a year ahead" in said_in_one_sentence(ospora(*words, today + dt.timedelta(days=368)), code=2)
    for word in ("0001-01-01", "9999-12-31"):
        assert "is out of range" in said_in_one_sentence(ospora(*words, word), code=2)
