# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""The overview of a portfolio in the HTML report: what may need attention, and one row a project."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from ospora.report._attention import RULES
from ospora.report._content import Project, ReportContent
from ospora.report._markup import Child, element
from ospora.report._sentences import portfolio_facts
from ospora.report._tables import OVERVIEW_HEADINGS, OverviewRow, overview


def overview_parts(content: ReportContent) -> Iterator[ET.Element]:
    """Facts, reasons for attention with their projects, and the table."""
    rows = overview(content)
    yield element("h2", "Overview", id="overview")
    yield element("ul", [element("li", fact) for fact in portfolio_facts(content)], class_="facts")
    yield element("h3", "What may need attention", id="attention")
    yield from _attention(rows)
    yield element("h3", "All projects", id="all-projects")
    yield element("div", _table(rows), class_="scroll", role="region", aria_labelledby="all-projects", tabindex=0)


def _attention(rows: list[OverviewRow]) -> Iterator[ET.Element]:
    found = {
        rule: [(position, row.project) for position, row in enumerate(rows, 1) if rule in row.rules] for rule in RULES
    }
    if not any(found.values()):
        words = "; ".join(words[:1].lower() + words[1:] for words in RULES.values())
        yield element("p", f"Nothing. These were looked for: {words}.")
        return
    yield element("p", "Reasons to look, not verdicts: a finished project is quiet too.")
    yield element(
        "ul",
        [
            element("li", element("b", RULES[rule]), ": ", _links(projects))
            for rule, projects in found.items()
            if projects
        ],
        class_="facts",
    )


def _links(projects: list[tuple[int, Project]]) -> Iterator[Child]:
    for order, (position, project) in enumerate(projects):
        yield ", " if order else None
        yield _link(position, project)


def _link(position: int, project: Project) -> ET.Element:
    return element("a", element("bdi", project.label), href=f"#p{position}")


def _table(rows: list[OverviewRow]) -> ET.Element:
    return element(
        "table",
        element("caption", "Numbers of the last 12 months"),
        element("thead", element("tr", [element("th", heading, scope="col") for heading in OVERVIEW_HEADINGS])),
        element("tbody", [_row(position, row) for position, row in enumerate(rows, 1)]),
        class_="wide",
    )


def _row(position: int, row: OverviewRow) -> ET.Element:
    unit = element("small", element("bdi", row.project.unit)) if row.project.unit else None
    return element(
        "tr",
        element("th", _link(position, row.project), unit, scope="row"),
        element("td", row.state),
        [element("td", text) for text in row.numbers],
        element("td", [element("div", reason.words) for reason in row.attention] or "nothing found"),
    )
