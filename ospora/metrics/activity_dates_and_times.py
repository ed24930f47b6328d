# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""When work is done, by the clocks of the people who do it, as far as those clocks can be known."""

from __future__ import annotations

from ospora.metrics._definition import GitScope, Metric
from ospora.metrics._git import commits

METRIC = Metric(
    id="activity_dates_and_times",
    title="Activity dates and times",
    chaoss_id="3444",
    question="For which share of the commits is the local time known, and when is work done?",
    rule=(
        "Share of the commits whose offset from UTC tells something about the author's clock: "
        "an offset of at most 14 hours that is not zero, or one of zero by a person who also has commits at +01:00 "
        "or -01:00 in the same project (winter in Britain, Portugal or the Azores). "
        "Any other zero may as well be a server. "
        "The dimensions `weekday` (1 is Monday) and `hour` count those commits by local time. They are given for "
        "windows, not for months, and only where at least five people and at least half of the commits stand "
        "behind them, and no one person made half of those: the working hours of one person are nobody's business. An hour without a commit has no row."
    ),
    unit="ratio",
    source="CHAOSS, Activity Dates and Times; the share and its floor are ours",
)

SQL = """\
-- one row per project and period with a commit, and for periods that are no months one per weekday and hour
WITH winter AS (
  SELECT DISTINCT project_id, person_id
  FROM counted_commits
  WHERE offset_minutes IN (60, -60)
),
located AS MATERIALIZED (
  SELECT
    c.project_id,
    c.authored_at,
    c.person_id,
    CASE
      WHEN c.offset_minutes BETWEEN -840 AND 840 AND (c.offset_minutes <> 0 OR w.person_id IS NOT NULL)
      THEN c.authored_at + to_minutes(c.offset_minutes)
    END AS local_at
  FROM counted_commits c
  LEFT JOIN winter w ON w.project_id = c.project_id AND w.person_id = c.person_id
),
shares AS MATERIALIZED (
  SELECT project_id, period_id, span, count(local_at) AS located, count(*) AS commits
  FROM in_periods('located')
  GROUP BY project_id, period_id, span
),
clocks AS (
  SELECT project_id, period_id, person_id, isodow(local_at) AS weekday, hour(local_at) AS hour
  FROM in_periods('located')
  WHERE span <> 'month' AND local_at IS NOT NULL
),
persons AS (
  SELECT project_id, period_id, person_id, count(*) AS commits
  FROM clocks
  GROUP BY project_id, period_id, person_id
),
crowds AS (
  SELECT project_id, period_id, count(*) AS people, max(commits) AS most
  FROM persons
  GROUP BY project_id, period_id
),
floors AS MATERIALIZED (
  SELECT
    s.project_id,
    s.period_id,
    CASE
      WHEN coalesce(c.people, 0) < 5 THEN 'fewer than 5 people with a known local time'
      WHEN 2 * c.most >= s.located THEN 'one person made at least half of the commits with a known local time'
      WHEN 2 * s.located < s.commits THEN 'the local time of less than half of the commits is known'
    END AS objection
  FROM shares s
  LEFT JOIN crowds c ON c.project_id = s.project_id AND c.period_id = s.period_id
  WHERE s.span <> 'month'
),
counted AS (
  SELECT project_id, period_id, weekday, hour, count(*) AS commits
  FROM clocks
  GROUP BY GROUPING SETS ((project_id, period_id, weekday), (project_id, period_id, hour))
)
SELECT
  project_id, period_id, '' AS dimension, '' AS item,
  located / commits AS value, located AS numerator, commits AS denominator, NULL AS reason
FROM shares
UNION ALL
SELECT project_id, period_id, unnest(['weekday', 'hour']), '', NULL, NULL, NULL, objection
FROM floors
WHERE objection IS NOT NULL
UNION ALL
SELECT
  c.project_id,
  c.period_id,
  CASE WHEN c.hour IS NULL THEN 'weekday' ELSE 'hour' END,
  CASE WHEN c.hour IS NULL THEN c.weekday::VARCHAR ELSE printf('%02d', c.hour) END,
  c.commits, NULL, NULL, NULL
FROM counted c
JOIN floors f ON f.project_id = c.project_id AND f.period_id = c.period_id AND f.objection IS NULL
"""

_SHARE = r"""
{
  digits = substr(n[4], 2);
  minutes = substr(digits, 1, length(digits) - 2) * 60 + substr(digits, length(digits) - 1);
  if (minutes == 60) winter[who] = 1
}
n[1] + 0 < START { next }
{ all++ }
minutes == 0 { zero[who]++ }
minutes > 0 && minutes <= 840 { located++ }
END {
  for (who in zero) if (who in winter) located += zero[who];
  if (all) printf "%.17g\n", located / all
}"""


def git_command(scope: GitScope) -> str:
    """The plain value with git alone."""
    start = int(scope.start.timestamp()) if scope.start else 0
    until = f"n[1] + 0 >= {int(scope.end.timestamp())} {{ next }}"
    then = _SHARE.replace("n[1] + 0 < START { next }", f"n[1] + 0 < {start} {{ next }} {until}")
    return commits(scope, show="%ai", then=then, whole_history=True)
