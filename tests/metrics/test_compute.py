# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""The engine: spans, reasons, caveats, what is left out, and what it asks of the lake."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from ospora.core.errors import MissingTableError
from ospora.core.windows import Window
from ospora.facts.values import TABLE
from ospora.metrics import _members
from ospora.metrics._compute import (
    LeftOut,
    Options,
    compute_months,
    compute_values,
    compute_window,
    left_out,
    prepare,
)
from tests.metrics.handmade import AS_OF, METRICS, History, at, row_of, rows_of

WHOLE = Window(start=None, end=AS_OF)


def published(history, *metrics, as_of=AS_OF, **asked):
    """(project, metric, span, start, dimension) → value."""
    chosen = [METRICS[name] for name in metrics] or None
    with history.connect() as connection:
        rows = compute_values(connection, as_of=as_of, options=Options(), metrics=chosen, **asked).fetchall()
    return {(row[0], row[1], row[2], row[3] and str(row[3].date()), row[5], row[6]): row[7] for row in rows}


def test_published_spans_are_the_whole_history_the_year_and_every_month():
    history = History().commit("2025-11-22").commit("2026-01-31T23:59:59").commit("2026-11-01")

    assert published(history, "contributors") == {
        ("p", "contributors", "all", None, "", ""): 1,
        ("p", "contributors", "all", None, "role", "author"): 1,
        ("p", "contributors", "year", "2025-11-22", "", ""): 1,
        ("p", "contributors", "year", "2025-11-22", "role", "author"): 1,
        **{
            ("p", "contributors", "month", month, *rest): 1
            for month in ("2025-11-01", "2026-01-01", "2026-11-01")
            for rest in (("", ""), ("role", "author"))
        },
    }


def test_the_year_is_the_calendar_year_before_the_clock():
    history = History().commits(["2023-02-27T23:59:59", "2023-02-28", "2024-02-28T23:59:59", "2024-02-29"])
    values = published(history, "code_changes_commits", as_of=at("2024-02-29"))

    assert values["p", "code_changes_commits", "year", "2023-02-28", "", ""] == 2


def test_the_current_month_ends_at_the_clock_and_others_with_the_month():
    history = History().commits(["2026-10-05", "2026-11-05"])
    ends = [row.period_end for row in rows_of(history, "contributors", months=True) if row.dimension == ""]

    assert ends == [dt.datetime(2026, 11, 1), dt.datetime(2026, 11, 22)]


def test_a_clock_at_the_first_instant_of_a_month_opens_no_month():
    history = History().commits(["2026-10-05"])

    assert [
        row.period_start.month for row in rows_of(history, "new_contributors", months=True, as_of=at("2026-11-01"))
    ] == [10]


def test_computed_values_has_the_columns_of_the_table_values():
    with History().commit("2026-01-01").connect() as connection:
        relation = compute_values(connection, as_of=AS_OF, options=Options())

        assert dict(zip(relation.columns, map(str, relation.types), strict=True)) == TABLE.column_types


def test_no_row_comes_twice():
    history = History().commits(["2026-01-01", "2026-02-01"]).tag("v1", "2026-01-01").file("a.py", 1, "Python")
    with history.connect() as connection:
        relation = compute_values(connection, as_of=AS_OF, options=Options())
        key = "project_id, metric, span, period_start, dimension, item"

        assert relation.aggregate(f"{key}, count(*) AS n", key).filter("n > 1").fetchall() == []


def test_every_metric_has_a_plain_row_for_every_window_it_is_published_for():
    values = published(History().project("p").project("q", state="empty", depth=None))
    expected = {
        (project, metric, span)
        for project in ("p", "q")
        for metric, module in METRICS.items()
        for span in {*module.METRIC.spans, "all"} - {"month"}
    }

    assert {key[:3] for key in values if key[4:] == ("", "")} == expected
    assert set(values.values()) == {None}


def test_a_lake_without_projects_has_no_values():
    assert published(History()) == {}


def test_a_project_without_a_commit_has_no_months():
    assert rows_of(History().project("p"), "contributors", months=True) == []


def test_only_the_projects_that_are_asked_for_are_computed():
    history = History().commit("2026-01-01", project="p").commit("2026-01-01", project="q'; x")

    assert {key[0] for key in published(history, "contributors", projects=["q'; x"])} == {"q'; x"}
    assert published(history, "contributors", projects=[]) == {}


