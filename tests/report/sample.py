# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Tables as a scan leaves them, filled with numbers that the tests know."""

from __future__ import annotations

import datetime as dt
import itertools

from ospora.facts.projects import TABLE as PROJECTS
from ospora.facts.values import TABLE as VALUES
from ospora.metrics._definition import Metric
from ospora.report._content import load_report

AS_OF = dt.datetime(2026, 11, 21, 12, 30, tzinfo=dt.UTC)
YEAR_START = dt.datetime(2025, 11, 21, 12, 30, tzinfo=dt.UTC)

HOSTILE = (
    "<script>alert(1)</script>",
    "\x1b[31mred\x1b[0m",
    "abc\u202etxt.exe",
    "=1+1",
    "a|b",
    "`code`",
    "[link](https://evil.example/)",
    "'><img src=x onerror=alert(1)>",
    "&lt;b&gt;",
    "line\nbreak",
)


def metric(metric_id, title, unit, *, chaoss_id=None, **more):
    """A definition of which only the names matter."""
    return Metric(
        id=metric_id,
        title=title,
        question=f"What about {title.lower()}?",
        rule=f"{title} are counted.",
        unit=unit,
        source=f"CHAOSS, {title}",
        chaoss_id=chaoss_id,
        **more,
    )


METRICS = (
    metric("activity_dates_and_times", "Activity dates and times", "ratio", chaoss_id="3444"),
    metric("code_changes_commits", "Code changes: commits", "commits", chaoss_id="4707"),
    metric("code_changes_lines", "Code changes: lines", "lines", chaoss_id="3591", needs="lines"),
    metric("contributor_absence_factor", "Contributor absence factor", "people", chaoss_id="3944"),
    metric("contributor_turnover", "Contributor turnover", "ratio", spans=("year", "month")),
    metric("contributors", "Contributors", "people", chaoss_id="3467"),
    metric("new_contributors", "New contributors", "people", chaoss_id="3613"),
    metric(
        "programming_language_distribution",
        "Programming language distribution",
        "ratio",
        needs="paths",
        left_out=("vendored files",),
        spans=("all",),
    ),
    metric("release_frequency", "Release frequency", "releases", chaoss_id="4765", left_out=()),
    metric("types_of_contributions", "Types of contributions", "contributions", chaoss_id="3432"),
)


class Tables:
    """The tables `projects` and `values` on a connection, and rows for them."""

    def __init__(self, connection):
        self.connection = connection
        self._waiting = {PROJECTS.name: [], VALUES.name: []}
        for table in (PROJECTS, VALUES):
            columns = ", ".join(f'"{name}" {kind}' for name, kind in table.column_types.items())
            connection.execute(f'CREATE TABLE "{table.name}" ({columns})')

    def project(self, project_id, **columns):
        """A project that was read to the lines, unless said otherwise."""
        self._insert(
            PROJECTS,
            {
                "project_id": project_id,
                "name": project_id,
                "source": f"https://forge.example/{project_id}.git",
                "branch": "main",
                "tip": "0123456789abcdef0123456789abcdef01234567",
                "depth": "lines",
                "commit_count": 100,
                "is_shallow": False,
                "is_partial": False,
                "state": "ok",
                **columns,
            },
        )

    def value(self, project_id, name, value, *, span="year", dimension="", item="", **columns):
        """One number over the whole history or the last 12 months."""
        self._insert(
            VALUES,
            {
                "project_id": project_id,
                "metric": name,
                "span": span,
                "period_start": None if span == "all" else YEAR_START.replace(tzinfo=None),
                "period_end": AS_OF.replace(tzinfo=None),
                "dimension": dimension,
                "item": item,
                "value": value,
                **columns,
            },
        )

    def months(self, project_id, name, values, *, first=(2024, 6), dimension="", reason="unreadable", caveat=None):
        """One number a month; None is a month that is not known, a missing one is "-"."""
        for position, value in enumerate(values):
            if value == "-":
                continue
            year, month = divmod(first[0] * 12 + first[1] - 1 + position, 12)
            self._insert(
                VALUES,
                {
                    "project_id": project_id,
                    "metric": name,
                    "span": "month",
                    "period_start": dt.datetime(year, month + 1, 1),
                    "period_end": dt.datetime(year, month + 1, 28),
                    "dimension": dimension,
                    "item": "",
                    "value": value,
                    "reason": reason if value is None else None,
                    "caveat": caveat,
                },
            )

    def write(self):
        """Put the rows into the tables, many in one statement: one by one takes a second for a project."""
        for table in (PROJECTS, VALUES):
            names = list(table.column_types)
            rows = [[row.get(name) for name in names] for row in self._waiting[table.name]]
            self._waiting[table.name] = []
            for start in range(0, len(rows), 200):
                some = rows[start : start + 200]
                marks = ", ".join([f"({', '.join('?' * len(names))})"] * len(some))
                self.connection.execute(f'INSERT INTO "{table.name}" VALUES {marks}', list(itertools.chain(*some)))

    def load(self, **options):
        """The content of a report, with the definitions of this module."""
        self.write()
        return load_report(self.connection, **{"as_of": AS_OF, "metrics": METRICS, **options})

    def _insert(self, table, row):
        self._waiting[table.name].append(row)


