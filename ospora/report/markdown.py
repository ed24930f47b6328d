# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""The report as Markdown (GitHub's dialect), for a repository, a wiki or an issue."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ospora.core.windows import format_instant
from ospora.metrics._definition import Metric
from ospora.report._content import DRAWN, Project, ReportContent
from ospora.report._labels import MONTH_LABELS
from ospora.report._numbers import number, plural, until, window
from ospora.report._sentences import headline_facts, notices, portfolio_facts
from ospora.report._series import Timeline
from ospora.report._tables import (
    OVERVIEW_HEADINGS,
    SPAN_WORDS,
    Cell,
    command_name,
    metric_rows,
    overview,
)

# What means something to Markdown or HTML inside a line, what GitHub makes a link of, and what begins a block.
_MARKS = re.compile(r"[\\`*_\[\]<>|~&$@#]|:(?=//)|(?<=www)\.|^[-+=!:]|^\d+[.)](?=\s|$)", re.IGNORECASE)
_LAST_MONTHS = 12


def render_markdown(content: ReportContent) -> str:
    """The whole report: an overview when there are several projects, a section each, and how numbers are computed."""
    alone = len(content.projects) == 1
    subject = escape(content.projects[0].label) if alone else plural(len(content.projects), "project", "projects")
    clock = (
        f"As of {until(content.as_of)} ({format_instant(content.as_of)}). "
        f"The last 12 months are {window(content.year_start, content.as_of)}. Made with Ospora {content.version}."
    )
    lines = [f"# Report on {subject}", "", clock]
    if not alone:
        lines += _overview(content)
    for project in content.projects:
        lines += _project(project, content, alone=alone)
    lines += _method(content)
    return "\n".join(lines) + "\n"


def escape(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _MARKS.sub(lambda found: f"{found.group()[:-1]}\\{found.group()[-1]}", text)


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Cells are Markdown already."""
    return [
        "",
        f"| {' | '.join(headings)} |",
        f"|{' --- |' * len(headings)}",
        *(f"| {' | '.join(row)} |" for row in rows),
    ]


def _overview(content: ReportContent) -> Iterator[str]:
    yield from ("", "## Overview", "")
    yield from (f"- {escape(fact)}" for fact in portfolio_facts(content))
    yield from _table(
        OVERVIEW_HEADINGS,
        [
            (
                escape(row.project.label),
                row.state,
                *map(escape, row.numbers),
                "; ".join(escape(reason.words) for reason in row.attention) or "nothing found",
            )
            for row in overview(content)
        ],
    )
    yield from ("", "The numbers are of the last 12 months.")


def _project(project: Project, content: ReportContent, *, alone: bool) -> Iterator[str]:
    under = "##" if alone else "###"
    if not alone:
        yield from ("", f"## {escape(project.label)}")
    for mark, notice in notices(project):
        yield from ("", f"> **{mark}.** {escape(notice)}")
    yield ""
    about = (("Source", project.source), ("Branch", project.branch), ("Tip", project.tip), ("Unit", project.unit),
             ("Role", project.role), ("Depth", project.depth or "nothing read"), ("Id", project.id))  # fmt: skip
    yield from (f"- {term}: {escape(text)}" for term, text in about if text is not None)
    if not project.has_numbers:
        return
    yield from ("", f"{under} In short", "")
    yield from (f"- {escape(fact)}" for fact in headline_facts(project))
    timeline = project.timeline(*((metric, part, MONTH_LABELS[metric, part]) for metric, part in DRAWN))
    if timeline is not None:
        yield from ("", f"{under} Last {_LAST_MONTHS} months")
        yield from _months(timeline)
    yield from ("", f"{under} All numbers")
    yield from _numbers(project, content)


def _months(timeline: Timeline) -> list[str]:
    rows = [
        (timeline.label(position), *(_known(series.values[position]) for series in timeline.series))
        for position in range(max(0, len(timeline) - _LAST_MONTHS), len(timeline))
    ]
    return _table(("Month", *(series.label for series in timeline.series)), rows)


def _known(value: float | None) -> str:
    return "not known" if value is None else number(value)


def _numbers(project: Project, content: ReportContent) -> Iterator[str]:
    shared = project.shared_caveats
    if shared:
        yield from ("", f"> For every number below: {escape('; '.join(shared))}.")
    yield from _table(
        ("Metric", "Last 12 months", "All time"),
        [
            (row.metric.title if row.part is None else f"– {escape(row.part)}", _cell(row.year), _cell(row.all))
            for row in metric_rows(project, content.metrics)
        ],
    )
    yield from ("", "To see how a number came about:")
    yield from ("", f"    ospora explain METRIC {command_name(project)}")


def _cell(cell: Cell) -> str:
    detail = f" ({cell.detail})" if cell.detail else ""
    caveat = f"; {cell.caveat}" if cell.caveat else ""
    return escape(f"{cell.text}{detail}{caveat}")


def _method(content: ReportContent) -> Iterator[str]:
    yield from ("", "## How the numbers are computed", "")
    yield "Windows are in UTC. Where a number cannot be known, the reason stands in its place, never a zero."
    for metric in content.metrics:
        yield from _metric(metric)


def _metric(metric: Metric) -> Iterator[str]:
    chaoss = f" (https://chaoss.community/?p={metric.chaoss_id})" if metric.chaoss_id else ""
    yield from ("", f"### {metric.title}", "", f"*{metric.question}*", "", metric.rule, "")
    yield f"- Left out: {', '.join(metric.left_out) or 'nothing'}"
    yield f"- Windows: {', '.join(SPAN_WORDS[span] for span in metric.spans)}"
    yield f"- Source: {metric.source}{chaoss}"
    yield f"- Reproduce: `ospora explain {metric.id} PROJECT`"
