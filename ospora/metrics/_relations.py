# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""What every metric reads: a few relations over the tables of the lake, each as one SQL text.

A relation is made when the SQL of a metric names it, or when another relation that is made names it.
The engine and the scripts that reproduce a number use the same texts.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ospora.core.sql import sql_text
from ospora.core.windows import UTC

BASE_TABLES = ("commits", "trailers", "changes", "files", "tags", "people", "projects")

# One bit a kind of work, so that the kinds that a commit touched fit into one number.
KINDS = ("code", "test", "documentation", "translation", "design", "build", "data", "governance", "other")


@dataclass(frozen=True)
class Options:
    """What is counted beside the work of people: merge commits, and what automation and AI agents did."""

    include_merges: bool = False
    include_automation: bool = False


def sql_instant(instant: dt.datetime) -> str:
    """An aware instant as an SQL literal in UTC."""
    return f"TIMESTAMP '{instant.astimezone(UTC).replace(tzinfo=None).isoformat(sep=' ')}'"


def macros(*, as_of: dt.datetime, options: Options, projects: Sequence[str] | None) -> list[str]:
    """Statements that fix what is asked: the clock, the projects, what is left out, and the kinds of work.

    in_periods(relation) gives every row of a relation once for each period that its authored_at falls in.
    """
    if projects is None:
        asked = "true"
    else:
        asked = f"project_id IN ({', '.join(map(sql_text, projects))})" if projects else "false"
    kinds = " ".join(f"WHEN '{kind}' THEN {1 << bit}" for bit, kind in enumerate(KINDS))
    return [
        f"CREATE OR REPLACE TEMP MACRO as_of() AS {sql_instant(as_of)}",
        f"CREATE OR REPLACE TEMP MACRO is_asked(project_id) AS {asked}",
        f"CREATE OR REPLACE TEMP MACRO keeps_merge(is_merge) AS {'true' if options.include_merges else 'NOT is_merge'}",
        "CREATE OR REPLACE TEMP MACRO keeps_class(class) AS "
        + ("true" if options.include_automation else "coalesce(class, 'human') = 'human'"),
        f"CREATE OR REPLACE TEMP MACRO kind_bit(kind) AS CASE kind {kinds} ELSE 0 END",
        _IN_PERIODS,
    ]


# The equality lets DuckDB find the periods of a row by hashing; a join by range alone would sort the relation.
_IN_PERIODS = """\
CREATE OR REPLACE TEMP MACRO in_periods(relation) AS TABLE
  SELECT r.*, p.period_id, p.span, p.period_start
  FROM query_table(relation) r
  JOIN period_months p
    ON p.month_start = date_trunc('month', r.authored_at)
    AND r.authored_at >= p.period_start
    AND r.authored_at < p.period_end"""

# Those that look back over the whole history, and can be made before the periods are known.
_HISTORY = {
    "asked_projects": """\
-- one row per project that is asked for
CREATE OR REPLACE TEMP TABLE asked_projects AS
SELECT project_id, depth, is_shallow, is_partial, state
FROM projects
WHERE is_asked(project_id)""",
    "asked_commits": """\
-- one row per commit; left_out says why it is not counted, and is null when it is
CREATE OR REPLACE TEMP TABLE asked_commits AS
SELECT
  c.project_id,
  c.commit_id,
  c.authored_at,
  c.committed_at,
  c.authored_offset_minutes AS offset_minutes,
  coalesce(author.person_id, c.author_id) AS person_id,
  coalesce(author.class, 'human') AS class,
  coalesce(committer.person_id, c.committer_id) AS committer_person_id,
  coalesce(committer.class, 'human') AS committer_class,
  c.is_merge,
  c.is_boundary,
  CASE
    WHEN c.authored_at IS NULL THEN 'undated'
    WHEN c.authored_at >= as_of() THEN 'future'
    WHEN NOT keeps_merge(c.is_merge) THEN 'merge'
    WHEN NOT keeps_class(author.class) THEN author.class
  END AS left_out
FROM commits c
LEFT JOIN people author ON author.project_id = c.project_id AND author.identity_id = c.author_id
LEFT JOIN people committer ON committer.project_id = c.project_id AND committer.identity_id = c.committer_id
WHERE is_asked(c.project_id)""",
    "counted_commits": """\
-- one row per commit that is counted for its author
CREATE OR REPLACE TEMP VIEW counted_commits AS
SELECT
  project_id, commit_id, authored_at, committed_at, offset_minutes,
  person_id, class, committer_person_id, committer_class, is_merge, is_boundary
FROM asked_commits
WHERE left_out IS NULL""",
    "committer_activity": """\
-- one row per commit that is counted for its committer; a bot's commit that a person applied is that person's
CREATE OR REPLACE TEMP VIEW committer_activity AS
SELECT project_id, commit_id, authored_at, committer_person_id AS person_id
FROM asked_commits
WHERE (left_out IS NULL OR left_out IN ('automation', 'ai_agent')) AND keeps_class(committer_class)""",
    "named_people": """\
-- one row per commit, person and role that a trailer gives; is_first is true on one row of each commit and person,
-- and on none where the person is the author of the commit too
CREATE OR REPLACE TEMP TABLE named_people AS
WITH named AS (
  SELECT DISTINCT
    t.project_id, t.commit_id, t.authored_at, coalesce(p.person_id, t.identity_id) AS person_id, t.role
  FROM trailers t
  LEFT JOIN people p ON p.project_id = t.project_id AND p.identity_id = t.identity_id
  WHERE is_asked(t.project_id) AND t.authored_at < as_of() AND keeps_merge(t.is_merge) AND keeps_class(p.class)
)
SELECT
  named.project_id,
  named.commit_id,
  named.authored_at,
  named.person_id,
  named.role,
  author.person_id IS DISTINCT FROM named.person_id
    AND row_number() OVER (
      PARTITION BY named.project_id, named.commit_id, named.person_id ORDER BY named.role
    ) = 1 AS is_first
FROM named
LEFT JOIN asked_commits author ON author.project_id = named.project_id AND author.commit_id = named.commit_id""",
    "contributions": """\
-- one row per commit, person and role; is_first is true on one row of each commit and person
CREATE OR REPLACE TEMP VIEW contributions AS
SELECT project_id, commit_id, authored_at, person_id, 'author' AS role, true AS is_first
FROM counted_commits
UNION ALL
SELECT project_id, commit_id, authored_at, person_id, role, is_first
FROM named_people""",
    "changed_commits": """\
-- one row per counted commit that touched a path: lines, counts without lines, and a bit for each kind of work
CREATE OR REPLACE TEMP TABLE changed_commits AS
WITH touched AS (
  SELECT
    project_id,
    commit_id,
    any_value(authored_at) AS authored_at,
    any_value(author_id) AS author_id,
    -- whole numbers below 2^53 are exact as DOUBLE, and half as dear to add up as BIGINT
    sum(lines_added::DOUBLE) AS lines_added,
    sum(lines_deleted::DOUBLE) AS lines_deleted,
    count(*) FILTER (WHERE lines_status = 'missing') AS missing_changes,
    bit_or(kind_bit(kind)) AS kinds
  FROM changes
  WHERE is_asked(project_id) AND authored_at < as_of()
  GROUP BY project_id, commit_id
)
SELECT t.project_id, t.authored_at, t.lines_added, t.lines_deleted, t.missing_changes, t.kinds
FROM touched t
LEFT JOIN people p ON p.project_id = t.project_id AND p.identity_id = t.author_id
WHERE keeps_class(p.class)""",
}

