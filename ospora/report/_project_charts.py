# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""The charts of a project: which numbers are drawn, and the sentence that each of them stands under."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from ospora.report._charts import Bar, Caption, Shape, bar_chart, column_chart, missing_chart, time_chart
from ospora.report._content import Project, Published
from ospora.report._findings import gap_notes, largest_parts, lines_finding, month_finding, people_finding
from ospora.report._labels import HOURS, WEEKDAYS
from ospora.report._numbers import plural, quantity
from ospora.report._sentences import YEAR, amount, made_of, without_number
from ospora.report._series import Combine, Timeline


@dataclass(frozen=True)
class _Monthly:
    """A chart over months. drawn: metric, dimension and label of each line."""

    id: str
    title: str
    unit: str
    drawn: tuple[tuple[str, str | None, str], ...]
    shape: Shape
    finding: Callable[[Timeline, dt.datetime], str]
    combine: Combine = "sum"


_COMMITS = _Monthly(
    id="commits",
    title="Commits per month",
    unit="commits",
    drawn=(("code_changes_commits", None, "Commits"),),
    shape="area",
    finding=lambda timeline, as_of: month_finding(timeline, "commits", as_of=as_of),
)
_LINES = _Monthly(
    id="lines",
    title="Lines added and removed per month",
    unit="lines",
    drawn=(("code_changes_lines", "added", "Added"), ("code_changes_lines", "removed", "Removed")),
    shape="lines",
    finding=lambda timeline, as_of: lines_finding(timeline, as_of=as_of),
)
_CONTRIBUTORS = _Monthly(
    id="contributors",
    title="Contributors per month",
    unit="people",
    drawn=(("contributors", None, "Contributors"), ("new_contributors", None, "For the first time")),
    shape="lines",
    finding=lambda timeline, as_of: people_finding(timeline, as_of=as_of),
    combine="mean",
)
_RELEASES = _Monthly(
    id="releases",
    title="Releases per month",
    unit="releases",
    drawn=(("release_frequency", None, "Releases"),),
    shape="columns",
    finding=lambda timeline, as_of: month_finding(timeline, "releases", as_of=as_of),
)


# Headings that charts are grouped under.
GROUPS = ("Activity", "People", "Releases and contents")


def chart_groups(project: Project, *, prefix: str, as_of: dt.datetime) -> Iterator[tuple[str, list[ET.Element]]]:
    """Headings and their charts. prefix: begins every id; as_of: the clock of the report."""
    commits, lines, contributors, releases = (
        [_months(project, chart, prefix=prefix, as_of=as_of)] if project.has_months else []
        for chart in (_COMMITS, _LINES, _CONTRIBUTORS, _RELEASES)
    )
    activity, people, contents = GROUPS
    yield activity, [*commits, *lines]
    yield people, [*contributors, *_local_times(project, prefix=prefix)]
    yield contents, [*releases, _languages(project, prefix=prefix), _kinds(project, prefix=prefix)]


def _months(project: Project, chart: _Monthly, *, prefix: str, as_of: dt.datetime) -> ET.Element:
    timeline = project.timeline(*chart.drawn)
    if timeline is None or len(timeline.series) < len(chart.drawn):
        metric, part, _ = chart.drawn[0]
        return missing_chart(chart.title, without_number(project.value(metric, "all", dimension=part)))
    drawn = [project.months[metric, part] for metric, part, _ in chart.drawn]
    caption = Caption(
        id=f"{prefix}-{chart.id}",
        title=chart.title,
        finding=chart.finding(timeline, as_of),
        unit=chart.unit,
        notes=gap_notes(drawn, as_of=as_of, said=project.shared_caveats),
    )
    return time_chart(caption, timeline, shape=chart.shape, combine=chart.combine)


def _languages(project: Project, *, prefix: str) -> ET.Element:
    title, metric = "Languages", "programming_language_distribution"
    bars = _largest_first(project.items(metric, "all", "language"))
    if not bars:
        return missing_chart(title, without_number(project.value(metric, "all", dimension="language")))
    languages = plural(len(bars), "language", "languages")
    finding = f"By size of the files at the tip: {_largest(bars)}; {languages} in all."
    caption = Caption(f"{prefix}-languages", title, finding, "ratio")
    return bar_chart(caption, bars, headings=("Language", "Share", "Bytes"))


def _kinds(project: Project, *, prefix: str) -> ET.Element:
    title, metric = "Kinds of work", "types_of_contributions"
    bars = _largest_first(project.items(metric, "year", "kind"))
    if not bars:
        return missing_chart(title, without_number(project.value(metric, "year", dimension="kind")))
    finding = f"Commits of {YEAR} that touched each kind of file: {_largest(bars)}. A commit may touch several."
    caption = Caption(f"{prefix}-kinds", title, finding, "ratio")
    return bar_chart(caption, bars, headings=("Kind", "Share of commits", "Commits"))


def _largest_first(items: list[tuple[str, Published]]) -> list[Bar]:
    bars = [Bar(item, published.value, published.numerator) for item, published in items]
    return sorted(bars, key=lambda bar: (-(bar.value or 0.0), bar.label))


def _largest(bars: list[Bar]) -> str:
    return largest_parts([(bar.label, bar.value) for bar in bars if bar.value is not None])


_ONE_PERSON = (
    "not shown, because one person made half of these commits or more, and when one person works is nobody's business"
)


def _local_times(project: Project, *, prefix: str) -> Iterator[ET.Element]:
    """Hours and weekdays. Where the metric abstains, for the sake of few people or for lack of clocks, its reason."""
    metric = "activity_dates_and_times"
    hours = _counted(project, "hour", HOURS)
    if hours and project.value("contributor_absence_factor").value == 1:
        yield missing_chart("Commits by hour and weekday", _ONE_PERSON)
        return
    if not hours:
        yield missing_chart("Commits by hour and weekday", without_number(project.value(metric, dimension="hour")))
        return
    located = project.value(metric)
    known = f"The local time is known for {amount(located, 'ratio')} of the commits ({made_of(located)})."
    finding = f"By the clocks of the authors in {YEAR}, the busiest hour is {_peak(hours, '{0}:00 to {0}:59')}. {known}"
    caption = Caption(f"{prefix}-hours", "Commits by hour", finding, "commits")
    yield column_chart(caption, hours, headings=("Hour", "Commits"), every=3)
    weekdays = _counted(project, "weekday", WEEKDAYS)
    finding = f"By the same clocks, the busiest day is {_peak(weekdays, '{0}')}."
    caption = Caption(f"{prefix}-weekdays", "Commits by weekday", finding, "commits")
    yield column_chart(caption, weekdays, headings=("Weekday", "Commits"))


def _counted(project: Project, dimension: str, labels: dict[str, str]) -> list[Bar]:
    """Commits for each label; one that does not occur has no row and is 0. Empty when there is no row at all."""
    found = dict(project.items("activity_dates_and_times", "year", dimension))
    if not found:
        return []
    return [Bar(label, found[item].value if item in found else 0.0) for item, label in labels.items()]


def _peak(bars: list[Bar], words: str) -> str:
    most = max(bars, key=lambda bar: bar.value or 0.0)
    return f"{words.format(most.label)} with {quantity(most.value or 0.0, 'commits')}"
