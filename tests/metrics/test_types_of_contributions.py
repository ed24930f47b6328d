# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Types of contributions."""

from __future__ import annotations

from typing import get_args

from ospora.metrics._compute import Options
from ospora.metrics._relations import KINDS
from ospora.office.path_kinds import PathKind
from tests.metrics.handmade import History, by_item, reason, row_of, value

METRIC = "types_of_contributions"


def touching(*kinds):
    return [(f"file{number}", 1, 0, "counted", kind) for number, kind in enumerate(kinds)]


def test_kinds_of_files_and_roles_of_people():
    history = History().commit("2026-01-01", "ann", changes=touching("code", "code", "test"))
    history.commit("2026-01-02", "ben", changes=touching("documentation"), trailers={"reviewer": ["ann"]})

    assert value(history, METRIC) == 3
    assert by_item(history, METRIC, "role") == {"author": 2, "reviewer": 1}
    assert by_item(history, METRIC, "kind") == {"code": 0.5, "documentation": 0.5, "test": 0.5}


def test_no_activity_is_no_number():
    assert reason(History().project("p"), METRIC) == (None, "no activity")


def test_a_share_has_its_commits():
    history = History().commit("2026-01-01", changes=touching("data")).commit("2026-01-02").commit("2026-01-03")
    row = row_of(history, METRIC, "kind", "data")

    assert (row.value, row.numerator, row.denominator) == (1 / 3, 1, 3)


def test_every_kind_is_told_apart():
    kinds = ["build", "code", "data", "design", "documentation", "governance", "other", "test", "translation"]
    history = History()
    for kind in kinds:
        history.commit("2026-01-01", changes=touching(kind))

    assert by_item(history, METRIC, "kind") == dict.fromkeys(kinds, 1 / 9)


def test_the_kinds_are_those_that_paths_are_given():
    assert set(KINDS) == set(get_args(PathKind))


def test_roles_are_known_without_paths():
    history = History().project("p", depth="metadata").commit("2026-01-01", trailers={"tester": ["ben"]})

    assert by_item(history, METRIC, "role") == {"author": 1, "tester": 1}
    assert reason(history, METRIC, "kind") == (None, "paths were not read (depth: metadata)")


def test_what_a_merge_or_the_end_of_a_shallow_clone_changed_is_not_known():
    history = History().commit("2026-01-03", changes=touching("code")).commit("2026-01-02", boundary=True)
    history.commit("2026-01-04", merge=True)

    assert value(history, METRIC, "kind", "code", options=Options(include_merges=True)) == 1


def test_one_person_twice_in_one_role_is_one_contribution():
    history = History().same_person("ben", "ben@work")
    history.commit("2026-01-01", trailers={"co-author": ["ben", "ben", "ben@work"]})

    assert by_item(history, METRIC, "role") == {"author": 1, "co-author": 1}


def test_work_of_bots_is_left_out():
    history = History().commit("2026-01-01", changes=touching("code"))
    history.commit("2026-01-02", "bot", changes=touching("build"), trailers={"signer": ["bot"]})

    assert by_item(history, METRIC, "kind") == {"code": 1}
    assert by_item(history, METRIC, "role") == {"author": 1}


def test_the_window_is_half_open():
    history = History().commit("2025-12-31T23:59:59", changes=touching("test"))
    history.commit("2026-01-01", changes=touching("code")).commit("2026-02-01", changes=touching("build"))

    assert by_item(history, METRIC, "kind", start="2026-01-01", end="2026-02-01") == {"code": 1}
