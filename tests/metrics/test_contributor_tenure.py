# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Contributor tenure."""

from __future__ import annotations

from tests.metrics.handmade import History, by_month, reason, value

METRIC = "contributor_tenure"


def test_the_median_of_the_days_with_the_project():
    history = History().commits(["2025-01-01", "2026-01-01"], "ann").commits(["2026-01-01", "2026-01-11"], "ben")
    history.commit("2026-01-05", "cleo")

    assert value(history, METRIC, start="2026-01-01", end="2026-02-01") == 10


def test_no_activity_is_no_number():
    assert reason(History().project("p"), METRIC) == (None, "no activity")


def test_one_contribution_is_no_day():
    assert value(History().commit("2026-01-01"), METRIC) == 0


def test_two_people_are_halfway_between():
    history = History().commits(["2026-01-01", "2026-01-02"], "ann").commits(["2026-01-01", "2026-01-04"], "ben")

    assert value(history, METRIC) == 2


def test_what_comes_after_the_window_does_not_count():
    history = History().commits(["2026-01-01", "2026-01-31", "2026-10-01"])

    assert value(history, METRIC, start="2026-01-15", end="2026-02-01") == 30


def test_the_window_is_half_open():
    history = History().commits(["2026-01-01", "2026-02-01"])

    assert value(history, METRIC, start="2026-01-01", end="2026-02-01") == 0
    assert by_month(history, METRIC) == {"2026-01": 0, "2026-02": 31}


def test_half_a_day_is_half_a_day():
    assert value(History().commits(["2026-01-01T00:00:00", "2026-01-01T12:00:00"]), METRIC) == 0.5
