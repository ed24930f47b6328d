# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Commit lag."""

from __future__ import annotations

from tests.metrics.handmade import History, by_month, reason, value

METRIC = "commit_lag"
NONE = "no commit with a committer time after its author time"


def test_thirty_hours_are_thirty():
    history = History().commit("2026-01-01T00:00:00", committed="2026-01-02T06:00:00")

    assert value(history, METRIC) == 30


def test_no_commit_is_no_number():
    assert reason(History().project("p"), METRIC) == (None, "no activity")


def test_an_even_number_of_lags_is_halfway_between():
    history = History().commit("2026-01-01T00:00:00", committed="2026-01-01T01:00:00")
    history.commit("2026-01-01T00:00:00", committed="2026-01-01T02:30:00")

    assert value(history, METRIC) == 1.75


def test_no_lag_is_zero():
    assert value(History().commits(["2026-01-01", "2026-01-02"]), METRIC) == 0


def test_negative_lags_are_counted_apart():
    history = History().commit("2026-01-02", committed="2026-01-01").commit("2026-01-01", committed="2026-01-02")

    assert value(history, METRIC) == 24
    assert value(history, METRIC, "negative") == 1


def test_negative_lags_alone_are_no_number():
    history = History().commit("2026-01-02", committed="2026-01-01")

    assert reason(history, METRIC) == (None, NONE)
    assert value(history, METRIC, "negative") == 1


def test_a_commit_without_a_committer_time_is_left_out():
    history = History().commit("2026-01-01", committed=None).commit("2026-01-01", committed="2026-01-01T05:00:00")

    assert value(history, METRIC) == 5


def test_the_author_time_decides_on_the_window():
    history = History().commit("2026-01-31T23:00:00", committed="2026-02-01T01:00:00").commit("2026-02-01")

    assert value(history, METRIC, start="2026-01-01", end="2026-02-01") == 2
    assert by_month(history, METRIC) == {"2026-01": 2, "2026-02": 0}
