# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Lines added and removed."""

from __future__ import annotations

from ospora.metrics._definition import GitScope, Metric
from ospora.metrics._git import LEFT_OUT, PERSON, awk, log

METRIC = Metric(
    id="code_changes_lines",
    title="Code changes: lines",
    chaoss_id="3591",
    question="How many lines were changed?",
    rule=(
        "Lines added plus lines removed by the commits of the window, as git counts them with `diff.context=0` and "
        "without looking for renames. Binary files and submodules have no lines. "
        "The dimensions `added` and `removed` are its parts."
    ),
    unit="lines",
    needs="lines",
    source="CHAOSS, Code Changes Lines",
)

SQL = """\
-- one row per project and period with a commit, and one for each of its parts
WITH summed AS (
  SELECT
    project_id,
    period_id,
    sum(lines_added) AS added,
    sum(lines_deleted) AS removed,
    sum(missing_changes) AS missing
  FROM in_periods('changed_commits')
  GROUP BY project_id, period_id
),
figures AS MATERIALIZED (
  SELECT
    project_id,
    period_id,
    CASE WHEN added IS NOT NULL OR coalesce(missing, 0) = 0 THEN coalesce(added, 0) END AS added,
    CASE WHEN added IS NOT NULL OR coalesce(missing, 0) = 0 THEN coalesce(removed, 0) END AS removed,
    missing
  FROM active_periods
  LEFT JOIN summed USING (project_id, period_id)
),
parts AS (
  SELECT
    project_id,
    period_id,
    unnest(['', 'added', 'removed']) AS dimension,
    unnest([added + removed, added, removed]) AS value,
    missing
  FROM figures
)
SELECT
  project_id, period_id, dimension, '' AS item,
  value, NULL AS numerator, NULL AS denominator,
  CASE WHEN value IS NULL THEN 'the line counts are missing' END AS reason,
  CASE
    WHEN missing = 1 THEN 'lower bound: 1 change has no line counts'
    WHEN missing > 1 THEN 'lower bound: ' || missing || ' changes have no line counts'
  END AS caveat
FROM parts
"""

# A line that starts with = is a commit, one with a colon a mode and path, any other the line counts of a path.
_LINES = r"""
/^=/ {
  split(substr($0, 2), part, ">");
  who = person(part[2], substr($0, length(part[1]) + length(part[2]) + 4));
  counted = part[1] ~ /^[0-9]+$/ && part[1] + 0 >= START && part[1] + 0 < UNTIL && !(who in left_out);
  commits += counted;
  split("", submodule);
  next
}
!counted { next }
{ split($0, part, "\t") }
/^:/ { if ($1 == ":160000" || $2 == "160000") submodule[part[2]] = 1; next }
part[1] ~ /^[0-9]+$/ && !(part[3] in submodule) { lines += part[1] + part[2] }
END { if (commits) printf "%.0f\n", lines }"""


def git_command(scope: GitScope) -> str:
    """The plain value with git alone."""
    start = int(scope.start.timestamp()) if scope.start else 0
    program = _LINES.replace("START", str(start)).replace("UNTIL", str(int(scope.end.timestamp())))
    reading = log(
        scope,
        show="=%at>%aE>%aN",
        options=("--raw", "--numstat", "--no-renames", "--no-ext-diff", "--no-textconv"),
        settings=("diff.context=0", "diff.renames=false", "diff.algorithm=myers"),
    )
    return f"{reading} | {awk(f'{LEFT_OUT} {PERSON} {program}', arguments=scope.automation)}"