@pytest.mark.parametrize(
    ("flags", "caveat"),
    [
        ({}, None),
        ({"shallow": True}, "shallow clone: older history is missing"),
        ({"partial": True}, "some objects are missing"),
        ({"shallow": True, "partial": True}, "shallow clone: older history is missing; some objects are missing"),
        ({"state": "stale"}, "the last reading failed: newer history may be missing"),
    ],
)
def test_caveats_come_from_the_project(flags, caveat):
    history = History().project("p", **flags).commit("2026-01-01")

    assert row_of(history, "committers").caveat == caveat
    assert row_of(history, "committers", start="2020-01-01", end="2021-01-01").caveat == caveat


def test_caveats_of_a_metric_come_first():
    change = ("a.py", None, None, "missing", "code")
    history = (
        History().project("p", partial=True).commit("2026-01-01", changes=[change, ("b.py", 1, 1, "counted", "code")])
    )

    assert row_of(history, "code_changes_lines").caveat == (
        "lower bound: 1 change has no line counts; some objects are missing"
    )


def test_rows_of_a_project_that_was_read_less_deep_are_not_shown():
    history = History().project("p", depth="metadata").commit("2026-01-01", changes=[("a.py", 1, 1, "counted", "code")])

    assert [row.value for row in rows_of(history, "code_changes_lines")] == [None]
    assert rows_of(history, "code_changes_lines", months=True) == []


@pytest.mark.parametrize("table", ["commits", "trailers", "changes", "files", "tags", "people", "projects"])
def test_a_table_that_is_not_there_is_named(table):
    with (
        History().connect(without=table) as connection,
        pytest.raises(MissingTableError, match=f"'{table}'"),
    ):
        compute_values(connection, as_of=AS_OF, options=Options())


def test_a_metric_asks_only_for_the_tables_that_it_reads():
    with History().commit("2026-01-01").connect(without="changes") as connection:
        prepare(connection, as_of=AS_OF, options=Options(), metrics=[METRICS["committers"]])

        assert [row.value for row in compute_window(connection, [METRICS["committers"]], WHOLE)] == [1]


def test_one_preparation_serves_any_metric_and_window():
    with History().commits(["2026-01-01", "2026-02-01"]).connect() as connection:
        prepare(connection, as_of=AS_OF, options=Options())
        january = Window(start=at("2026-01-01"), end=at("2026-02-01"))
        commits = METRICS["code_changes_commits"]

        assert [row.value for row in compute_window(connection, [commits], WHOLE) if not row.dimension] == [2]
        assert [row.value for row in compute_window(connection, [commits], january) if not row.dimension] == [1]
        assert [row.value for row in compute_months(connection, [commits], january) if not row.dimension] == [1]
        assert [
            row.value for row in compute_window(connection, [METRICS["contributors"]], WHOLE) if not row.dimension
        ] == [1]


def test_what_is_left_out_is_counted_by_reason():
    history = History().commit("2026-01-01").commit("2026-01-02", "bot").commit("2026-01-03", "agent")
    history.commit("2026-01-04", merge=True).commit("2026-01-05", "bot", merge=True).commit(None).commit("2027-01-01")
    everything = [("ai_agent", 1), ("automation", 1), ("future", 1), ("merge", 2), ("undated", 1)]
    with history.connect() as connection:
        prepare(connection, as_of=AS_OF, options=Options(), metrics=[METRICS["committers"]])
        window = Window(start=at("2026-01-03"), end=at("2026-01-05"))

        assert left_out(connection) == [LeftOut("p", *found) for found in everything]
        assert left_out(connection, window) == [
            LeftOut("p", "ai_agent", 1), LeftOut("p", "future", 1), LeftOut("p", "merge", 1), LeftOut("p", "undated", 1)
        ]  # fmt: skip


def test_nothing_is_left_out_that_was_asked_for():
    history = History().commit("2026-01-02", "bot").commit("2026-01-04", merge=True)
    with history.connect() as connection:
        prepare(connection, as_of=AS_OF, options=Options(include_merges=True, include_automation=True))

        assert left_out(connection) == []


def test_two_metrics_of_one_id_are_refused(monkeypatch):
    twins = [
        SimpleNamespace(__name__=name, METRIC=METRICS["committers"].METRIC) for name in ("ospora.one", "ospora.two")
    ]
    monkeypatch.setattr(_members, "load_members", lambda package: twins)

    with pytest.raises(ValueError, match=r"ospora\.one and ospora\.two are both the metric 'committers'"):
        _members.load_metrics()


def test_loading_the_metrics_loads_no_database():
    script = "import sys, ospora.metrics._compute as c; c.load_metrics(); assert 'duckdb' not in sys.modules"

    assert subprocess.run([sys.executable, "-c", script], cwd=Path(__file__).parents[2], check=False).returncode == 0
