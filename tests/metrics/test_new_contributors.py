# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""New contributors."""

from __future__ import annotations

from tests.metrics.handmade import History, by_month, reason, value

METRIC = "new_contributors"


def test_the_first_contribution_ever_decides_not_the_first_of_the_window():
    history = (
        History().commit("2024-05-01", "ann").commits(["2026-03-01", "2026-03-02"], "ann").commit("2026-03-05", "ben")
    )

    assert value(history, METRIC, start="2026-01-01", end="2026-07-01") == 1


def test_over_the_whole_history_everybody_is_new():
    history = History().commits(["2024-01-01", "2025-01-01"], "ann").commit("2026-01-01", "ben")

    assert value(history, METRIC) == 2


def test_no_activity_is_no_number():
    history = History().commit("2024-01-01")

    assert reason(history, METRIC, start="2026-01-01", end="2026-02-01") == (None, "no activity")


def test_only_known_people_are_zero_new_ones():
    history = History().commits(["2024-01-01", "2026-01-15"])

    assert value(history, METRIC, start="2026-01-01", end="2026-02-01") == 0


def test_a_first_contribution_may_be_a_review():
    history = History().commit("2025-12-31", "ann", trailers={"reviewer": ["ben"]}).commit("2026-01-01", "ben")

    assert value(history, METRIC, start="2026-01-01", end="2026-02-01") == 0


def test_somebody_known_by_another_name_is_not_new():
    history = History().same_person("ann", "ann@work").commit("2025-01-01", "ann").commit("2026-01-01", "ann@work")

    assert value(history, METRIC, start="2026-01-01", end="2026-02-01") == 0


def test_nobody_in_a_shallow_clone_is_known_to_be_new():
    history = History().project("p", shallow=True).commit("2026-01-01")

    assert reason(history, METRIC) == (None, "shallow clone: who is new cannot be known")


def test_two_first_commits_at_one_instant_are_one_person():
    assert value(History().commits(["2026-01-01", "2026-01-01"]), METRIC) == 1


def test_the_window_is_half_open():
    history = History().commit("2025-12-31T23:59:59", "ann").commit("2026-01-01", "ben").commit("2026-02-01", "cleo")

    assert value(history, METRIC, start="2026-01-01", end="2026-02-01") == 1


def test_each_person_is_new_in_one_month():
    history = History().commits(["2026-01-05", "2026-02-05"], "ann").commits(["2026-02-01", "2026-03-01"], "ben")

    assert by_month(history, METRIC) == {"2026-01": 1, "2026-02": 1, "2026-03": 0}
