# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""What kinds of work are done, and in which roles."""

from __future__ import annotations

from ospora.metrics._definition import Metric
from ospora.metrics._relations import KINDS

METRIC = Metric(
    id="types_of_contributions",
    title="Types of contributions",
    chaoss_id="3432",
    question="What kinds of work are done, and in which roles?",
    rule=(
        "Contributions: one for each commit, person and role. The dimension `role` splits them by role: author, and "
        "what trailers name. The dimension `kind` is the share of the commits that touched a file of a kind "
        "(code, test, documentation, translation, design, build, data, governance, other); "
        "a commit may touch several kinds, so that the shares can add up to more than 1. "
        "Merges and the last commits of a shallow clone are no part of it: what they changed is not known. "
        "A role or kind that does not occur has no row. Kinds need the depth `paths`."
    ),
    unit="contributions",
    source="CHAOSS, Types of Contributions; the kinds come from path_rules.toml",
)

_KIND_NAMES = ", ".join(f"'{kind}'" for kind in KINDS)
_KIND_COUNTS = ", ".join(f"sum(commits) FILTER (WHERE kinds & {1 << bit} <> 0)" for bit, _ in enumerate(KINDS))

SQL = f"""\
-- one row per project and period with a contribution, and one for each role and kind
WITH mixed AS (
  SELECT project_id, period_id, kinds, count(*) AS commits
  FROM in_periods('changed_commits')
  GROUP BY project_id, period_id, kinds
),
touched AS (
  SELECT project_id, period_id, unnest([{_KIND_NAMES}]) AS kind, unnest([{_KIND_COUNTS}]) AS commits
  FROM mixed
  GROUP BY project_id, period_id
),
paths AS (
  SELECT a.project_id, a.period_id, a.known_commits, p.depth = 'metadata' AS is_unread
  FROM active_periods a
  JOIN asked_projects p ON p.project_id = a.project_id
  JOIN periods d ON d.period_id = a.period_id AND (p.depth <> 'metadata' OR d.span <> 'month')
)
SELECT
  project_id, period_id, '' AS dimension, '' AS item,
  sum(contributions) AS value, NULL AS numerator, NULL AS denominator, NULL AS reason
FROM role_periods
GROUP BY project_id, period_id
UNION ALL
SELECT project_id, period_id, 'role', role, contributions, NULL, NULL, NULL
FROM role_periods
UNION ALL
SELECT
  p.project_id,
  p.period_id,
  'kind',
  coalesce(t.kind, ''),
  t.commits / p.known_commits,
  t.commits,
  p.known_commits,
  CASE WHEN p.is_unread THEN 'paths were not read (depth: metadata)' END
FROM paths p
LEFT JOIN touched t ON t.project_id = p.project_id AND t.period_id = p.period_id AND NOT p.is_unread
WHERE t.commits > 0 OR p.is_unread
"""
