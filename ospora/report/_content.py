# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""What a report says, read once from the tables `projects` and `values` and made safe to show.

Every text here may come from a repository. It passes `shown` before it enters these classes, so that the
writers of HTML, Markdown and terminal text only have to escape for their own format.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ospora import __version__
from ospora.core.display import visible, without_credentials
from ospora.core.errors import UsageError
from ospora.core.windows import format_instant, year_before
from ospora.metrics._definition import Metric, Span
from ospora.metrics._members import load_metrics
from ospora.report._series import Series, Timeline, month_index

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# A report of more projects than this starts folded, and draws months only for so many.
MANY_PROJECTS = 25
MOST_WITH_MONTHS = 50

# Series that are drawn over months: metric and dimension.
DRAWN: tuple[tuple[str, str | None], ...] = (
    ("code_changes_commits", None),
    ("contributors", None),
    ("new_contributors", None),
    ("code_changes_lines", "added"),
    ("code_changes_lines", "removed"),
    ("release_frequency", None),
)

# What the JSON document says of a project beside its numbers.
_DESCRIBED = tuple(
    "id name state state_reason unit role source branch tip depth commit_count is_shallow is_partial".split()
)

# The engine's word for a window that nothing happened in: known, and no number.
INACTIVE = "no activity"

_LONGEST = 300

# One row per project.
_PROJECTS = """
SELECT project_id, name, unit, role, source, branch, tip, depth, commit_count, is_shallow, is_partial, state,
    state_reason
FROM projects
WHERE $wanted IS NULL OR list_contains($wanted, project_id) OR list_contains($wanted, name)
"""

# One row per value over all time or the last year.
_VALUES = """
SELECT project_id, metric, span, nullif(dimension, '') AS dimension, nullif(item, '') AS item, value, numerator,
    denominator, reason, caveat
FROM "values"
WHERE span IN ('all', 'year') AND list_contains($projects, project_id)
ORDER BY project_id, metric, span, dimension NULLS FIRST, item NULLS FIRST
"""

# One row per project and span: the window that its values are about.
_WINDOWS = """
SELECT project_id, span, min(period_start) FILTER (isfinite(period_start)) AS period_start,
    max(period_end) AS period_end
FROM "values"
WHERE span IN ('all', 'year') AND list_contains($projects, project_id)
GROUP BY project_id, span
"""

# One row per month of a series. Months are counted, so that a date outside of the calendar cannot stop a report.
_MONTHS = """
SELECT project_id, metric, nullif(dimension, '') AS dimension,
    12 * year(period_start) + month(period_start) - 1 AS month_index, value, reason, caveat
FROM "values"
WHERE span = 'month' AND coalesce(item, '') = '' AND list_contains($projects, project_id)
    AND list_contains($drawn, metric || '/' || coalesce(dimension, ''))
    AND period_start BETWEEN TIMESTAMP '1000-01-01' AND TIMESTAMP '9999-12-31'
"""


@dataclass(frozen=True)
class Published:
    """One published number. A value of None comes with the reason why it is not known."""

    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    reason: str | None = None
    caveat: str | None = None

    @property
    def is_inactive(self) -> bool:
        """Whether it is known that nothing happened, so that there is nothing to put a number on."""
        return self.value is None and self.reason == INACTIVE

    @property
    def caveats(self) -> set[str]:
        """The caveats one by one."""
        return set((self.caveat or "").split("; ")) - {""}


@dataclass(frozen=True)
class Months:
    """One number for every month from first (year * 12 + month - 1) to the end of the report.

    None is a month that is not known; one without activity is 0. reasons: why months are not known.
    """

    first: int
    values: tuple[float | None, ...]
    reasons: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()


Key = tuple[str, str, str | None, str | None]


