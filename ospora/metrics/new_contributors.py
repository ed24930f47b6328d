# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""People whose first contribution ever falls in the window."""

from __future__ import annotations

from ospora.metrics._definition import GitScope, Metric
from ospora.metrics._git import count_people, window

METRIC = Metric(
    id="new_contributors",
    title="New contributors",
    chaoss_id="3613",
    question="How many people contributed for the first time?",
    rule=(
        "People whose first contribution in the whole history, in any role, falls in the window. "
        "Somebody who came back after a pause is not new. Zero means that everybody active was known before. "
        "A shallow clone has no beginning, so that nobody in it is known to be new."
    ),
    unit="people",
    source="CHAOSS, New Contributors",
)

SQL = """\
-- one row per project and period with a contribution
SELECT
  project_id, period_id, '' AS dimension, '' AS item,
  CASE WHEN NOT is_shallow THEN count(*) FILTER (WHERE first_at = first_ever_at) END AS value,
  NULL AS numerator,
  NULL AS denominator,
  CASE WHEN is_shallow THEN 'shallow clone: who is new cannot be known' END AS reason
FROM contributor_activity
JOIN asked_projects USING (project_id)
GROUP BY project_id, period_id, is_shallow
"""


def git_command(scope: GitScope) -> str:
    """The plain value with git alone: people of the window without those of the time before it."""
    before = window(scope, start=None, end=scope.start) if scope.start else None
    return count_people(scope, without=before)
