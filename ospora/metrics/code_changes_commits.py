# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Commits, and in how many weeks there were any."""

from __future__ import annotations

from ospora.metrics._definition import GitScope, Metric
from ospora.metrics._git import COUNT, commits

METRIC = Metric(
    id="code_changes_commits",
    title="Code changes: commits",
    chaoss_id="4707",
    question="How many commits were made?",
    rule=(
        "Commits reachable from the default branch whose author time falls in the window. "
        "The dimension `active_weeks` counts the weeks (Monday to Sunday, UTC) with at least one commit."
    ),
    unit="commits",
    source="CHAOSS, Code Changes Commits",
)

SQL = """\
-- one row per project and period with a commit, and one for its weeks
SELECT
  project_id, period_id, '' AS dimension, '' AS item,
  commits AS value, NULL AS numerator, NULL AS denominator, NULL AS reason
FROM active_periods
UNION ALL
SELECT project_id, period_id, 'active_weeks', '', count(DISTINCT date_trunc('week', authored_at)), NULL, NULL, NULL
FROM in_periods('counted_commits')
GROUP BY project_id, period_id
"""


def git_command(scope: GitScope) -> str:
    """The plain value with git alone."""
    return f"{commits(scope, then='{ print who }')} | {COUNT}"
