# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""People who put commits into the history."""

from __future__ import annotations

from ospora.metrics._definition import GitScope, Metric
from ospora.metrics._git import COUNT, commits

METRIC = Metric(
    id="committers",
    title="Committers",
    chaoss_id="3945",
    question="How many people put commits into the history?",
    rule=(
        "Distinct people whom git records as the committer of a commit authored in the window. "
        "Author and committer are two roles: a commit of automation that a person applied counts for that person."
    ),
    unit="people",
    source="CHAOSS, Committers",
)

SQL = """\
-- one row per project and period
SELECT
  project_id, period_id, '' AS dimension, '' AS item,
  count(DISTINCT person_id) AS value, NULL AS numerator, NULL AS denominator, NULL AS reason
FROM in_periods('committer_activity')
GROUP BY project_id, period_id
"""


def git_command(scope: GitScope) -> str:
    """The plain value with git alone."""
    return f"{commits(scope, who='c', then='{ print who }')} | LC_ALL=C sort -u | {COUNT}"
