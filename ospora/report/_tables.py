# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Rows that every format shows: the overview of a portfolio and the metrics of a project."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ospora.metrics._definition import Metric, Span
from ospora.report._attention import Attention, attention
from ospora.report._content import Project, Published, ReportContent
from ospora.report._labels import part_label, part_unit
from ospora.report._numbers import number
from ospora.report._sentences import amount, days_since_release, made_of, state_word, without_number

# Parts that have a chart of their own, and would only make the table long.
_CHARTED = frozenset({"hour", "weekday", "language", "kind"})
_DEFINED: dict[Span, str] = {"all": "the whole history", "year": "shorter windows", "month": "months"}
_PLAIN = re.compile(r"[A-Za-z0-9_./][A-Za-z0-9_./-]*\Z")

SPAN_WORDS: dict[Span, str] = {"all": "all time", "year": "last 12 months", "month": "calendar months"}

OVERVIEW_HEADINGS = (
    "Project",
    "State",
    "Commits",
    "Contributors",
    "Absence factor",
    "Days since last release",
    "Attention",
)


@dataclass(frozen=True)
class Cell:
    """One value in words. detail: what it was made of; caveat: what the reader must know."""

    text: str
    detail: str | None = None
    caveat: str | None = None
    is_known: bool = True


@dataclass(frozen=True)
class MetricRow:
    """One line of a project's table. part: which part of the metric in words, None for the metric itself."""

    metric: Metric
    part: str | None
    year: Cell
    all: Cell


@dataclass(frozen=True)
class OverviewRow:
    """One project in the overview of a portfolio, in the order of OVERVIEW_HEADINGS."""

    project: Project
    state: str
    commits: str
    contributors: str
    absence_factor: str
    days_since_release: str
    attention: list[Attention]

    @property
    def rules(self) -> set[str]:
        """The rules that ask for attention."""
        return {reason.rule for reason in self.attention}

    @property
    def numbers(self) -> tuple[str, str, str, str]:
        """The columns between state and attention."""
        return (self.commits, self.contributors, self.absence_factor, self.days_since_release)


def overview(content: ReportContent) -> list[OverviewRow]:
    """One row per project, in the order of the report."""
    return [
        OverviewRow(
            project=project,
            state=state_word(project),
            commits=_short(project.value("code_changes_commits")),
            contributors=_short(project.value("contributors")),
            absence_factor=_short(project.value("contributor_absence_factor")),
            days_since_release=_short(days_since_release(project), whole=True),
            attention=attention(project),
        )
        for project in content.projects
    ]


def _short(published: Published, *, whole: bool = False) -> str:
    if published.value is None:
        return without_number(published)
    return number(round(published.value) if whole else published.value)


def metric_rows(project: Project, metrics: tuple[Metric, ...]) -> list[MetricRow]:
    """Every metric, followed by its parts."""
    said = set(project.shared_caveats)
    return [
        MetricRow(
            metric=metric,
            part=None if dimension is None else part_label(metric, dimension, item),
            year=_cell(project, (metric, "year", dimension, item), said),
            all=_cell(project, (metric, "all", dimension, item), said),
        )
        for metric in metrics
        for dimension, item in ((None, None), *_parts(project, metric))
    ]


def _parts(project: Project, metric: Metric) -> list[tuple[str, str | None]]:
    found = {
        (dimension, item)
        for its_metric, _, dimension, item in project.values
        if its_metric == metric.id and dimension is not None and dimension not in _CHARTED
    }
    return sorted(found, key=lambda part: (part[0], part[1] or ""))


def _cell(project: Project, place: tuple[Metric, Span, str | None, str | None], said: set[str]) -> Cell:
    """What stands in the table for a part of a metric. said: caveats that stand elsewhere already."""
    metric, span, dimension, item = place
    if span not in metric.spans:
        return Cell("as above" if dimension else f"defined for {_DEFINED[metric.spans[0]]} only", is_known=False)
    published = project.value(metric.id, span, dimension=dimension, item=item)
    if dimension is not None:
        whole = project.value(metric.id, span)
        if published is whole:
            return Cell("as above", is_known=False)
        if item is not None and (metric.id, span, dimension, item) not in project.values:
            # A role that does not occur has no row.
            return Cell("none")
        said = said | whole.caveats
    return Cell(
        text=amount(published, part_unit(metric, dimension)),
        detail=made_of(published),
        caveat="; ".join(sorted(published.caveats - said)) or None,
        is_known=published.value is not None,
    )


def command_name(project: Project) -> str:
    """What to call a project on the command line: its name where that is plain and its own, else its id."""
    return project.name if _PLAIN.match(project.name) and not project.is_namesake else project.id