def add_living_project(tables, project_id="water-portal", **columns):
    """A project of 30 months by some people, with releases, languages, kinds of work and known hours."""
    add = lambda *arguments, **more: tables.value(project_id, *arguments, **more)  # noqa: E731
    tables.project(project_id, **{"unit": "Water board", "role": "produced", "commit_count": 512, **columns})
    for span, commits, weeks in (("year", 130, 31), ("all", 500, 90)):
        add("code_changes_commits", commits, span=span)
        add("code_changes_commits", weeks, span=span, dimension="active_weeks")
    for span, people, new, authors, reviewers in (("year", 12, 3, 10, 4), ("all", 40, 40, 35, 9)):
        add("contributors", people, span=span)
        add("contributors", authors, span=span, dimension="role", item="author")
        add("contributors", reviewers, span=span, dimension="role", item="reviewer")
        add("new_contributors", new, span=span)
    add("contributor_absence_factor", 2, numerator=80, denominator=130)
    add("contributor_absence_factor", 3, span="all", numerator=260, denominator=500)
    add("contributor_turnover", 0.25, numerator=3, denominator=12)
    add("contributor_turnover", None, span="all", reason="not defined for the whole history")
    for dimension, value in (("joined", 3), ("stayed", 9), ("left", 3)):
        add("contributor_turnover", value, dimension=dimension)
    lower = "lower bound: 2 changes have no line counts"
    for span, added, removed in (("year", 8000, 3000), ("all", 40000, 12345)):
        add("code_changes_lines", added + removed, span=span, caveat=lower)
        add("code_changes_lines", added, span=span, dimension="added", caveat=lower)
        add("code_changes_lines", removed, span=span, dimension="removed", caveat=lower)
    for span, releases in (("year", 4), ("all", 11)):
        add("release_frequency", releases, span=span)
        for dimension, value in (("days_since_last", 45.4), ("median_gap_days", 62.5), ("prereleases", 1)):
            add("release_frequency", value, span=span, dimension=dimension)
        add("release_frequency", 0.7264, span=span, dimension="gap_ratio", numerator=45.4, denominator=62.5)
    add("programming_language_distribution", None, reason="defined for the whole history only")
    add("programming_language_distribution", 0.62, span="all", numerator=62000, denominator=100000)
    for language, share in (("Python", 62), ("HTML", 25), ("C++", 13)):
        part = {"span": "all", "dimension": "language", "item": language}
        add("programming_language_distribution", share / 100, numerator=share * 1000, denominator=100000, **part)
    add("types_of_contributions", 150)
    add("types_of_contributions", 600, span="all")
    for kind, commits in (("code", 90), ("documentation", 20), ("test", 60)):
        add("types_of_contributions", commits / 130, dimension="kind", item=kind, numerator=commits, denominator=130)
    add("activity_dates_and_times", 0.8, numerator=104, denominator=130)
    add("activity_dates_and_times", 0.5, span="all", numerator=250, denominator=500)
    for hour in range(8, 20):
        add("activity_dates_and_times", 12 - abs(hour - 14), dimension="hour", item=f"{hour:02}")
    for weekday, commits in enumerate((20, 30, 24, 20, 8, 1, 1), 1):
        add("activity_dates_and_times", commits, dimension="weekday", item=str(weekday))
    commits = list(itertools.islice(itertools.cycle((10, 14, 7, "-", 12, 16)), 30))
    tables.months(project_id, "code_changes_commits", commits)
    people = list(itertools.islice(itertools.cycle((4, 6, 3, "-", 5, 7)), 30))
    tables.months(project_id, "contributors", people)
    tables.months(project_id, "new_contributors", [1 if position % 5 == 0 else 0 for position in range(30)])
    added = [900 if position != 7 else None for position in range(30)]
    tables.months(project_id, "code_changes_lines", added, dimension="added", reason="the line counts are missing")
    removed = [300 if position != 7 else None for position in range(30)]
    tables.months(project_id, "code_changes_lines", removed, dimension="removed", reason="the line counts are missing")
    tables.months(project_id, "release_frequency", [1 if position % 3 == 0 else 0 for position in range(30)])


def add_quiet_project(tables, project_id="quiet", *, reason="no activity", **columns):
    """A project without a number, each for the same reason."""
    tables.project(project_id, **columns)
    caveat = "shallow clone: older history is missing" if columns.get("is_shallow") else None
    for one in METRICS:
        for span in ("year", "all"):
            tables.value(project_id, one.id, None, span=span, reason=reason, caveat=caveat)


def add_states(tables):
    """One project of each state, without any number."""
    add_quiet_project(tables, "archive")
    add_quiet_project(tables, "shallow", reason="the start is not there", is_shallow=True)
    add_quiet_project(tables, "empty", reason="empty repository", state="empty", tip=None)
    add_quiet_project(
        tables, "lost", reason="nothing was read", state="failed", depth=None, branch=None, tip=None,
        state_reason="The folder lost is no git repository",
    )  # fmt: skip
    add_quiet_project(tables, "stale", state="stale", state_reason="the server did not answer")


def add_hostile_project(tables, text, project_id="hostile-0000"):
    """A project in which everything that a repository decides is the same hostile text."""
    columns = dict.fromkeys(("name", "unit", "role", "source", "branch", "state_reason"), text)
    add_living_project(tables, project_id, **columns, state="stale")
    tables.value(project_id, "programming_language_distribution", 0.1, span="all", dimension="language", item=text)
    tables.value(project_id, "contributors", 1, dimension="role", item=text)
    tables.value(project_id, "types_of_contributions", 0.2, dimension="kind", item=text, caveat=text)
    tables.value(project_id, "contributors", None, dimension=text, reason=text, caveat=text)
