# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""The section of one project in the HTML report."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from ospora.report._content import Project, Published, ReportContent
from ospora.report._markup import Child, element
from ospora.report._numbers import number, quantity, window
from ospora.report._project_charts import chart_groups
from ospora.report._sentences import (
    days_since_release,
    headline_facts,
    made_of,
    notices,
    rounded_days,
    sentence,
    usual_gap,
    without_number,
)
from ospora.report._tables import Cell, MetricRow, command_name, metric_rows

_READ = {
    "metadata": "commits and tags",
    "paths": "commits, tags and paths",
    "lines": "commits, tags, paths and lines",
}


def project_parts(project: Project, content: ReportContent, *, prefix: str, level: int) -> Iterator[ET.Element]:
    """Everything about a project below its name. prefix: begins every id; level: of the headings (2 is h2)."""
    for mark, notice in notices(project):
        yield element("p", element("strong", f"{mark}."), f" {notice}", class_="notice")
    yield _about(project, content)
    if not project.has_numbers:
        return
    yield _heading("In short", prefix=prefix, level=level)
    yield element("dl", [_tile(*tile) for tile in _tiles(project)], class_="tiles")
    yield element("ul", [element("li", fact) for fact in headline_facts(project)], class_="facts")
    if not project.has_months:
        words = "Months are not drawn here, to keep this page small; a report of this project alone draws them: "
        yield element("p", words, element("code", f"ospora report {command_name(project)}"), class_="gap")
    for title, charts in chart_groups(project, prefix=prefix, as_of=content.as_of):
        yield _heading(title, prefix=prefix, level=level)
        yield element("div", charts, class_="charts")
    yield _heading("All numbers", prefix=prefix, level=level)
    yield from _numbers(project, content)


def section_id(prefix: str, title: str) -> str:
    """The id of a heading inside a project's section."""
    return f"{prefix}-{title.lower().replace(' ', '-')}"


def _heading(title: str, *, prefix: str, level: int) -> ET.Element:
    return element(f"h{level}", title, id=section_id(prefix, title))


def _about(project: Project, content: ReportContent) -> ET.Element:
    at_tip = f" at {project.tip[:12]}" if project.tip else ""
    yearly = project.windows.get("year")
    is_older = yearly is not None and yearly[1].replace(tzinfo=content.as_of.tzinfo) != content.as_of
    entries = (
        ("Source", project.source),
        ("Branch", f"{project.branch}{at_tip}" if project.branch else None),
        ("Unit", project.unit),
        ("Role", project.role),
        ("Read", _READ.get(project.depth or "", "nothing")),
        ("Last 12 months", window(*yearly) if yearly is not None and is_older else None),
        ("Id", project.id),
    )
    return element(
        "dl",
        [
            part
            for term, text in entries
            if text is not None
            for part in (element("dt", term), element("dd", element("bdi", text)))
        ],
        class_="about",
    )


def _tiles(project: Project) -> Iterator[tuple[str, Published, str | None, str | None]]:
    """What is counted, the number, its unit where the words do not say it, and a second number below it."""
    weeks = project.value("code_changes_commits", dimension="active_weeks")
    yield (
        "Commits in the last 12 months",
        project.value("code_changes_commits"),
        None,
        f"in {quantity(weeks.value, 'weeks')}" if weeks.value is not None else None,
    )
    new = project.value("new_contributors")
    yield (
        "People who contributed to them",
        project.value("contributors"),
        None,
        f"{number(new.value)} for the first time" if new.value is not None else None,
    )
    absence = project.value("contributor_absence_factor")
    held = made_of(absence)
    yield "People who made at least half", absence, None, f"{held} commits" if held else None
    since, gap = days_since_release(project), usual_gap(project)
    yield (
        "Since the last release",
        since if since.value is None else Published(round(since.value)),
        "days",
        f"usually {quantity(rounded_days(gap.value), 'days')} between two" if gap.value is not None else None,
    )


def _tile(term: str, published: Published, unit: str | None, below: str | None) -> ET.Element:
    if published.value is None:
        said = element("dd", without_number(published))
    else:
        said = element("dd", number(published.value) if unit is None else quantity(published.value, unit), class_="big")
    return element("div", element("dt", term), said, element("dd", below, class_="quiet") if below else None)


def _numbers(project: Project, content: ReportContent) -> Iterator[ET.Element]:
    yield element(
        "p",
        "To see how a number came about: ",
        element("code", f"ospora explain METRIC {command_name(project)}"),
        ", with the name that stands under the metric.",
    )
    shared = project.shared_caveats
    if shared:
        yield element("p", f"For every number below: {'; '.join(shared)}.", class_="notice")
    yield element(
        "table",
        element("caption", "All metrics. Indented: parts of the metric above."),
        element(
            "thead",
            element("tr", [element("th", text, scope="col") for text in ("Metric", "Last 12 months", "All time")]),
        ),
        element("tbody", [_row(row) for row in metric_rows(project, content.metrics)]),
        class_="metrics",
    )


def _row(row: MetricRow) -> ET.Element:
    name: list[Child] = (
        [element("a", row.metric.title, href=f"#m-{row.metric.id}"), element("small", element("code", row.metric.id))]
        if row.part is None
        else [element("bdi", row.part)]
    )
    return element(
        "tr",
        element("th", name, scope="row"),
        _value(row.year),
        _value(row.all),
        class_=None if row.part is None else "sub",
    )


def _value(cell: Cell) -> ET.Element:
    return element(
        "td",
        cell.text,
        element("small", cell.detail) if cell.detail else None,
        element("small", sentence(cell.caveat)) if cell.caveat else None,
        class_=None if cell.is_known else "none",
    )
