# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Plain git gives the same numbers as the metrics, over a real repository."""

from __future__ import annotations

import os
import subprocess

import pytest

from ospora.collect.history import TRAILER_ROLES
from ospora.core.windows import Window
from ospora.metrics._compute import Options, compute_window, prepare
from ospora.metrics._definition import GitScope
from ospora.metrics._git import TRAILER_KEYS
from tests.metrics.conftest import AUTOMATION
from tests.metrics.handmade import METRICS, at

AS_OF = at("2026-11-22")
WITH_COMMAND = [name for name, module in METRICS.items() if hasattr(module, "git_command")]
WINDOWS = {
    "all": (None, "2026-11-22"),
    "year": ("2025-11-22", "2026-11-22"),
    "december": ("2025-12-01", "2026-01-01"),
    "january": ("2026-01-01", "2026-02-01"),
    "february": ("2026-02-01", "2026-03-01"),
    "silent": ("2025-01-01", "2025-02-01"),
    "until spring": (None, "2024-04-01"),
}
OPTIONS = {
    "people": Options(),
    "with bots": Options(include_automation=True),
    "with merges": Options(include_merges=True),
}


def window_of(name):
    start, end = WINDOWS[name]
    return Window(start=at(start) if start else None, end=at(end))


@pytest.fixture(scope="module")
def computed(repository):
    """(options, window, metric) → plain value."""
    found = {}
    for asked, options in OPTIONS.items():
        with repository.connect() as connection:
            prepare(connection, as_of=AS_OF, options=options)
            for name in WINDOWS:
                rows = compute_window(connection, [METRICS[metric] for metric in WITH_COMMAND], window_of(name))
                found |= {(asked, name, row.metric): row.value for row in rows if row.dimension == ""}
    return found


def run(repository, metric, window, options):
    scope = GitScope(
        repository=str(repository.folder),
        tip=repository.tip,
        start=window.start,
        end=window.end,
        automation=() if options.include_automation else AUTOMATION,
        merges=options.include_merges,
        as_of=AS_OF,
    )
    command = METRICS[metric].git_command(scope)
    environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent"}
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, env=environment, check=True)
    assert done.stderr == ""
    assert "\n" not in command
    return float(done.stdout) if done.stdout else None


@pytest.mark.parametrize("metric", WITH_COMMAND)
@pytest.mark.parametrize("window", WINDOWS)
def test_the_command_gives_the_value(repository, computed, metric, window):
    assert run(repository, metric, window_of(window), Options()) == computed["people", window, metric]


@pytest.mark.parametrize("metric", WITH_COMMAND)
@pytest.mark.parametrize("asked", ["with bots", "with merges"])
def test_the_command_gives_the_value_with_what_is_left_out_otherwise(repository, computed, metric, asked):
    assert run(repository, metric, window_of("all"), OPTIONS[asked]) == computed[asked, "all", metric]
    assert run(repository, metric, window_of("january"), OPTIONS[asked]) == computed[asked, "january", metric]


def test_the_repository_has_what_makes_counting_hard(repository, computed):
    offsets = {row[3] for row in repository.rows["commits"]}

    assert {345, -30, 900, 0, None} <= offsets
    assert {row[-2] for row in repository.rows["changes"]} == {"counted", "binary", "submodule"}
    assert computed["people", "all", "code_changes_commits"] == 16
    assert computed["with bots", "all", "code_changes_commits"] == 17
    assert computed["with merges", "all", "code_changes_commits"] == 17
    assert computed["people", "silent", "contributors"] is None


def test_the_trailers_of_the_command_are_those_that_are_collected():
    assert sorted(TRAILER_KEYS) == sorted(key.decode() for key in TRAILER_ROLES)
