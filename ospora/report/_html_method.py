# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""How each number is computed, in the HTML report: rule, what is left out, windows, source, and how to get it again."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from ospora.metrics._definition import Metric
from ospora.report._content import ReportContent
from ospora.report._markup import Child, element
from ospora.report._numbers import until, window
from ospora.report._tables import SPAN_WORDS, command_name

_CHAOSS_PAGE = "https://chaoss.community/?p="


def method_parts(content: ReportContent) -> Iterator[ET.Element]:
    """One block a metric."""
    command = command_name(content.projects[0]) if len(content.projects) == 1 else "PROJECT"
    yield element("h2", "How the numbers are computed", id="method")
    yield element(
        "p",
        f"Windows are in UTC. All time ends with {until(content.as_of)}; the last 12 months are "
        f"{window(content.year_start, content.as_of)}. Where a number cannot be known, the reason stands in its place. "
        "“Not known” is never counted as zero.",
    )
    for metric in content.metrics:
        yield element("h3", metric.title, id=f"m-{metric.id}")
        yield element("p", element("em", metric.question))
        yield element("dl", _entries(metric, command), class_="about")


def _entries(metric: Metric, command: str) -> Iterator[ET.Element]:
    source: list[Child] = [metric.source]
    if metric.chaoss_id is not None:
        page = element("a", f"CHAOSS {metric.chaoss_id}", href=f"{_CHAOSS_PAGE}{metric.chaoss_id}")
        source += [" (", page, ")"]
    entries: tuple[tuple[str, Child | list[Child]], ...] = (
        ("Rule", _with_code(metric.rule)),
        ("Left out", ", ".join(metric.left_out) or "nothing"),
        ("Windows", ", ".join(SPAN_WORDS[span] for span in metric.spans)),
        ("Source", source),
        ("Reproduce", element("code", f"ospora explain {metric.id} {command}")),
    )
    for term, description in entries:
        yield element("dt", term)
        yield element("dd", description)


def _with_code(text: str) -> list[Child]:
    """A text of ours, in which words between backticks are code."""
    return [element("code", part) if position % 2 else part for position, part in enumerate(text.split("`"))]
