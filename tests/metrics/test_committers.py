# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Committers."""

from __future__ import annotations

from ospora.metrics._compute import Options
from tests.metrics.handmade import History, by_month, reason, value

METRIC = "committers"


def test_author_and_committer_are_two_roles():
    history = History().commit("2026-01-01", "ann", committer="ben").commit("2026-01-02", "cleo", committer="ben")

    assert value(history, METRIC) == 1


def test_no_commit_is_no_number():
    assert reason(History().project("p"), METRIC) == (None, "no activity")


def test_a_bot_that_commits_is_left_out():
    history = History().commit("2026-01-01", "ann", committer="bot")

    assert reason(history, METRIC) == (None, "no activity")
    assert value(history, METRIC, options=Options(include_automation=True)) == 1


def test_a_person_who_applies_the_commit_of_a_bot_counts():
    assert value(History().commit("2026-01-01", "bot", committer="ann"), METRIC) == 1


def test_merges_are_left_out_unless_asked():
    history = History().commit("2026-01-01", "ann").commit("2026-01-02", "ben", merge=True)

    assert value(history, METRIC) == 1
    assert value(history, METRIC, options=Options(include_merges=True)) == 2


def test_the_author_time_decides_on_the_window():
    history = (
        History().commit("2026-01-31", "ann", committer="ben", committed="2026-02-03").commit("2026-02-01", "cleo")
    )

    assert value(history, METRIC, start="2026-01-01", end="2026-02-01") == 1
    assert by_month(history, METRIC) == {"2026-01": 1, "2026-02": 1}
