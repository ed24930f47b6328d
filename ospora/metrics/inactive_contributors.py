# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""People who have stopped contributing, counted where they were seen last."""

from __future__ import annotations

import datetime as dt

from ospora.metrics._definition import GitScope, Metric
from ospora.metrics._git import count_people, window

INTERVAL = dt.timedelta(days=180)

METRIC = Metric(
    id="inactive_contributors",
    title="Inactive contributors",
    chaoss_id="3614",
    question="How many people were seen for the last time?",
    rule=(
        "People whose last contribution, in any role, falls in the window and is more than 180 days older than the "
        "date of the report. Nothing is said of a period that began in those 180 days: it is too early to tell."
    ),
    unit="people",
    source="CHAOSS, Inactive Contributors; the interval of 180 days is ours",
)

SQL = f"""\
-- one row per project and period with a contribution
SELECT
  project_id, period_id, '' AS dimension, '' AS item,
  CASE
    WHEN any_value(period_start) < as_of() - INTERVAL {INTERVAL.days} DAY
    THEN count(*) FILTER (WHERE last_at = last_ever_at AND last_at < as_of() - INTERVAL {INTERVAL.days} DAY)
  END AS value,
  NULL AS numerator,
  NULL AS denominator,
  CASE
    WHEN any_value(period_start) >= as_of() - INTERVAL {INTERVAL.days} DAY
    THEN 'too early to tell: the period began less than {INTERVAL.days} days ago'
  END AS reason
FROM contributor_activity
JOIN periods USING (period_id)
GROUP BY project_id, period_id
"""


def git_command(scope: GitScope) -> str:
    """The plain value with git alone: people of the window without those of the time since."""
    limit = scope.known_until - INTERVAL
    if scope.start is not None and scope.start >= limit:
        return "true"  # too early to tell: there is no number
    return count_people(scope, without=window(scope, start=min(scope.end, limit), end=scope.known_until))
