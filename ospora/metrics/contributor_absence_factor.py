# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""The fewest people who made half of the commits."""

from __future__ import annotations

from ospora.metrics._definition import GitScope, Metric
from ospora.metrics._git import awk, commits

METRIC = Metric(
    id="contributor_absence_factor",
    title="Contributor absence factor",
    chaoss_id="3944",
    question="How many people would have to leave before half of the work has lost its author?",
    rule=(
        "The smallest number of people who together are the authors of at least half of the commits. "
        "Numerator: the commits of those people. Denominator: all commits. Formerly called bus factor."
    ),
    unit="people",
    source="CHAOSS, Contributor Absence Factor; its worked example is the first test",
)

SQL = """\
-- one row per project and period with an author; people with equal counts can change places without a difference
WITH ranked AS (
  SELECT
    project_id,
    period_id,
    authored,
    sum(authored) OVER (
      PARTITION BY project_id, period_id ORDER BY authored DESC ROWS UNBOUNDED PRECEDING
    ) AS held,
    sum(authored) OVER (PARTITION BY project_id, period_id) AS total
  FROM contributor_activity
  WHERE authored > 0
)
SELECT
  project_id, period_id, '' AS dimension, '' AS item,
  count(*) FILTER (WHERE 2 * (held - authored) < total) AS value,
  min(held) FILTER (WHERE 2 * held >= total) AS numerator,
  any_value(total) AS denominator,
  NULL AS reason
FROM ranked
GROUP BY project_id, period_id
"""

_FEWEST = """
{ n[NR] = $1; total += $1 }
END { for (i = 1; i <= NR; i++) { held += n[i]; if (2 * held >= total) { print i; exit } } }"""


def git_command(scope: GitScope) -> str:
    """The plain value with git alone."""
    counted = f"{commits(scope, then='{ print who }')} | LC_ALL=C sort | LC_ALL=C uniq -c | LC_ALL=C sort -rn"
    return f"{counted} | {awk(_FEWEST)}"
