# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Run metrics over the tables of the lake: one query a metric for all projects and all periods.

The connection must have the relations commits, trailers, changes, files, tags, people and projects.
Everything is made as temporary tables, views and macros of the connection; the lake itself is only read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ospora.core.errors import MissingTableError
from ospora.core.windows import UTC, Window
from ospora.metrics._members import MetricModule, load_metrics
from ospora.metrics._periods import Span, create_periods, month_spans, number_periods, published_spans, window_span
from ospora.metrics._relations import (
    BASE_TABLES,
    Options,
    activity_relations,
    base_tables,
    history_relations,
    macros,
)
from ospora.metrics._values import create_rows, create_values

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

__all__ = [
    "LeftOut",
    "Options",
    "Value",
    "compute_months",
    "compute_values",
    "compute_window",
    "left_out",
    "load_metrics",
    "prepare",
]

_FIRST = {
    "commits": "SELECT min(authored_at) AS first_at FROM asked_commits WHERE authored_at < as_of()",
    "tags": "SELECT min(tagged_at) AS first_at FROM tags WHERE is_asked(project_id) AND is_release",
}


class Value(NamedTuple):
    """One row of `values` (docs/explanation/architecture.md). Instants are UTC without a zone, as in the lake.

    span: `all` for a window that reaches back to the first commit (period_start is None then), `month`,
    or `window` for any other.
    """

    project_id: str
    metric: str
    span: str
    period_start: dt.datetime | None
    period_end: dt.datetime
    dimension: str
    item: str
    value: float | None
    numerator: float | None
    denominator: float | None
    reason: str | None
    caveat: str | None


class LeftOut(NamedTuple):
    """Commits of a project that are not counted.

    reason: undated (no readable author time), future (authored at or after the clock), merge, automation, ai_agent;
    a commit with several reasons has the first of them.
    """

    project_id: str
    reason: str
    commits: int


def prepare(
    connection: DuckDBPyConnection,
    *,
    as_of: dt.datetime,
    options: Options,
    projects: Sequence[str] | None = None,
    metrics: Sequence[MetricModule] | None = None,
) -> None:
    """Make the relations that metrics read, as far as they do not depend on periods.

    as_of: the clock; what was authored then or later is left out. projects: ids; None for all.
    metrics: those that will be computed; None for any.
    Errors: MissingTableError when the connection lacks a table that they need.
    """
    texts = None if metrics is None else ["FROM asked_projects", *(module.SQL for module in metrics)]
    statements = [*macros(as_of=as_of, options=options, projects=projects), *history_relations(texts)]
    _run(connection, statements, needed=BASE_TABLES if texts is None else base_tables(texts))


def compute_window(connection: DuckDBPyConnection, metrics: Sequence[MetricModule], window: Window) -> list[Value]:
    """Values of some metrics over one window, for every project that was prepared.

    A project without a number gets a row with value None and a reason, never 0.
    """
    return _compute(connection, metrics, spans=[window_span(window)])


def compute_months(connection: DuckDBPyConnection, metrics: Sequence[MetricModule], window: Window) -> list[Value]:
    """Values of some metrics for each calendar month of a window, the first and last cut where the window is.

    Months without activity have no row.
    """
    first = _first_instant(connection, metrics) if window.start is None else None
    spans = list(month_spans(window, first=first))
    return _compute(connection, metrics, spans=spans) if spans else []


def compute_values(
    connection: DuckDBPyConnection,
    *,
    as_of: dt.datetime,
    options: Options,
    projects: Sequence[str] | None = None,
    metrics: Sequence[MetricModule] | None = None,
) -> DuckDBPyRelation:
    """Make the temporary table `computed_values`, with the columns of `values`: all, year and month of each metric.

    as_of: the clock, and the end of every span. projects: ids; None for all. metrics: None for all.
    Errors: MissingTableError when the connection lacks a table that they need.
    """
    chosen = load_metrics() if metrics is None else list(metrics)
    prepare(connection, as_of=as_of, options=options, projects=projects, metrics=chosen)
    first = _first_instant(connection, chosen)
    _make_values(connection, chosen, spans=list(published_spans(as_of, first=first)))
    return connection.table("computed_values")


def left_out(connection: DuckDBPyConnection, window: Window | None = None) -> list[LeftOut]:
    """How many commits of each prepared project are not counted, by reason; undated and future ones in any window."""
    conditions = ["left_out IS NOT NULL"]
    parameters: list[dt.datetime] = []
    if window is not None:
        inside = "authored_at < ?" + (" AND authored_at >= ?" if window.start else "")
        conditions.append(f"(left_out IN ('undated', 'future') OR ({inside}))")
        parameters = [bound.astimezone(UTC).replace(tzinfo=None) for bound in (window.end, window.start) if bound]
    query = f"""
        SELECT project_id, left_out, count(*)
        FROM asked_commits
        WHERE {" AND ".join(conditions)}
        GROUP BY project_id, left_out
        ORDER BY project_id, left_out
    """
    return [LeftOut(*row) for row in connection.execute(query, parameters).fetchall()]


def _compute(connection: DuckDBPyConnection, metrics: Sequence[MetricModule], *, spans: Sequence[Span]) -> list[Value]:
    _make_values(connection, metrics, spans=spans)
    query = "SELECT * FROM computed_values ORDER BY project_id, metric, period_start, dimension, item"
    return [Value(*row) for row in connection.execute(query).fetchall()]


def _make_values(connection: DuckDBPyConnection, metrics: Sequence[MetricModule], *, spans: Sequence[Span]) -> None:
    texts = [module.SQL for module in metrics]
    periods = create_periods(number_periods(spans, texts=texts))
    made = [periods, *activity_relations(texts), create_rows(metrics), create_values(metrics)]
    _run(connection, made, needed=base_tables(texts))


def _first_instant(connection: DuckDBPyConnection, metrics: Sequence[MetricModule]) -> dt.datetime | None:
    """When the first commit or release that the metrics can count was made: months begin there."""
    tables = base_tables(module.SQL for module in metrics)
    queries = [query for table, query in _FIRST.items() if table in tables]
    if not queries:
        return None
    found = _run(connection, [f"SELECT min(first_at) FROM ({' UNION ALL '.join(queries)})"], needed=tables).fetchone()
    return found[0].replace(tzinfo=UTC) if found and found[0] else None


def _run(connection: DuckDBPyConnection, statements: Sequence[str], *, needed: Sequence[str]) -> DuckDBPyConnection:
    """Run some statements; the result is that of the last one.

    Errors: MissingTableError when one of the needed tables is not there.
    """
    import duckdb  # noqa: PLC0415 - the connection exists, so that it is loaded

    try:
        return connection.execute(";\n".join(statements))
    except duckdb.CatalogException as error:
        missing = [table for table in needed if not _has_table(connection, table)]
        if not missing:
            raise
        raise MissingTableError(f"There is no table {missing[0]!r} yet; run `ospora scan` first.") from error


def _has_table(connection: DuckDBPyConnection, name: str) -> bool:
    found = connection.execute("SELECT 1 FROM information_schema.tables WHERE table_name = ?", [name]).fetchone()
    return found is not None
