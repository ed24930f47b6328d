# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Code changes: lines."""

from __future__ import annotations

from tests.metrics.handmade import History, by_month, reason, row_of, value

METRIC = "code_changes_lines"


def counted(added, deleted, path="a.py"):
    return (path, added, deleted, "counted", "code")


def uncounted(status, path="b.bin"):
    return (path, None, None, status, "data")


def test_lines_added_and_removed_add_up():
    history = History().commit("2026-01-01", changes=[counted(10, 3), counted(5, 0, "b.py")])
    history.commit("2026-01-02", changes=[counted(0, 2)])

    assert value(history, METRIC) == 20
    assert value(history, METRIC, "added") == 15
    assert value(history, METRIC, "removed") == 5


def test_no_commit_is_no_number():
    assert reason(History().project("p"), METRIC) == (None, "no activity")


def test_an_empty_commit_changes_no_line():
    assert value(History().commit("2026-01-01"), METRIC) == 0


def test_binary_files_and_submodules_have_no_lines():
    history = History().commit("2026-01-01", changes=[uncounted("binary"), uncounted("submodule", "lib")])

    assert value(history, METRIC) == 0


def test_missing_counts_make_a_lower_bound():
    history = History().commit(
        "2026-01-01", changes=[counted(4, 1), uncounted("missing", "c"), uncounted("missing", "d")]
    )
    row = row_of(history, METRIC)

    assert (row.value, row.caveat) == (5, "lower bound: 2 changes have no line counts")


def test_one_missing_count_is_said_in_the_singular():
    history = History().commit("2026-01-01", changes=[counted(4, 1), uncounted("missing", "c")])

    assert row_of(history, METRIC).caveat == "lower bound: 1 change has no line counts"


def test_missing_counts_alone_are_no_zero():
    history = History().commit("2026-01-01", changes=[uncounted("missing")])

    assert reason(history, METRIC) == (None, "the line counts are missing")


def test_a_project_read_without_lines_has_no_number():
    history = History().project("p", depth="paths").commit("2026-01-01", changes=[uncounted("not_read")])

    assert reason(history, METRIC) == (None, "line counts were not read (depth: paths)")


def test_lines_of_bots_are_left_out():
    history = (
        History().commit("2026-01-01", changes=[counted(1, 1)]).commit("2026-01-02", "bot", changes=[counted(9, 9)])
    )

    assert value(history, METRIC) == 2


def test_the_window_is_half_open():
    history = History()
    for number, when in enumerate(["2025-12-31T23:59:59", "2026-01-01", "2026-01-31T23:59:59", "2026-02-01"]):
        history.commit(when, changes=[counted(10**number, 0)])

    assert value(history, METRIC, start="2026-01-01", end="2026-02-01") == 110
    assert by_month(history, METRIC) == {"2025-12": 1, "2026-01": 110, "2026-02": 1000}
