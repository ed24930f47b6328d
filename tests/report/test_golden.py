# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Whole reports, compared byte by byte; a change in one of these files is read in review like code."""

import pytest

from ospora.report.html import render_html
from ospora.report.markdown import render_markdown
from ospora.report.terminal import render_terminal
from tests.report.sample import add_living_project, add_states

RENDERERS = {
    "html": render_html,
    "md": render_markdown,
    "txt": lambda content: render_terminal(content, width=100, colour=False),
}


@pytest.mark.parametrize("kind", RENDERERS)
def test_report_of_one_project(tables, golden, fixed, kind):
    add_living_project(tables)

    golden(f"project.{kind}", RENDERERS[kind](fixed(tables.load())))


@pytest.mark.parametrize("kind", RENDERERS)
def test_report_of_a_portfolio(tables, golden, fixed, kind):
    add_states(tables)

    golden(f"portfolio.{kind}", RENDERERS[kind](fixed(tables.load())))
