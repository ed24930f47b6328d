# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Contributor absence factor."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.metrics.handmade import History, reason, row_of, value

METRIC = "contributor_absence_factor"


def shares(*counts: int) -> History:
    """One person for each number of commits."""
    history = History()
    for person, count in enumerate(counts):
        for number in range(count):
            history.commit(dt.datetime(2026, 1, 1) + dt.timedelta(minutes=number), f"person{person}")
    return history


def test_the_worked_example_of_chaoss_is_two():
    row = row_of(shares(1000, 433, 343, 332, 202, 90, 42, 33), METRIC)

    assert (row.value, row.numerator, row.denominator) == (2, 1433, 2475)


def test_no_commit_is_no_number():
    assert reason(History().project("p"), METRIC) == (None, "no activity")


def test_one_person_is_one():
    assert value(shares(1), METRIC) == 1


def test_exactly_half_is_enough():
    assert value(shares(5, 3, 2), METRIC) == 1


@pytest.mark.parametrize(("people", "factor"), [(2, 1), (3, 2), (8, 4), (9, 5)])
def test_equal_shares_take_half_of_the_people(people, factor):
    assert value(shares(*[3] * people), METRIC) == factor


def test_names_of_one_person_count_together():
    history = History().same_person("ann", "ann@work").commits(["2026-01-01", "2026-01-02"], "ann")
    history.commits(["2026-01-03", "2026-01-04"], "ann@work").commits(["2026-01-05"] * 3, "ben")

    assert value(history, METRIC) == 1


def test_a_reviewer_holds_no_commit():
    history = shares(2, 2, 2).commit("2026-02-01", "person0", trailers={"reviewer": ["rev"] * 1})

    assert row_of(history, METRIC).denominator == 7


def test_the_window_is_half_open():
    history = History().commit("2026-01-01", "ann").commit("2026-01-31T23:59:59", "ben").commit("2026-02-01", "cleo")

    assert row_of(history, METRIC, start="2026-01-01", end="2026-02-01").denominator == 2
