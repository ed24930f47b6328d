# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""How many of the people of the period before are gone."""

from __future__ import annotations

from ospora.metrics._definition import GitScope, Metric
from ospora.metrics._git import awk, people, window
from ospora.metrics._periods import previous_start

METRIC = Metric(
    id="contributor_turnover",
    title="Contributor turnover",
    question="How many of the people who were active in the period before are gone?",
    rule=(
        "Share of the people active in the period before, which is as long as this one (for a whole calendar month: "
        "the month before), who did not contribute in this one. The dimensions `joined`, `stayed` and `left` count "
        "the people active only in this period, in both, and only in the one before."
    ),
    unit="ratio",
    spans=("year", "month"),
    source=(
        "No CHAOSS name. M. Foucault et al., Impact of Developer Turnover on Quality in Open-Source Software, "
        "ESEC/FSE 2015, doi:10.1145/2786805.2786870"
    ),
)

SQL = """\
-- one row per project and period with a contribution in it or in the one before, and one for each dimension
WITH seen AS (
  SELECT a.project_id, a.period_id, a.person_id, true AS is_now
  FROM contributor_activity a
  JOIN periods p ON p.period_id = a.period_id AND p.previous_id IS NOT NULL
  UNION ALL
  SELECT a.project_id, p.period_id, a.person_id, false
  FROM contributor_activity a
  JOIN periods p ON p.previous_id = a.period_id
),
compared AS (
  SELECT project_id, period_id, bool_or(is_now) AS is_now, bool_or(NOT is_now) AS was_before
  FROM seen
  GROUP BY project_id, period_id, person_id
),
figures AS MATERIALIZED (
  SELECT
    project_id,
    period_id,
    count(*) FILTER (WHERE NOT was_before) AS joined,
    count(*) FILTER (WHERE is_now AND was_before) AS stayed,
    count(*) FILTER (WHERE NOT is_now) AS gone
  FROM compared
  GROUP BY project_id, period_id
)
SELECT
  project_id, period_id, '' AS dimension, '' AS item,
  CASE WHEN stayed + gone > 0 THEN gone / (stayed + gone) END AS value,
  gone AS numerator,
  stayed + gone AS denominator,
  CASE WHEN stayed + gone = 0 THEN 'nobody was active in the period before' END AS reason
FROM figures
UNION ALL
SELECT
  project_id, period_id, unnest(['joined', 'stayed', 'left']), '', unnest([joined, stayed, gone]), NULL, NULL, NULL
FROM figures
"""

_SHARE = r"""
/^-/ { was[substr($0, 2)] = 1 }
/^\+/ { now[substr($0, 2)] = 1 }
END {
  for (who in was) { before++; if (!(who in now)) gone++ };
  if (before) printf "%.17g\n", gone / before
}"""


def git_command(scope: GitScope) -> str:
    """The plain value with git alone."""
    if scope.start is None:
        return "true"  # nothing comes before the first commit: there is no number
    before = window(scope, start=previous_start(scope.start, scope.end), end=scope.start)
    return f"{{ {people(before, mark='-')}; {people(scope, mark='+')}; }} | {awk(_SHARE)}"
