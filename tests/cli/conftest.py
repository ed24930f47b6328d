# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""A lake of a small history with everything that metrics tell apart, and a way to run commands on it."""

import json

import pytest

from ospora.cli._main import main
from tests.gitrepo import ADA, BEN, CLEO, DAY, NOON, Commit, build, new_repository

BOT = ("renovate[bot]", "29139614+renovate[bot]@users.noreply.github.com")
AGENT = ("copilot-swe-agent[bot]", "198982749+copilot@users.noreply.github.com")
FORGE = ("GitHub", "noreply@github.com")
DORA = ("Dora Example", "4711+dora@users.noreply.github.com")


def rich_history():
    """Merges, bots, agents, co-authors, a mailmap, offsets, gaps, a month boundary, people who come and go."""
    commits = [
        Commit(when=NOON, author=ADA, offset="+0545", files={"src/a.py": b"a\n" * 20, "README.md": b"read\n", ".mailmap": b"Ben Example <ben@example.org> <ben@old.example>\n"}),
        Commit(when=NOON + DAY, author=("Ben", "Ben@OLD.example"), committer=ADA, committed=NOON + DAY + 108_000, offset="-0030", files={"src/b.py": b"b\n" * 9}),
        Commit(when=NOON + 2 * DAY, author=BOT, committer=FORGE, files={"package-lock.json": b"{}\n"}),
        Commit(when=1_701_388_799, author=CLEO, offset="+0000", files={"docs/guide.md": b"guide\n"}, message="Guide\n\nCo-authored-by: Dora <dora@users.noreply.github.com>\nReviewed-by: Ada Example <ada@example.org>\n"),
        Commit(when=1_701_388_800, author=BEN, offset="+0100", files={"tests/test_a.py": b"t\n" * 4}),
        Commit(when=NOON + 40 * DAY, author=DORA, offset="+0100", parents=[3], files={"src/a.py": b"a\n" * 12 + b"z\n"}),
        Commit(when=NOON + 41 * DAY, author=ADA, offset="+0100", parents=[4, 5], files={"src/a.py": b"a\n" * 12 + b"z\n"}),
        Commit(when=NOON + 300 * DAY, author=AGENT, committer=FORGE, files={"src/c.py": b"c\n"}, message="Do\n\nCo-authored-by: Ada Example <ada@example.org>\n"),
        Commit(when=NOON + 400 * DAY, author=("", "eve@example.org"), offset="+9999", files={"=1+1.csv": b"1,2\n", "caf\u00e9.txt": b"x\n"}),
        *(Commit(when=NOON + (500 + 3 * n * n) * DAY, author=[ADA, BEN, DORA][n % 3], offset="+0200", files={f"src/n{n}.c": b"int x;\n" * (n + 1)}) for n in range(9)),
    ]  # fmt: skip
    tags = {"v1.0": 4, "v1.1rc1": 6, "v1.1": 7, "v2.0": 12, "nightly": 13}
    return commits, tags


@pytest.fixture(scope="session")
def rich_repository(tmp_path_factory):
    repository = new_repository(tmp_path_factory.mktemp("rich") / "rich.git")
    commits, tags = rich_history()
    build(repository, commits, tags=tags)
    return repository


@pytest.fixture(scope="session")
def rich_lake(tmp_path_factory, rich_repository):
    lake = tmp_path_factory.mktemp("lake") / "data"
    assert main(["scan", str(rich_repository), "--data", str(lake), "--as-of", "2026-11-21", "--quiet"]) == 0
    return lake


@pytest.fixture
def ospora(capsys):
    """Run a command; returns its exit code, and what it printed on standard output and on standard error."""

    def run(*words):
        capsys.readouterr()
        try:
            code = main([str(word) for word in words])
        except SystemExit as stop:  # argparse ends the program itself when words are wrong
            code = stop.code
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.fixture
def ospora_json(ospora):
    """Run a command with --json; returns its exit code and its document."""

    def run(*words):
        code, out, _ = ospora(*words, "--json")
        return code, json.loads(out)

    return run
