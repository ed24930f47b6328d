# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""The report as one HTML page: no script, nothing loaded from elsewhere, readable by everybody and on paper."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from functools import lru_cache
from xml.etree import ElementTree as ET

from ospora.core.windows import format_instant
from ospora.report._content import MANY_PROJECTS, Project, ReportContent
from ospora.report._html_method import method_parts
from ospora.report._html_overview import overview_parts
from ospora.report._html_project import project_parts, section_id
from ospora.report._markup import Child, element, write_page
from ospora.report._numbers import plural, until, window
from ospora.report._palette import style_sheet
from ospora.report._project_charts import GROUPS


def render_html(content: ReportContent) -> str:
    """The whole report as one file that needs nothing else.

    One project: its section. Several: an overview first, then a section each, folded when there are very many.
    """
    return write_page(
        element(
            "html",
            _head(content),
            element(
                "body",
                element("a", "Skip to the content", href="#main", class_="skip"),
                _header(content),
                _contents(content),
                element("main", _main(content), id="main", tabindex=-1),
                element(
                    "footer",
                    element(
                        "p",
                        f"Made with Ospora {content.version}, as of {format_instant(content.as_of)}. "
                        "This page runs no script and loads nothing.",
                    ),
                ),
            ),
            lang="en",
            dir="ltr",
        )
    )


def _is_alone(content: ReportContent) -> bool:
    return len(content.projects) == 1


def _subject(content: ReportContent) -> str:
    return content.projects[0].label if _is_alone(content) else plural(len(content.projects), "project", "projects")


def _head(content: ReportContent) -> ET.Element:
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_security_policy()),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="generator", content=f"Ospora {content.version}"),
        element("title", f"Report on {_subject(content)}, {until(content.as_of)}"),
        element("style", style_sheet()),
    )


@lru_cache(maxsize=1)
def _security_policy() -> str:
    """Nothing may load or run; the one style sheet is named by its hash."""
    digest = base64.b64encode(hashlib.sha256(style_sheet().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _header(content: ReportContent) -> ET.Element:
    return element(
        "header",
        element("h1", "Report on ", element("bdi", _subject(content))),
        element(
            "p",
            f"As of {until(content.as_of)}. The last 12 months are {window(content.year_start, content.as_of)}.",
            class_="quiet",
        ),
    )


def _contents(content: ReportContent) -> ET.Element:
    if _is_alone(content):
        titles = ("In short", *GROUPS, "All numbers") if content.projects[0].has_numbers else ()
        links = [(section_id("p1", title), title) for title in titles]
    else:
        links = [("overview", "Overview"), ("projects", "Projects")]
    links.append(("method", "How the numbers are computed"))
    return element(
        "nav",
        element("ul", [element("li", element("a", words, href=f"#{target}")) for target, words in links]),
        aria_label="Contents",
    )


def _main(content: ReportContent) -> Iterator[Child]:
    if _is_alone(content):
        yield from project_parts(content.projects[0], content, prefix="p1", level=2)
    else:
        yield from overview_parts(content)
        yield element("h2", "Projects", id="projects")
        folded = len(content.projects) > MANY_PROJECTS
        for position, project in enumerate(content.projects, 1):
            yield _section(project, content, prefix=f"p{position}", folded=folded)
    yield from method_parts(content)


def _section(project: Project, content: ReportContent, *, prefix: str, folded: bool) -> ET.Element:
    heading = element("h3", element("bdi", project.label), id=f"{prefix}-name")
    parts = project_parts(project, content, prefix=prefix, level=4)
    body: list[Child] = [element("details", element("summary", heading), parts)] if folded else [heading, *parts]
    css = "project folded" if folded else "project"
    return element("section", body, class_=css, id=prefix, aria_labelledby=f"{prefix}-name")
