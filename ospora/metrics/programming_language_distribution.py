# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Languages of the files at the tip."""

from __future__ import annotations

from ospora.metrics._definition import Metric

METRIC = Metric(
    id="programming_language_distribution",
    title="Programming language distribution",
    chaoss_id="3430",
    question="In which languages is it written?",
    rule=(
        "Share of bytes in each programming or markup language, among the files at the tip of the default branch. "
        "The value is the share of the largest language; the dimension `language` has the share of each. "
        "Numerator and denominator are bytes."
    ),
    unit="ratio",
    needs="paths",
    left_out=("vendored files", "generated files", "binary files", "LFS pointers"),
    spans=("all",),
    source="CHAOSS, Programming Language Distribution; languages as GitHub Linguist names them",
)

SQL = """\
-- one row per project, and one for each of its languages, in the period that reaches back to the first commit
WITH sizes AS (
  SELECT project_id, language, sum(bytes) AS bytes
  FROM files
  WHERE
    is_asked(project_id)
    AND language_type IN ('programming', 'markup')
    AND NOT coalesce(is_binary, false)
    AND NOT coalesce(is_vendored, false)
    AND NOT coalesce(is_generated, false)
    AND NOT coalesce(is_lfs_pointer, false)
  GROUP BY project_id, language
  HAVING sum(bytes) > 0
),
totals AS (
  SELECT project_id, max(bytes) AS largest, sum(bytes) AS bytes
  FROM sizes
  GROUP BY project_id
),
whole AS (
  SELECT period_id
  FROM periods
  WHERE period_start = '-infinity'
)
SELECT
  project_id, period_id, '' AS dimension, '' AS item,
  largest / bytes AS value, largest AS numerator, bytes AS denominator,
  CASE WHEN bytes IS NULL THEN 'no file in a programming or markup language' END AS reason
FROM asked_projects
CROSS JOIN whole
LEFT JOIN totals USING (project_id)
UNION ALL
SELECT
  sizes.project_id, whole.period_id, 'language', sizes.language,
  sizes.bytes / totals.bytes, sizes.bytes, totals.bytes, NULL
FROM sizes
JOIN totals ON totals.project_id = sizes.project_id
CROSS JOIN whole
"""