@dataclass(frozen=True)
class Project:
    """One project with its numbers. All texts are safe to show.

    is_namesake: whether another project of the report has the same name.
    values: by metric, span, dimension, item. months: by metric and dimension. windows: by span, half-open, in UTC.
    has_months: whether the months were asked for; a report of very many projects leaves some out.
    """

    id: str
    name: str
    state: str
    unit: str | None = None
    role: str | None = None
    source: str | None = None
    branch: str | None = None
    tip: str | None = None
    depth: str | None = None
    commit_count: int | None = None
    is_shallow: bool = False
    is_partial: bool = False
    state_reason: str | None = None
    values: Mapping[Key, Published] = field(default_factory=dict)
    months: Mapping[tuple[str, str | None], Months] = field(default_factory=dict)
    windows: Mapping[str, tuple[dt.datetime | None, dt.datetime]] = field(default_factory=dict)
    has_months: bool = True
    is_namesake: bool = False

    @property
    def label(self) -> str:
        """What the project is called in a report: its name, with its id where the name is not its own."""
        return f"{self.name} ({self.id})" if self.is_namesake else self.name

    def value(
        self, metric: str, span: Span = "year", *, dimension: str | None = None, item: str | None = None
    ) -> Published:
        """A number, or not known with the best reason there is."""
        for key in ((metric, span, dimension, item), (metric, span, None, None)):
            found = self.values.get(key)
            if found is not None and (found.value is None or key[2:] == (dimension, item)):
                return found
        return Published(None, reason=self._missing_reason)

    @property
    def has_numbers(self) -> bool:
        """Whether anything was read that numbers could be about."""
        return self.depth is not None and self.state != "empty"

    @property
    def shared_caveats(self) -> list[str]:
        """Caveats that every number of the project carries, which are said once."""
        every = [published.caveats for published in self.values.values()]
        return sorted(set.intersection(*every)) if every else []

    @property
    def _missing_reason(self) -> str:
        """Why a number that was not published is missing."""
        if self.state == "empty":
            return "the repository has no commits"
        if self.depth is None:
            return self.state_reason or "the project has not been read"
        return "it was not computed"

    def items(self, metric: str, span: Span, dimension: str | None) -> list[tuple[str, Published]]:
        """The parts that a metric is broken down into, sorted by their names."""
        return [
            (item, published)
            for (its_metric, its_span, its_dimension, item), published in self.values.items()
            if item is not None and (its_metric, its_span, its_dimension) == (metric, span, dimension)
        ]

    def timeline(self, *drawn: tuple[str, str | None, str]) -> Timeline | None:
        """Months of several metrics on one calendar; each is (metric, dimension, label). None when there are none."""
        found = [(self.months.get((metric, dimension)), label) for metric, dimension, label in drawn]
        series = tuple(Series(label, months.values) for months, label in found if months is not None)
        return Timeline(next(months.first for months, _ in found if months is not None), series) if series else None


@dataclass(frozen=True)
class ReportContent:
    """Everything that a report shows. as_of: the end of every window, in UTC. version: of Ospora."""

    as_of: dt.datetime
    projects: tuple[Project, ...]
    metrics: tuple[Metric, ...]
    version: str = __version__

    @property
    def year_start(self) -> dt.datetime:
        """Start of the last 12 months."""
        return year_before(self.as_of)

    def document(self) -> dict[str, Any]:
        """The same as one JSON document: what is not known is null and has a reason."""
        return {
            "as_of": format_instant(self.as_of),
            "ospora": self.version,
            "metrics": [{"id": metric.id, "title": metric.title, "unit": metric.unit} for metric in self.metrics],
            "projects": [_document(project) for project in self.projects],
        }


def load_report(
    connection: DuckDBPyConnection,
    *,
    as_of: dt.datetime,
    projects: Sequence[str] | None = None,
    metrics: Sequence[Metric] | None = None,
) -> ReportContent:
    """Read what a report needs.

    In:     projects and values, as tables or views on the connection
    as_of:  aware, the clock of the run. projects: ids or names, None for all.
    metrics: definitions to report, None for all members of ospora.metrics.
    Errors: UsageError when an asked-for project does not exist
    """
    rows = _rows(connection, _PROJECTS, {"wanted": None if projects is None else list(projects)})
    for asked in projects or ():
        if not any(asked in (row["project_id"], row["name"]) for row in rows):
            raise UsageError(f"There is no project {asked!r} in the data; `ospora status` lists those there are.")
    rows.sort(key=lambda row: ((row["name"] or row["project_id"]).casefold(), row["project_id"]))
    ids = [row["project_id"] for row in rows]
    values = _load_values(connection, ids)
    windows = _load_windows(connection, ids)
    drawn = ids if len(ids) <= MANY_PROJECTS else ids[:MOST_WITH_MONTHS]
    months = _load_months(connection, drawn, rows=rows, last=last_month(as_of))
    names = Counter(row["name"] for row in rows)
    return ReportContent(
        as_of=as_of,
        projects=tuple(
            _project(
                row,
                values=values.get(row["project_id"], {}),
                months=months.get(row["project_id"], {}),
                windows=windows.get(row["project_id"], {}),
                has_months=position < len(drawn),
                is_namesake=names[row["name"]] > 1,
            )
            for position, row in enumerate(rows)
        ),
        metrics=tuple((module.METRIC for module in load_metrics()) if metrics is None else metrics),
    )


def _document(project: Project) -> dict[str, Any]:
    return {
        **{name: getattr(project, name) for name in _DESCRIBED},
        "values": [
            {"metric": metric, "span": span, "dimension": dimension, "item": item, **asdict(published)}
            for (metric, span, dimension, item), published in project.values.items()
        ],
        "months": [
            {
                "metric": metric,
                "dimension": dimension,
                "first": f"{months.first // 12:04}-{months.first % 12 + 1:02}",
                "values": months.values,
                "reasons": months.reasons,
                "caveats": months.caveats,
            }
            for (metric, dimension), months in project.months.items()
        ],
    }


