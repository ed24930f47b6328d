# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Inactive contributors."""

from __future__ import annotations

from tests.metrics.handmade import History, at, by_month, reason, value

METRIC = "inactive_contributors"
EARLY = "too early to tell: the period began less than 180 days ago"


def test_people_are_counted_in_the_period_of_their_last_contribution():
    history = History().commits(["2025-01-10", "2025-03-10"], "ann").commit("2025-03-20", "ben")
    history.commits(["2025-01-15", "2026-11-01"], "cleo")

    assert by_month(history, METRIC) == {"2025-01": 0, "2025-03": 2, "2026-11": None}
    assert value(history, METRIC) == 2


def test_no_activity_is_no_number():
    assert reason(History().project("p"), METRIC) == (None, "no activity")


def test_exactly_180_days_are_not_yet_inactive():
    as_of = at("2026-06-30")
    history = History().commit("2026-01-01", "ann").commit("2025-12-31T23:59:59", "ben")

    assert value(history, METRIC, as_of=as_of) == 1


def test_a_period_of_the_last_180_days_says_nothing():
    history = History().commit("2026-10-01")

    assert reason(history, METRIC, start="2026-10-01", end="2026-11-01") == (None, EARLY)


def test_a_later_review_is_activity():
    history = History().commit("2025-01-01", "ann").commit("2026-11-01", "ben", trailers={"reviewer": ["ann"]})

    assert value(history, METRIC, start="2025-01-01", end="2025-02-01") == 0


def test_the_history_after_the_window_counts():
    history = History().commits(["2025-01-01", "2026-11-01"], "ann").commit("2025-01-02", "ben")

    assert value(history, METRIC, start="2025-01-01", end="2025-02-01") == 1


def test_the_window_is_half_open():
    history = History().commit("2025-01-01", "ann").commit("2025-02-01", "ben")

    assert value(history, METRIC, start="2025-01-01", end="2025-02-01") == 1
