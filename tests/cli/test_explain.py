# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Every number says why it is what it is, and the commands that it prints give the same number."""

import subprocess

import pytest

from ospora.metrics._members import load_metrics

METRICS = [module.METRIC.id for module in load_metrics()]
WITHOUT_GIT = {
    # What git alone cannot say: it knows no languages, kinds of files or versions, and a median of spans is no one-liner.
    "contributor_tenure", "occasional_contributors", "programming_language_distribution", "release_frequency", "types_of_contributions",
}  # fmt: skip
WINDOWS = {
    "all": (),
    "2024": ("--from", "2024-01-01", "--to", "2024-12-31"),
    "november": ("--from", "2023-11-01", "--to", "2023-11-30"),
    "everything counted": ("--include-merges", "--include-automation"),
}


def run_in_shell(command):
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.split()


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("metric", METRICS)
def test_the_commands_give_the_number(ospora_json, rich_lake, metric, window):
    code, found = ospora_json("explain", metric, "rich", "--data", rich_lake, *WINDOWS[window])
    assert code == 0
    (plain,) = [value for value in found["values"] if (value["dimension"], value["item"]) == ("", "")]
    for name, command in found["commands"].items():
        if command is None:
            assert (name, metric) in {("git", without) for without in WITHOUT_GIT}
            continue
        printed = run_in_shell(command)
        if plain["value"] is None:
            assert printed in ([], ["None"]), (name, plain["reason"])
        else:
            assert float(printed[0]) == pytest.approx(plain["value"], rel=1e-12, abs=1e-12), name


def test_a_number_carries_its_why(ospora, rich_lake):
    code, out, _ = ospora("explain", "code_changes_commits", "rich", "--data", rich_lake)
    assert code == 0
    for words in ("15 commits", "Rule      ", "from the first commit until before 2026-11-22T00:00:00Z", "18 commits that", "at depth lines",
                  "commits of AI agents: 1; commits of automation: 1; merge commits: 1", "Check it with git:", "Check it with sql:"):  # fmt: skip
        assert words in out, words


def test_who_is_left_out_by_name_is_automation_only(ospora, rich_lake):
    _, out, _ = ospora("explain", "contributors", "rich", "--data", rich_lake)
    assert "renovate[bot]@users.noreply.github.com" in out
    assert not any(name in out.lower() for name in ("ada@", "ben@", "cleo@", "dora@", "eve@"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("bus_factor", "rich"), "There is no metric 'bus_factor'"),
        (("contributor", "rich"), "did you mean contributors?"),
        (("contributors", "poor"), "There is no project 'poor'"),
        (("contributors", "rich", "--from", "2024-05-01", "--to", "2024-01-01"), "swap the two"),
        (("contributors", "rich", "--from", "soon"), "'soon' is not a date"),
    ],
)
def test_what_does_not_exist_is_said(ospora, rich_lake, words, said):
    code, out, err = ospora("explain", *words, "--data", rich_lake)
    assert (code, out) == (2, "")
    assert said in err


def test_a_lake_that_is_not_there_is_said(ospora, tmp_path):
    code, _, err = ospora("explain", "contributors", "rich", "--data", tmp_path)
    assert code == 2
    assert "run `ospora scan SOURCE` first" in err
