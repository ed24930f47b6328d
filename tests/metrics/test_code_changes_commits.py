# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Code changes: commits."""

from __future__ import annotations

from ospora.metrics._compute import Options
from tests.metrics.handmade import History, by_month, reason, value

METRIC = "code_changes_commits"


def test_commits_and_the_weeks_that_have_any():
    history = History().commits(["2026-01-05", "2026-01-11T23:59:59", "2026-01-12", "2026-02-02"])

    assert value(history, METRIC) == 4
    assert value(history, METRIC, "active_weeks") == 3


def test_no_commit_is_no_number():
    assert reason(History().project("p"), METRIC) == (None, "no activity")


def test_one_commit_is_one():
    assert value(History().commit("2026-01-05"), METRIC) == 1


def test_commits_at_one_instant_all_count():
    assert value(History().commits(["2026-01-05"] * 3), METRIC) == 3


def test_bots_and_merges_are_left_out_unless_asked():
    history = History().commit("2026-01-05").commit("2026-01-06", "bot").commit("2026-01-07", "agent")
    history.commit("2026-01-08", merge=True)

    assert value(history, METRIC) == 1
    assert value(history, METRIC, options=Options(include_merges=True)) == 2
    assert value(history, METRIC, options=Options(include_automation=True)) == 3


def test_bots_alone_are_no_activity():
    assert reason(History().commit("2026-01-05", "bot"), METRIC) == (None, "no activity")


def test_an_identity_that_nobody_was_told_about_is_a_person():
    history = History().commit("2026-01-05", "ann")
    history.seen.clear()

    assert value(history, METRIC) == 1


def test_undated_commits_and_those_of_the_future_are_left_out():
    history = History().commit(None).commit("2026-11-22").commit("2026-11-21T23:59:59").commit("2099-01-01")

    assert value(history, METRIC) == 1


def test_the_window_is_half_open():
    history = History().commits(["2025-12-31T23:59:59", "2026-01-01", "2026-01-31T23:59:59", "2026-02-01"])

    assert value(history, METRIC, start="2026-01-01", end="2026-02-01") == 2


def test_months_without_a_commit_are_absent():
    history = History().commits(["2025-12-31T23:59:59", "2026-01-01", "2026-03-01"])

    assert by_month(history, METRIC) == {"2025-12": 1, "2026-01": 1, "2026-03": 1}


def test_months_of_a_window_are_cut_where_it_is():
    history = History().commits(["2026-01-14", "2026-01-15", "2026-02-01", "2026-02-10"])

    assert by_month(history, METRIC, start="2026-01-15", end="2026-02-10") == {"2026-01": 1, "2026-02": 1}


def test_a_week_over_the_end_of_a_month_is_in_both():
    history = History().commits(["2026-04-30", "2026-05-01"])

    assert by_month(history, METRIC, "active_weeks") == {"2026-04": 1, "2026-05": 1}
