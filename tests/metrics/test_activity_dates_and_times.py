# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Activity dates and times."""

from __future__ import annotations

import pytest

from ospora.metrics._compute import Options
from tests.metrics.handmade import History, by_item, reason, row_of, rows_of, value

METRIC = "activity_dates_and_times"
FEW = "fewer than 5 people with a known local time"
FIVE = ("ann", "ben", "cleo", "dan", "eve")


def crowd(when="2026-01-05T10:00:00", offset=120):
    """One commit of each of five people."""
    history = History()
    for who in FIVE:
        history.commit(when, who, offset=offset)
    return history


def test_the_share_of_commits_whose_offset_tells_something():
    history = History().commit("2026-01-05", "ann", offset=345).commit("2026-01-05", "ben", offset=-30)
    history.commit("2026-01-05", "cleo", offset=0).commit("2026-01-05", "dan", offset=None)
    row = row_of(history, METRIC)

    assert (row.value, row.numerator, row.denominator) == (0.5, 2, 4)


def test_no_commit_is_no_number():
    assert reason(History().project("p"), METRIC) == (None, "no activity")


def test_zero_alone_may_be_a_server():
    assert value(History().commit("2026-01-05", offset=0), METRIC) == 0


def test_hours_that_are_mostly_of_one_person_are_not_told():
    even, alone = crowd(), crowd()
    for _ in range(2):
        even.commit("2026-01-06T10:00:00", "ann", offset=120)
    for _ in range(3):
        alone.commit("2026-01-06T10:00:00", "ann", offset=120)

    assert by_item(even, METRIC, "hour") == {"12": 7}
    objection = "one person made at least half of the commits with a known local time"
    found = {(row.dimension, row.value, row.reason) for row in rows_of(alone, METRIC) if row.dimension}
    assert found == {("hour", None, objection), ("weekday", None, objection)}


@pytest.mark.parametrize("summer", [60, -60])
def test_zero_is_winter_where_the_same_person_has_a_summer(summer):
    history = History().commit("2025-07-05", "ann", offset=summer).commit("2026-01-05", "ann", offset=0)
    history.commit("2026-01-05", "ben", offset=0)

    assert value(history, METRIC, start="2026-01-01", end="2026-02-01") == 0.5


def test_the_summer_must_be_in_the_same_project():
    history = History().commit("2025-07-05", "ann", offset=60, project="q").commit("2026-01-05", "ann", offset=0)
    (row,) = [r for r in rows_of(history, METRIC) if r.project_id == "p" and r.dimension == ""]

    assert row.value == 0


@pytest.mark.parametrize(("offset", "share"), [(840, 1), (-840, 1), (841, 0), (-841, 0), (5999, 0)])
def test_more_than_14_hours_are_no_place_on_earth(offset, share):
    assert value(History().commit("2026-01-05", offset=offset), METRIC) == share


def test_hours_and_weekdays_are_local():
    history = crowd("2026-01-04T23:30:00", offset=345)

    assert by_item(history, METRIC, "weekday") == {"1": 5}
    assert by_item(history, METRIC, "hour") == {"05": 5}


def test_a_negative_half_hour_goes_back():
    history = crowd("2026-01-05T00:10:00", offset=-30)

    assert by_item(history, METRIC, "weekday") == {"7": 5}
    assert by_item(history, METRIC, "hour") == {"23": 5}


def test_four_people_are_too_few_for_hours():
    history = History().commits(["2026-01-05", "2026-01-06"], "ann").commit("2026-01-05", "ben")
    history.commit("2026-01-05", "cleo").commit("2026-01-05", "dan")

    assert reason(history, METRIC, "hour") == (None, FEW)
    assert reason(history, METRIC, "weekday") == (None, FEW)
    assert value(history, METRIC) == 1


def test_five_people_of_whom_one_is_on_a_server_are_too_few():
    history = History().commit("2026-01-05", "eve", offset=0)
    for who in FIVE[:4]:
        history.commit("2026-01-05", who)

    assert reason(history, METRIC, "hour") == (None, FEW)


def test_hours_need_at_least_half_of_the_commits():
    half, less = crowd(), crowd()
    half.commits(["2026-01-05"] * 5, "fay", offset=0)
    less.commits(["2026-01-05"] * 6, "fay", offset=0)

    assert by_item(half, METRIC, "hour") == {"12": 5}
    assert reason(less, METRIC, "hour") == (None, "the local time of less than half of the commits is known")


def test_months_have_the_share_and_no_hours():
    rows = rows_of(crowd(), METRIC, months=True)

    assert [(row.dimension, row.value) for row in rows] == [("", 1)]


def test_bots_are_left_out_unless_asked():
    history = History().commit("2026-01-05", "ann").commit("2026-01-05", "bot", offset=0)

    assert value(history, METRIC) == 1
    assert value(history, METRIC, options=Options(include_automation=True)) == 0.5


def test_the_window_is_half_open():
    history = History().commit("2026-01-01", offset=60).commit("2026-02-01", "ben", offset=0)

    assert value(history, METRIC, start="2026-01-01", end="2026-02-01") == 1
