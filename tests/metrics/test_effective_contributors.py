# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Effective contributors."""

from __future__ import annotations

from tests.metrics.handmade import History, by_month, reason, row_of, value

METRIC = "effective_contributors"


def shares(*counts):
    history = History()
    for person, count in enumerate(counts):
        history.commits(["2026-01-01"] * count, f"person{person}")
    return history


def test_shares_of_a_half_and_two_quarters_count_as_eight_thirds():
    row = row_of(shares(2, 1, 1), METRIC)

    assert (row.value, row.numerator, row.denominator) == (16 / 6, 16, 6)


def test_no_commit_is_no_number():
    assert reason(History().project("p"), METRIC) == (None, "no activity")


def test_one_person_is_one():
    assert value(shares(7), METRIC) == 1


def test_equal_shares_count_everybody():
    assert value(shares(3, 3, 3, 3, 3), METRIC) == 5


def test_one_who_does_nearly_everything_is_a_little_over_one():
    assert value(shares(98, 1, 1), METRIC) == 10_000 / 9_606


def test_the_window_is_half_open():
    history = History().commit("2026-01-01", "ann").commit("2026-01-31T23:59:59", "ben").commit("2026-02-01", "cleo")

    assert value(history, METRIC, start="2026-01-01", end="2026-02-01") == 2
    assert by_month(history, METRIC) == {"2026-01": 2, "2026-02": 1}