@lru_cache(maxsize=4096)
def shown(text: str) -> str:
    """Text from outside as a report shows it: no control characters, no passwords, no endless line."""
    safe = without_credentials(visible(text)).strip()
    return safe if len(safe) <= _LONGEST else safe[: _LONGEST - 1] + "…"


def last_month(as_of: dt.datetime) -> int:
    """Index of the month that the last instant before as_of lies in."""
    return month_index(as_of - dt.timedelta(microseconds=1))


def _rows(connection: DuckDBPyConnection, query: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    found = connection.execute(query, parameters)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _project(row: dict[str, Any], **loaded: Any) -> Project:
    texts: dict[str, Any] = {
        name: _text(row[name]) for name in ("unit", "role", "source", "branch", "tip", "depth", "state_reason")
    }
    if texts["branch"] is not None:
        texts["branch"] = texts["branch"].removeprefix("refs/heads/")
    return Project(
        id=shown(row["project_id"]),
        name=shown(row["name"] or row["project_id"]),
        state=shown(row["state"] or "ok"),
        commit_count=row["commit_count"],
        is_shallow=bool(row["is_shallow"]),
        is_partial=bool(row["is_partial"]),
        **texts,
        **loaded,
    )


def _text(value: str | None) -> str | None:
    return shown(value) if value else None


def _load_values(connection: DuckDBPyConnection, projects: list[str]) -> dict[str, dict[Key, Published]]:
    found: dict[str, dict[Key, Published]] = {project: {} for project in projects}
    rows = connection.execute(_VALUES, {"projects": projects}).fetchall()
    for project, metric, span, dimension, item, value, numerator, denominator, reason, caveat in rows:
        found[project][metric, span, _text(dimension), _text(item)] = Published(
            _finite(value), _finite(numerator), _finite(denominator), _reason(value, reason), _text(caveat)
        )
    return found


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _reason(value: float | None, reason: str | None) -> str | None:
    if value is None:
        return _text(reason) or "no reason was recorded"
    return _text(reason) if math.isfinite(value) else "the result is not a number"


def _load_windows(
    connection: DuckDBPyConnection, projects: list[str]
) -> dict[str, dict[str, tuple[dt.datetime | None, dt.datetime]]]:
    found: dict[str, dict[str, tuple[dt.datetime | None, dt.datetime]]] = {}
    for project, span, start, end in connection.execute(_WINDOWS, {"projects": projects}).fetchall():
        if end is not None:
            found.setdefault(project, {})[span] = (start, end)
    return found


_Month = tuple[int, float | None, str | None, str | None]


def _load_months(
    connection: DuckDBPyConnection, projects: list[str], *, rows: Sequence[dict[str, Any]], last: int
) -> dict[str, dict[tuple[str, str | None], Months]]:
    drawn = [f"{metric}/{dimension or ''}" for metric, dimension in DRAWN]
    series: dict[str, dict[tuple[str, str | None], list[_Month]]] = {}
    found = connection.execute(_MONTHS, {"projects": projects, "drawn": drawn}).fetchall()
    for project, metric, dimension, *month in found:
        series.setdefault(project, {}).setdefault((metric, dimension), []).append(tuple(month))
    return {
        row["project_id"]: _project_months(row, series[row["project_id"]], last=last)
        for row in rows
        if row["project_id"] in series
    }


def _project_months(
    project: dict[str, Any], series: dict[tuple[str, str | None], list[_Month]], *, last: int
) -> dict[tuple[str, str | None], Months]:
    first = min(index for months in series.values() for index, *_ in months)
    return {drawn: _filled(series[drawn], project, months=range(first, last + 1)) for drawn in DRAWN if drawn in series}


def _filled(published: list[_Month], project: dict[str, Any], *, months: range) -> Months:
    """A number for every month; nothing happened in those without a row, unless the history may lack them."""
    known = {index: _finite(value) for index, value, _, _ in published}
    reasons = {_reason(value, reason) or "" for _, value, reason, _ in published if _finite(value) is None}
    absent: dict[int, float | None] = {month: 0.0 for month in months if month not in known}
    if project["is_shallow"] and absent:
        absent = dict.fromkeys(absent)
        reasons.add("older history is missing in a shallow clone")
    elif project["state"] == "stale":
        unread = {month: None for month in absent if month > max(known)}
        absent.update(unread)
        reasons.update(["newer history may be missing"] if unread else [])
    return Months(
        first=months.start,
        values=tuple(known[month] if month in known else absent[month] for month in months),
        reasons=tuple(sorted(reasons)),
        caveats=tuple(sorted({shown(caveat) for *_, caveat in published if caveat})),
    )
