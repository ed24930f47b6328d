# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Whether work comes evenly or in bursts."""

from __future__ import annotations

from ospora.metrics._definition import GitScope, Metric
from ospora.metrics._git import awk, commits

METRIC = Metric(
    id="burstiness",
    title="Burstiness",
    question="Does work come evenly or in bursts?",
    rule=(
        "(σ − μ) / (σ + μ) of the gaps between commits that follow each other in the window, by author time: "
        "−1 for a clock, about 0 for chance, towards 1 for bursts. σ is the standard deviation of all the gaps. "
        "It takes at least three gaps. Numerator: σ − μ, denominator: σ + μ, both in seconds."
    ),
    unit="index",
    source=(
        "CHAOSS, Burstiness (without a formula); K.-I. Goh and A.-L. Barabási, Burstiness and memory in complex "
        "systems, EPL 81 (2008) 48002, doi:10.1209/0295-5075/81/48002"
    ),
)

SQL = """\
-- one row per project and period with a commit; sums of whole numbers, so that the order of rows cannot matter
WITH ordered AS MATERIALIZED (
  SELECT
    project_id, authored_at, lag(authored_at) OVER (PARTITION BY project_id ORDER BY authored_at) AS previous_at
  FROM counted_commits
),
gaps AS (
  SELECT
    project_id,
    period_id,
    CASE WHEN previous_at >= period_start THEN date_diff('second', previous_at, authored_at) END AS gap
  FROM in_periods('ordered')
),
summed AS (
  SELECT
    project_id, period_id, count(gap)::HUGEINT AS n, sum(gap) AS total, sum(gap::HUGEINT * gap) AS squares
  FROM gaps
  GROUP BY project_id, period_id
),
spread AS (
  SELECT
    project_id,
    period_id,
    n,
    total,
    CASE WHEN n >= 3 AND total > 0 THEN total::DOUBLE END AS mu_n,
    sqrt((n * squares - total * total)::DOUBLE) AS sigma_n
  FROM summed
)
SELECT
  project_id, period_id, '' AS dimension, '' AS item,
  (sigma_n - mu_n) / (sigma_n + mu_n) AS value,
  (sigma_n - mu_n) / n AS numerator,
  (sigma_n + mu_n) / n AS denominator,
  CASE
    WHEN n < 3 THEN 'fewer than 3 gaps between commits'
    WHEN total = 0 THEN 'all commits have the same time'
  END AS reason
FROM spread
"""

_INDEX = r"""
NR > 1 { gap = $1 - last; n++; total += gap; squares += gap * gap }
{ last = $1 }
END { if (n >= 3 && total > 0) {
  sigma = sqrt(n * squares - total * total);
  printf "%.17g\n", (sigma - total) / (sigma + total)
} }"""


def git_command(scope: GitScope) -> str:
    """The plain value with git alone."""
    times = commits(scope, then=r'{ printf "%.0f\n", n[1] }')
    return f"{times} | LC_ALL=C sort -n | {awk(_INDEX)}"
