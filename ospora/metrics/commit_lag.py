# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""How long a change waits between its author and the history."""

from __future__ import annotations

from ospora.metrics._definition import GitScope, Metric
from ospora.metrics._git import commits, median

METRIC = Metric(
    id="commit_lag",
    title="Commit lag",
    question="How long does a change wait before it is in the history?",
    rule=(
        "Median hours from author time to committer time, over the commits of the window. A lag of 30 hours is 30. "
        "Commits whose committer time lies before their author time are left out of the median and counted in the "
        "dimension `negative`: a clock was wrong, or the author date was set by hand."
    ),
    unit="hours",
    source="No CHAOSS name; called time to commit elsewhere",
)

SQL = """\
-- one row per project and period with a commit, and one for commits with a negative lag
WITH lags AS (
  SELECT project_id, period_id, date_diff('second', authored_at, committed_at) AS lag
  FROM in_periods('counted_commits')
),
figures AS MATERIALIZED (
  SELECT
    project_id,
    period_id,
    median(lag) FILTER (WHERE lag >= 0) / 3600 AS hours,
    count(*) FILTER (WHERE lag < 0) AS negative
  FROM lags
  GROUP BY project_id, period_id
)
SELECT
  project_id, period_id, '' AS dimension, '' AS item,
  hours AS value, NULL AS numerator, NULL AS denominator,
  CASE WHEN hours IS NULL THEN 'no commit with a committer time after its author time' END AS reason
FROM figures
UNION ALL
SELECT project_id, period_id, 'negative', '', negative, NULL, NULL, NULL
FROM figures
"""


def git_command(scope: GitScope) -> str:
    """The plain value with git alone."""
    lag = r'n[2] ~ /^[0-9]+$/ && n[2] - n[1] >= 0 { printf "%.0f\n", n[2] - n[1] }'
    return f"{commits(scope, show='%ct', then=lag)} | {median(unit=3600)}"
