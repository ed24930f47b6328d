# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Contributor turnover."""

from __future__ import annotations

from tests.metrics.handmade import History, at, by_month, reason, row_of, rows_of, value

METRIC = "contributor_turnover"
JUNE = {"start": "2026-06-01", "end": "2026-07-01"}


def test_one_of_three_left_and_one_joined():
    history = History()
    for who in ("ann", "ben", "cleo"):
        history.commit("2026-05-10", who)
    for who in ("ann", "ben", "dan"):
        history.commit("2026-06-10", who)
    row = row_of(history, METRIC, **JUNE)

    assert (row.value, row.numerator, row.denominator) == (1 / 3, 1, 3)
    assert [value(history, METRIC, name, **JUNE) for name in ("joined", "stayed", "left")] == [1, 2, 1]


def test_no_activity_is_no_number():
    assert reason(History().project("p"), METRIC, **JUNE) == (None, "no activity")


def test_nobody_before_is_no_share():
    history = History().commit("2026-06-10")

    assert reason(history, METRIC, **JUNE) == (None, "nobody was active in the period before")
    assert value(history, METRIC, "joined", **JUNE) == 1


def test_a_project_that_fell_silent_has_lost_everybody():
    assert value(History().commit("2026-05-10"), METRIC, **JUNE) == 1


def test_the_whole_history_has_no_turnover():
    assert reason(History().commit("2026-05-10"), METRIC) == (None, "not defined for the whole history")


def test_a_calendar_month_is_compared_with_the_month_before():
    history = History().commit("2026-05-01", "ann").commit("2026-04-30T23:59:59", "ben").commit("2026-06-30", "ann")

    assert value(history, METRIC, **JUNE) == 0


def test_any_other_window_is_compared_with_as_many_days():
    history = History().commit("2026-06-01", "ann").commit("2026-05-31T23:59:59", "ben").commit("2026-06-11", "cleo")

    assert row_of(history, METRIC, start="2026-06-11", end="2026-06-21").denominator == 1


def test_the_current_month_is_compared_with_as_many_days():
    history = History().commit("2026-10-20", "ann").commit("2026-10-25", "ben").commit("2026-11-05", "ben")

    assert by_month(history, METRIC, as_of=at("2026-11-11"))["2026-11"] == 0


def test_months_follow_each_other():
    history = History().commit("2026-01-31T23:59:59", "ann").commit("2026-02-01", "ann").commit("2026-04-01", "ann")

    assert by_month(history, METRIC) == {"2026-01": None, "2026-02": 0, "2026-03": 1, "2026-04": None, "2026-05": 1}


def test_the_first_month_of_a_window_looks_back_too():
    history = History().commit("2026-05-10", "ann").commit("2026-06-10", "ben")
    (june,) = [row for row in rows_of(history, METRIC, months=True, **JUNE) if row.dimension == ""]

    assert june.value == 1
