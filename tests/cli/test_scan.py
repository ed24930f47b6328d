# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Scanning from the command line: sources, office.toml, exit codes, progress."""

import io
import json
import subprocess
import sys

import pytest

from ospora.cli import _progress
from tests.gitrepo import NOON, Commit, build, git, new_repository

HISTORY = [Commit(when=NOON + n, files={"a.py": b"line\n" * (n + 1)}) for n in range(4)]


@pytest.fixture
def repository(tmp_path):
    path = new_repository(tmp_path / "repositories" / "one")
    build(path, HISTORY)
    return path


def test_a_scan_sums_up_what_it_did(ospora, tmp_path, repository):
    code, out, err = ospora("scan", repository, "--data", tmp_path / "lake")
    assert code == 0
    assert [line.split() for line in out.splitlines()[:3:2]] == [
        ["project", "state", "depth", "commits", "remark"],
        ["one", "ok", "lines", "4"],
    ]
    assert "4 commits were new." in out
    assert err.splitlines() == [
        "looking at refs: 1 repository",
        "reading commits: 1 repository",
        "reading lines: 1 repository, 4 commits",
    ]


def test_quiet_says_nothing_when_all_is_well(ospora, tmp_path, repository):
    assert ospora("scan", repository, "--data", tmp_path / "lake", "--quiet") == (0, "", "")


def test_json_is_one_document_and_nothing_else(ospora, tmp_path, repository):
    code, out, _ = ospora("scan", repository, "--data", tmp_path / "lake", "--json", "--as-of", "2026-11-21")
    document = json.loads(out)
    assert (code, document["as_of"], document["commits_read"]) == (0, "2026-11-22T00:00:00Z", 4)
    (project,) = document["projects"]
    assert (project["name"], project["state"], project["depth"], project["changed"]) == ("one", "ok", "lines", True)


def test_some_that_failed_give_three_and_the_rest_is_done(ospora, tmp_path, repository):
    code, out, err = ospora("scan", repository, tmp_path / "none", "ext::sh", "--data", tmp_path / "lake")
    assert code == 3
    assert "one " in out
    assert "does not exist; check the path." in err
    assert "refused" in out


def test_nothing_that_could_be_done_gives_four(ospora, tmp_path):
    assert ospora("scan", tmp_path / "none", "--data", tmp_path / "lake", "--quiet")[0] == 4
    code, _, err = ospora("scan", "ext::sh", "--data", tmp_path / "lake", "--quiet")
    assert (code, err.count("\n")) == (4, 1)


@pytest.mark.parametrize(
    "words", [(), ("--depth", "deep", "x"), ("--jobs", "-1", "x"), ("--as-of", "soon", "x"), ("--no-such-option",)]
)
def test_wrong_use_gives_two(ospora, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    assert ospora("scan", *words)[0] == 2


def test_a_folder_is_searched_only_when_asked(ospora, tmp_path, repository):
    assert ospora("scan", tmp_path / "repositories", "--data", tmp_path / "lake", "--quiet")[0] == 4
    assert ospora("scan", tmp_path / "repositories", "--discover", "--data", tmp_path / "lake2", "--quiet")[0] == 0


def test_an_office_needs_no_arguments(ospora, ospora_json, tmp_path, repository, monkeypatch):
    git(repository, "update-ref", "refs/heads/stable", "main~1")
    office = tmp_path / "office"
    assert ospora("init", office)[0] == 0
    (office / "office.toml").write_text(
        '[scan]\ndepth = "paths"\ndata = "lake"\n[[source]]\nat = "../repositories/one"\nname = "The One"\nunit = "Health"\nrole = "used"\nbranch = "stable"\n'
    )
    monkeypatch.chdir(office)
    assert ospora("scan", "--quiet") == (0, "", "")
    code, document = ospora_json("status")
    (project,) = document["projects"]
    assert (code, project["name"], project["unit"], project["role"]) == (0, "The One", "Health", "used")
    assert (project["depth"], project["branch"], project["commit_count"]) == ("paths", "refs/heads/stable", 3)
    assert (office / "lake" / "lake.json").is_file()


def test_init_never_overwrites(ospora, tmp_path):
    assert ospora("init", tmp_path)[0] == 0
    before = (tmp_path / "office.toml").read_text()
    code, _, err = ospora("init", tmp_path)
    assert (code, (tmp_path / "office.toml").read_text()) == (2, before)
    assert "exists already" in err


def test_the_environment_names_the_lake(ospora, tmp_path, repository, monkeypatch):
    monkeypatch.setenv("OSPORA_DATA", str(tmp_path / "elsewhere"))
    monkeypatch.chdir(tmp_path)
    assert ospora("scan", repository, "--quiet")[0] == 0
    assert (tmp_path / "elsewhere" / "lake.json").is_file()
    assert not (tmp_path / "ospora-data").exists()


def test_the_report_is_written_and_can_be_opened(ospora, tmp_path, repository):
    code, out, _ = ospora("scan", repository, "--data", tmp_path / "lake", "--report", tmp_path / "report.html")
    assert code == 0
    assert (tmp_path / "report.html").read_text().startswith("<!DOCTYPE html>")
    assert "open it in a browser" in out
    assert (
        ospora("scan", repository, "--data", tmp_path / "lake", "--report", tmp_path / "no" / "r.html", "--quiet")[0]
        == 4
    )


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_bars_with_rate_and_time_left_on_a_terminal(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    bar = _progress.BarProgress()
    bar.stage("metadata", projects=2, commits=None, done=lambda: 0)
    bar.project("one", error=None)
    bar.project("two\x1b[31m", error="does not exist")
    bar.stage("lines", projects=2, commits=500, done=lambda: 250)
    bar.project("one", error=None)
    _wait_for(lambda: "250/500" in terminal.getvalue())
    bar.end()
    shown = terminal.getvalue()
    assert "reading lines:  50%" in shown
    assert "commits/s" in shown
    assert "failed: two\\x1b[31m: does not exist" in shown
    assert "\x1b[31m" not in shown


def _wait_for(condition):
    import time

    deadline = time.monotonic() + 10
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert condition()


def test_help_needs_no_heavy_library():
    program = "import sys; from ospora.cli._main import build_parser; build_parser().format_help(); print([m for m in ('duckdb', 'enry', 'tqdm', 'sqlite3') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_two_scans_give_the_same_bytes(ospora, tmp_path, repository):
    for name in ("a", "b"):
        vault = tmp_path / name / "vault"
        vault.mkdir(parents=True)
        (vault / "key").write_text("5a" * 32)
        assert (
            ospora(
                "scan",
                repository,
                "--data",
                tmp_path / name,
                "--as-of",
                "2026-11-21",
                "--report",
                tmp_path / f"{name}.html",
                "--quiet",
            )[0]
            == 0
        )
        for form in ("parquet", "csv", "json"):
            assert (
                ospora("export", "--data", tmp_path / name, "--format", form, "--out", tmp_path / f"out-{name}")[0] == 0
            )
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
    files = sorted(path.name for path in (tmp_path / "out-a").iterdir())
    assert len(files) == 24
    assert [
        name for name in files if (tmp_path / "out-a" / name).read_bytes() != (tmp_path / "out-b" / name).read_bytes()
    ] == []
