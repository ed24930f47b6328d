# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Turn the rows of all metrics into the table `computed_values`: periods, reasons why null, caveats."""

from __future__ import annotations

from collections.abc import Sequence

from ospora.core.sql import sql_text
from ospora.metrics._members import MetricModule

# The first SELECT has no rows; it gives the columns their names and types. One statement for all metrics is planned
# and run faster than one for each, and a temporary table that grows in steps would be written down after each.
_CREATE_ROWS = """\
-- one row per metric, project, period, dimension and item, as the metrics give them
CREATE OR REPLACE TEMP TABLE computed_rows AS
SELECT
  NULL::VARCHAR AS metric, NULL::VARCHAR AS project_id, NULL::INTEGER AS period_id,
  NULL::VARCHAR AS dimension, NULL::VARCHAR AS item,
  NULL::DOUBLE AS value, NULL::DOUBLE AS numerator, NULL::DOUBLE AS denominator,
  NULL::VARCHAR AS reason, NULL::VARCHAR AS caveat
WHERE false
"""

# A window that does not reach back to the first commit stands where a year does.
_CREATE_VALUES = """\
-- one row per metric, project, period, dimension and item; where a metric has no row for a window, one that says why
CREATE OR REPLACE TEMP TABLE computed_values AS
WITH metrics (metric, needs, spans) AS (
  VALUES {metrics}
),
readings AS (
  SELECT
    p.project_id,
    m.metric,
    m.spans,
    CASE
      WHEN p.state = 'empty' THEN 'empty repository'
      WHEN p.depth IS NULL THEN 'nothing was read'
      WHEN m.needs = 'lines' AND p.depth <> 'lines' THEN 'line counts were not read (depth: ' || p.depth || ')'
      WHEN m.needs = 'paths' AND p.depth = 'metadata' THEN 'paths were not read (depth: metadata)'
    END AS unread,
    concat_ws(
      '; ',
      CASE WHEN p.is_shallow THEN 'shallow clone: older history is missing' END,
      CASE WHEN p.is_partial THEN 'some objects are missing' END,
      CASE WHEN p.state = 'stale' THEN 'the last reading failed: newer history may be missing' END
    ) AS caveat
  FROM asked_projects p
  CROSS JOIN metrics m
)
SELECT
  r.project_id,
  r.metric,
  p.span,
  nullif(p.period_start, '-infinity') AS period_start,
  p.period_end,
  coalesce(c.dimension, '') AS dimension,
  coalesce(c.item, '') AS item,
  c.value,
  c.numerator,
  c.denominator,
  CASE
    WHEN c.metric IS NOT NULL THEN c.reason
    WHEN r.unread IS NOT NULL THEN r.unread
    WHEN list_contains(r.spans, CASE p.span WHEN 'window' THEN 'year' ELSE p.span END) THEN 'no activity'
    WHEN p.span = 'all' THEN 'not defined for the whole history'
    ELSE 'defined for the whole history only'
  END AS reason,
  nullif(concat_ws('; ', c.caveat, nullif(r.caveat, '')), '') AS caveat
FROM readings r
JOIN periods p ON p.span IN ('all', 'window') OR list_contains(r.spans, p.span)
LEFT JOIN computed_rows c
  ON c.metric = r.metric AND c.project_id = r.project_id AND c.period_id = p.period_id AND r.unread IS NULL
WHERE c.metric IS NOT NULL OR p.span <> 'month'"""


def create_rows(metrics: Sequence[MetricModule]) -> str:
    """Statement that runs the query of every metric into `computed_rows`; a metric may leave `caveat` out."""
    queries = (f"UNION ALL BY NAME\nSELECT {sql_text(m.METRIC.id)} AS metric, * FROM (\n{m.SQL})\n" for m in metrics)
    return _CREATE_ROWS + "".join(queries)


def create_values(metrics: Sequence[MetricModule]) -> str:
    """Statement that makes `computed_values` out of `computed_rows`, for the metrics that were run."""
    return _CREATE_VALUES.format(metrics=", ".join(_row(module) for module in metrics))


def _row(module: MetricModule) -> str:
    spans = ", ".join(sql_text(span) for span in module.METRIC.spans)
    return f"({sql_text(module.METRIC.id)}, {sql_text(module.METRIC.needs)}, [{spans}])"
