# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""A plain DuckDB script that gives the same number, for anybody who has the Parquet files and not Ospora."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence

from ospora.core.errors import MissingTableError
from ospora.core.sql import sql_text
from ospora.core.windows import Window, format_instant
from ospora.metrics._members import MetricModule
from ospora.metrics._periods import PREVIOUS, create_periods, number_periods, window_span
from ospora.metrics._relations import Options, activity_relations, base_tables, history_relations, macros

_MACRO_NAME = re.compile(r"MACRO (\w+)\(")


def sql_script(
    metric: MetricModule,
    *,
    tables: Mapping[str, Sequence[str] | str],
    window: Window,
    project_id: str,
    as_of: dt.datetime | None = None,
    options: Options | None = None,
) -> str:
    """SQL that can be run as it is: views of the tables, what the metric reads, and its query for one project.

    tables: table → paths of its Parquet files, or a SELECT that gives its rows. as_of: the clock; None: the end of
    the window. The last statement gives dimension, item, value, numerator, denominator and reason, and no row
    where the metric has no number.
    Errors: MissingTableError when a table that the metric reads is not among the tables.
    """
    texts = [metric.SQL]
    queries = [f"CREATE OR REPLACE TEMP VIEW {name} AS {_source(name, tables)}" for name in base_tables(texts)]
    made = [
        *history_relations(texts),
        create_periods(number_periods([window_span(window)], texts=texts)),
        *activity_relations(texts),
        _last_query(metric, project_id=project_id),
    ]
    fixed = macros(as_of=as_of or window.end, options=options or Options(), projects=[project_id])
    title = (
        f"-- {metric.METRIC.title}, {window}, as Ospora computes it. Run with DuckDB 1.3 or newer: duckdb < this-file"
    )
    if as_of is not None and as_of != window.end:
        title += f"\n-- What is known at {format_instant(as_of)}"
    return "\n\n".join([title, *(f"{statement};" for statement in [*queries, *_used(fixed, made), *made])]) + "\n"


def _source(name: str, tables: Mapping[str, Sequence[str] | str]) -> str:
    source = tables.get(name)
    if source is None:
        raise MissingTableError(f"There is no table {name!r} yet; run `ospora scan` first.")
    if isinstance(source, str):
        return source
    paths = ", ".join(sql_text(str(path)) for path in source)
    return f"SELECT * FROM read_parquet([{paths}])"


def _used(fixed: Sequence[str], made: Sequence[str]) -> list[str]:
    """Those macros that the statements call."""
    text = "\n".join(made)
    return [macro for macro in fixed if (found := _MACRO_NAME.search(macro)) and f"{found[1]}(" in text]


def _last_query(metric: MetricModule, *, project_id: str) -> str:
    return f"""\
SELECT
  computed.dimension,
  computed.item,
  computed.value::DOUBLE AS value,
  computed.numerator::DOUBLE AS numerator,
  computed.denominator::DOUBLE AS denominator,
  computed.reason
FROM (
{metric.SQL}) computed
JOIN periods ON periods.period_id = computed.period_id AND periods.span <> {sql_text(PREVIOUS)}
WHERE computed.project_id = {sql_text(project_id)}
ORDER BY computed.dimension, computed.item"""
