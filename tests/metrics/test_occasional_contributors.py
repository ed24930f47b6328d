# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Occasional contributors."""

from __future__ import annotations

from tests.metrics.handmade import History, by_month, reason, value

METRIC = "occasional_contributors"


def test_two_contributions_are_occasional_and_three_are_not():
    history = History().commits(["2026-01-01"], "ann").commits(["2026-01-01", "2026-01-02"], "ben")
    history.commits(["2026-01-01", "2026-01-02", "2026-01-03"], "cleo")

    assert value(history, METRIC) == 2


def test_no_activity_is_no_number():
    assert reason(History().project("p"), METRIC) == (None, "no activity")


def test_regular_people_alone_are_zero():
    assert value(History().commits(["2026-01-01", "2026-01-02", "2026-01-03"]), METRIC) == 0


def test_several_roles_in_one_commit_are_one_contribution():
    signed = {"signer": ["ann"], "tester": ["ann"]}
    history = History().commit("2026-01-01", trailers=signed).commit("2026-01-02", trailers=signed)

    assert value(history, METRIC) == 1


def test_roles_in_several_commits_add_up():
    history = History().commit("2026-01-01", "ann").commit("2026-01-02", "ann")
    history.commit("2026-01-03", "bot", trailers={"reviewer": ["ann"], "tester": ["ann"]})

    assert value(history, METRIC) == 0


def test_the_period_decides():
    history = History().commits(["2026-01-01", "2026-01-31T23:59:59", "2026-02-01", "2026-02-02", "2026-02-28"])

    assert by_month(history, METRIC) == {"2026-01": 1, "2026-02": 0}
    assert value(history, METRIC, start="2026-01-01", end="2026-02-01") == 1