# Those that are made anew for each set of periods.
_ACTIVITY = {
    "period_months": """\
-- one row per period and calendar month that it touches
CREATE OR REPLACE TEMP TABLE period_months AS
WITH history AS (
  SELECT coalesce(min(authored_at), as_of()) AS first_at
  FROM asked_commits
)
SELECT
  period_id,
  span,
  period_start,
  period_end,
  unnest(
    generate_series(date_trunc('month', greatest(period_start, first_at)), period_end, INTERVAL 1 MONTH)
  ) AS month_start
FROM periods
CROSS JOIN history""",
    "active_periods": """\
-- one row per project and period with a counted commit; known_commits are those whose changes can be known:
-- neither merges nor the last ones of a shallow clone
CREATE OR REPLACE TEMP TABLE active_periods AS
SELECT
  project_id,
  period_id,
  count(*) AS commits,
  count(*) FILTER (WHERE NOT is_boundary AND NOT is_merge) AS known_commits
FROM in_periods('counted_commits')
GROUP BY project_id, period_id""",
    "contributor_activity": """\
-- one row per project, period and person; commits in any role, authored commits, and times in the period and ever
CREATE OR REPLACE TEMP TABLE contributor_activity AS
WITH history AS (
  SELECT project_id, person_id, min(authored_at) AS first_ever_at, max(authored_at) AS last_ever_at
  FROM contributions
  GROUP BY project_id, person_id
),
activity AS (
  SELECT
    project_id,
    period_id,
    person_id,
    count(*) FILTER (WHERE is_first) AS commits,
    count(*) FILTER (WHERE role = 'author') AS authored,
    min(authored_at) AS first_at,
    max(authored_at) AS last_at
  FROM in_periods('contributions')
  GROUP BY project_id, period_id, person_id
)
SELECT
  project_id, period_id, person_id, commits, authored, first_at, last_at, first_ever_at, last_ever_at
FROM activity
JOIN history USING (project_id, person_id)""",
    "role_periods": """\
-- one row per project, period and role
CREATE OR REPLACE TEMP TABLE role_periods AS
SELECT project_id, period_id, 'author' AS role, count(*) AS people, sum(authored)::BIGINT AS contributions
FROM contributor_activity
WHERE authored > 0
GROUP BY project_id, period_id
UNION ALL
SELECT project_id, period_id, role, count(DISTINCT person_id), count(*)
FROM in_periods('named_people')
GROUP BY project_id, period_id, role""",
}

_SOURCE = re.compile(r"\b(?:FROM|JOIN)\s+(?:in_periods\(')?([a-z_]+)")


def base_tables(texts: Iterable[str]) -> list[str]:
    """Tables of the lake that some queries read, directly or through relations, in the order of BASE_TABLES."""
    names = _sources(texts)
    return [table for table in BASE_TABLES if table in names]


def history_relations(texts: Iterable[str] | None) -> list[str]:
    """Statements for the relations over the whole history that some queries read, in an order that can be run.

    texts: SQL of the metrics; None for all relations.
    """
    return _chosen(_HISTORY, texts)


def activity_relations(texts: Iterable[str]) -> list[str]:
    """Statements for the relations by period that some queries read, in an order that can be run."""
    return _chosen(_ACTIVITY, texts)


def _chosen(relations: dict[str, str], texts: Iterable[str] | None) -> list[str]:
    names = relations.keys() if texts is None else _sources(texts)
    return [text for name, text in relations.items() if name in names]


def _sources(texts: Iterable[str]) -> set[str]:
    """Every name that the queries select from, and that the relations which they name select from."""
    names: set[str] = set()
    waiting = list(texts)
    while waiting:
        text = waiting.pop()
        new = set(_SOURCE.findall(text)) - names
        if "in_periods(" in text:
            new.add("period_months")
        names |= new
        waiting.extend(text for name, text in (_HISTORY | _ACTIVITY).items() if name in new)
    return names
