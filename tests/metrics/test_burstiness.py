# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Burstiness."""

from __future__ import annotations

import math

import pytest

from tests.metrics.handmade import History, at, by_month, reason, row_of, value

METRIC = "burstiness"
FEW = "fewer than 3 gaps between commits"


def gaps(*seconds):
    """Commits with these seconds between them."""
    history = History().commit("2026-01-01")
    when = at("2026-01-01").timestamp()
    for gap in seconds:
        when += gap
        history.commit(at("1970-01-01").fromtimestamp(when, at("1970-01-01").tzinfo))
    return history


def test_the_formula_of_goh_and_barabasi():
    row = row_of(gaps(10, 20, 90), METRIC)
    mean, deviation = 40, math.sqrt((30**2 + 20**2 + 50**2) / 3)

    assert row.value == pytest.approx((deviation - mean) / (deviation + mean), abs=1e-15)
    assert row.numerator == pytest.approx(deviation - mean)
    assert row.denominator == pytest.approx(deviation + mean)


def test_a_clock_is_minus_one():
    assert value(gaps(60, 60, 60, 60), METRIC) == -1


def test_one_long_gap_among_many_short_ones_comes_near_to_one():
    assert value(gaps(*[0] * 999, 1), METRIC) == pytest.approx(0.939, abs=0.001)


def test_no_commit_is_no_number():
    assert reason(History().project("p"), METRIC) == (None, "no activity")


@pytest.mark.parametrize("known", [(), (60,), (60, 60)])
def test_fewer_than_three_gaps_say_nothing(known):
    assert reason(gaps(*known), METRIC) == (None, FEW)


def test_commits_at_one_instant_have_no_rhythm():
    assert reason(gaps(0, 0, 0), METRIC) == (None, "all commits have the same time")


def test_a_gap_that_begins_before_the_window_does_not_count():
    history = History().commits(["2025-06-01", "2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04", "2026-02-01"])

    assert value(history, METRIC, start="2026-01-01", end="2026-02-01") == -1
    assert by_month(history, METRIC) == {"2025-06": None, "2026-01": -1, "2026-02": None}


def test_centuries_between_commits_do_not_overflow():
    history = History().commits(["1970-01-01", "1970-01-02", "1970-01-03", "2026-01-01"])

    assert 0.17 < value(history, METRIC) < 0.18
