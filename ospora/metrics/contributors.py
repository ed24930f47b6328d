# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""People who contributed, in any role that git records."""

from __future__ import annotations

from ospora.metrics._definition import GitScope, Metric
from ospora.metrics._git import count_people

METRIC = Metric(
    id="contributors",
    title="Contributors",
    chaoss_id="3467",
    question="How many people contributed?",
    rule=(
        "Distinct people who are the author of a commit, or whom a trailer of a commit names in any role "
        "(co-author, reviewer, tester, reporter, signer and others). "
        "The dimension `role` counts the people in each role; one person may be in several."
    ),
    unit="people",
    source="CHAOSS, Contributors",
)

SQL = """\
-- one row per project and period, and one for each role
SELECT
  project_id, period_id, '' AS dimension, '' AS item,
  count(*) AS value, NULL AS numerator, NULL AS denominator, NULL AS reason
FROM contributor_activity
GROUP BY project_id, period_id
UNION ALL
SELECT project_id, period_id, 'role', role, people, NULL, NULL, NULL
FROM role_periods
"""


def git_command(scope: GitScope) -> str:
    """The plain value with git alone."""
    return count_people(scope)
