# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Releases, and the project's own rhythm of releasing."""

from __future__ import annotations

from ospora.metrics._definition import Metric

METRIC = Metric(
    id="release_frequency",
    title="Release frequency",
    chaoss_id="4765",
    question="How often is there a release, and is the next one overdue by the project's own rhythm?",
    rule=(
        "Tags in the window whose name is a version; pre-releases are counted apart, in the dimension `prereleases`. "
        "From all releases up to the end of the window: `days_since_last`, `median_gap_days` (the median time "
        "between two releases of this project) and `gap_ratio`, the one divided by the other."
    ),
    unit="releases",
    left_out=("tags whose name is no version",),
    source="CHAOSS, Release Frequency; the rhythm is ours",
)

SQL = """\
-- one row per project and period with a commit or a version tag, and one for each dimension;
-- the rhythm of a project that has fallen silent is shown too, except by month
WITH versions AS (
  SELECT
    project_id,
    tagged_at,
    NOT coalesce(is_prerelease, false) AS is_final,
    date_diff(
      'second', lag(tagged_at) OVER (PARTITION BY project_id, is_final ORDER BY tagged_at), tagged_at
    ) AS gap
  FROM tags
  WHERE is_asked(project_id) AND is_release AND tagged_at < as_of()
),
history AS (
  SELECT
    v.project_id,
    p.period_id,
    count(*) FILTER (WHERE v.is_final AND v.tagged_at >= p.period_start) AS releases,
    count(*) FILTER (WHERE NOT v.is_final AND v.tagged_at >= p.period_start) AS prereleases,
    date_diff('second', max(v.tagged_at) FILTER (WHERE v.is_final), any_value(p.period_end)) / 86400 AS days_since_last,
    -- several tags at one instant are one release for the rhythm
    median(v.gap) FILTER (WHERE v.is_final AND v.gap > 0) / 86400 AS median_gap_days
  FROM versions v
  JOIN periods p ON v.tagged_at < p.period_end
  GROUP BY v.project_id, p.period_id
),
figures AS (
  SELECT
    project_id,
    period_id,
    a.commits IS NOT NULL OR h.releases + h.prereleases > 0 AS is_active,
    CASE WHEN is_active THEN coalesce(h.releases, 0) END AS releases,
    CASE WHEN is_active THEN coalesce(h.prereleases, 0) END AS prereleases,
    h.days_since_last,
    h.median_gap_days
  FROM active_periods a
  FULL JOIN history h USING (project_id, period_id)
),
listed AS (
  SELECT
    f.project_id,
    f.period_id,
    unnest(['', 'prereleases', 'days_since_last', 'median_gap_days', 'gap_ratio']) AS dimension,
    unnest([releases, prereleases, days_since_last, median_gap_days, days_since_last / median_gap_days]) AS value,
    unnest([NULL, NULL, NULL, NULL, days_since_last]) AS numerator,
    unnest([NULL, NULL, NULL, NULL, median_gap_days]) AS denominator
  FROM figures f
  JOIN periods p ON p.period_id = f.period_id AND (f.is_active OR p.span <> 'month')
)
SELECT
  project_id, period_id, dimension, '' AS item, value, numerator, denominator,
  CASE
    WHEN value IS NOT NULL THEN NULL
    WHEN dimension IN ('', 'prereleases') THEN 'no activity'
    WHEN dimension = 'days_since_last' THEN 'no release yet'
    ELSE 'fewer than 2 releases'
  END AS reason
FROM listed
"""
