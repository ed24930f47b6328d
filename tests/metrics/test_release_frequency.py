# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Release frequency."""

from __future__ import annotations

from tests.metrics.handmade import History, at, by_month, reason, rows_of, value

METRIC = "release_frequency"


def releases(*whens):
    history = History().commit("2025-01-01")
    for number, when in enumerate(whens):
        history.tag(f"v1.{number}", when)
    return history


def test_three_releases_ten_days_apart_and_one_twice_overdue():
    history = releases("2026-11-01", "2026-11-11", "2026-10-22", "2025-06-01")
    year = {"start": "2026-01-01", "end": "2026-12-01", "as_of": at("2026-12-01")}

    assert value(history, METRIC, **year) == 3
    assert value(history, METRIC, "days_since_last", **year) == 20
    assert value(history, METRIC, "median_gap_days", **year) == 10
    assert value(history, METRIC, "gap_ratio", **year) == 2


def test_no_activity_is_no_number():
    assert reason(History().project("p"), METRIC) == (None, "no activity")


def test_activity_without_a_release_is_zero():
    history = releases()

    assert value(history, METRIC) == 0
    assert reason(history, METRIC, "days_since_last") == (None, "no release yet")
    assert reason(history, METRIC, "median_gap_days") == (None, "fewer than 2 releases")


def test_one_release_has_no_rhythm():
    history = releases("2026-11-12")

    assert value(history, METRIC) == 1
    assert value(history, METRIC, "days_since_last") == 10
    assert reason(history, METRIC, "gap_ratio") == (None, "fewer than 2 releases")


def test_tags_at_one_instant_are_one_release_for_the_rhythm():
    history = releases("2026-11-02", "2026-11-02", "2026-11-12", "2026-11-12")

    assert value(history, METRIC) == 4
    assert value(history, METRIC, "median_gap_days") == 10


def test_prereleases_are_counted_apart():
    history = releases("2026-11-01").tag("v2.0-rc1", "2026-11-10", pre=True)

    assert value(history, METRIC) == 1
    assert value(history, METRIC, "prereleases") == 1
    assert value(history, METRIC, "days_since_last") == 21


def test_tags_that_are_no_version_or_have_no_date_are_left_out():
    history = releases("2026-11-01").tag("latest", "2026-11-10", release=False).tag("v9", None).tag("v10", "2026-11-22")

    assert value(history, METRIC) == 1


def test_a_silent_project_keeps_its_rhythm_but_has_no_number():
    history = releases("2025-01-10", "2025-02-09")
    silent = {"start": "2026-01-01", "end": "2026-02-01"}

    assert reason(history, METRIC, **silent) == (None, "no activity")
    assert value(history, METRIC, "days_since_last", **silent) == 357
    assert value(history, METRIC, "median_gap_days", **silent) == 30


def test_the_rhythm_of_a_window_knows_nothing_of_later_releases():
    history = releases("2026-01-01", "2026-01-11", "2026-11-01")

    assert value(history, METRIC, "median_gap_days", start="2026-01-01", end="2026-01-31") == 10
    assert value(history, METRIC, "days_since_last", start="2026-01-01", end="2026-01-31") == 20


def test_the_window_is_half_open_and_releases_alone_are_activity():
    history = releases("2025-12-31T23:59:59", "2026-01-01", "2026-02-01")

    assert value(history, METRIC, start="2026-01-01", end="2026-02-01") == 1
    assert by_month(history, METRIC) == {"2025-01": 0, "2025-12": 1, "2026-01": 1, "2026-02": 1}


def test_projects_do_not_mix():
    history = (
        releases("2026-11-01", "2026-11-11").tag("v1", "2026-11-02", project="q").commit("2026-11-02", project="q")
    )
    gaps = {row.project_id: row.value for row in rows_of(history, METRIC) if row.dimension == "median_gap_days"}

    assert gaps == {"p": 10, "q": None}
