# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""How many people the work is spread over, each weighed by share."""

from __future__ import annotations

from ospora.metrics._definition import GitScope, Metric
from ospora.metrics._git import awk, commits

METRIC = Metric(
    id="effective_contributors",
    title="Effective contributors",
    question="Over how many people is the work spread?",
    rule=(
        "One divided by the sum of the squared shares of each author in the commits: ten people with equal shares "
        "give 10, one who does nearly everything gives a little over 1. "
        "Numerator: the square of all commits. Denominator: the sum of the squares of each author's commits."
    ),
    unit="people",
    source=(
        "No CHAOSS name. Inverse Simpson index, the Hill number of order 2: M. O. Hill, "
        "Diversity and Evenness, Ecology 54 (1973) 427–432, doi:10.2307/1934352"
    ),
)

SQL = """\
-- one row per project and period with an author
WITH spread AS (
  SELECT
    project_id,
    period_id,
    (sum(authored) * sum(authored))::DOUBLE AS all_squared,
    sum(authored * authored)::DOUBLE AS squares
  FROM contributor_activity
  WHERE authored > 0
  GROUP BY project_id, period_id
)
SELECT
  project_id, period_id, '' AS dimension, '' AS item,
  all_squared / squares AS value, all_squared AS numerator, squares AS denominator, NULL AS reason
FROM spread
"""

_SPREAD = r"""
{ total += $1; squares += $1 * $1 }
END { if (NR) printf "%.17g\n", total * total / squares }"""


def git_command(scope: GitScope) -> str:
    """The plain value with git alone."""
    return f"{commits(scope, then='{ print who }')} | LC_ALL=C sort | LC_ALL=C uniq -c | {awk(_SPREAD)}"
