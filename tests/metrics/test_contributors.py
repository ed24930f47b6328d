# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Contributors."""

from __future__ import annotations

from ospora.metrics._compute import Options
from tests.metrics.handmade import History, by_item, by_month, reason, value

METRIC = "contributors"


def test_everybody_named_by_a_commit_contributes():
    history = History()
    history.commit("2026-01-01", "ann", trailers={"co-author": ["ben"], "reviewer": ["cleo"]})
    history.commit("2026-01-02", "ben", trailers={"signer": ["ben"], "tester": ["ann", "dan"]})

    assert value(history, METRIC) == 4
    assert by_item(history, METRIC, "role") == {"author": 2, "co-author": 1, "reviewer": 1, "signer": 1, "tester": 2}


def test_nobody_is_no_number():
    assert reason(History().project("p"), METRIC) == (None, "no activity")


def test_an_empty_repository_says_so():
    assert reason(History().project("p", state="empty", depth=None), METRIC) == (None, "empty repository")


def test_a_project_that_could_not_be_read_says_so():
    assert reason(History().project("p", state="failed", depth=None), METRIC) == (None, "nothing was read")


def test_one_person_with_many_commits_is_one():
    assert value(History().commits(["2026-01-01", "2026-01-01", "2026-03-01"]), METRIC) == 1


def test_two_names_of_one_person_are_one():
    history = History().same_person("ann", "ann@work").commit("2026-01-01", "ann").commit("2026-01-02", "ann@work")

    assert value(history, METRIC) == 1


def test_bots_and_agents_are_left_out_unless_asked():
    history = History().commit("2026-01-01", "ann", trailers={"co-author": ["agent"]}).commit("2026-01-02", "bot")

    assert value(history, METRIC) == 1
    assert value(history, METRIC, options=Options(include_automation=True)) == 3


def test_a_person_who_reviews_a_bot_contributes():
    history = History().commit("2026-01-01", "bot", trailers={"reviewer": ["ann"]})

    assert value(history, METRIC) == 1
    assert by_item(history, METRIC, "role") == {"reviewer": 1}


def test_merges_are_left_out_with_their_trailers_unless_asked():
    history = (
        History().commit("2026-01-01", "ann").commit("2026-01-02", "ben", merge=True, trailers={"signer": ["cleo"]})
    )

    assert value(history, METRIC) == 1
    assert value(history, METRIC, options=Options(include_merges=True)) == 3


def test_undated_and_future_commits_are_left_out():
    history = History().commit("2026-01-01", "ann").commit(None, "ben").commit("2026-11-22", "cleo")

    assert value(history, METRIC) == 1


def test_the_window_is_half_open():
    history = History().commit("2025-12-31T23:59:59", "ann").commit("2026-01-01", "ben").commit("2026-02-01", "cleo")

    assert value(history, METRIC, start="2026-01-01", end="2026-02-01") == 1


def test_the_first_instant_of_a_month_belongs_to_the_month():
    history = History().commit("2026-01-31T23:59:59", "ann").commit("2026-02-01", "ben").commit("2026-02-02", "ann")
    history.commit("2026-04-01", "ann")

    assert by_month(history, METRIC) == {"2026-01": 1, "2026-02": 2, "2026-04": 1}
