# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

import itertools

from ospora.report.markdown import render_markdown
from tests.report.sample import METRICS, add_living_project, add_quiet_project, add_states


def rows(page):
    return [
        [cell.strip() for cell in line.strip("|").split(" | ")] for line in page.splitlines() if line.startswith("| ")
    ]


def test_headings_go_down_one_level_at_a_time(tables):
    add_living_project(tables)
    add_states(tables)

    levels = [len(line.split()[0]) for line in render_markdown(tables.load()).splitlines() if line.startswith("#")]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert max(after - before for before, after in itertools.pairwise(levels)) == 1


def test_a_project_has_its_numbers_with_fractions_and_caveats(tables):
    add_living_project(tables)

    page = rows(render_markdown(tables.load()))

    assert ["Contributor absence factor", "2 people (80 of 130)", "3 people (260 of 500)"] in page
    assert ["– added", "8,000 lines", "40,000 lines"] in page
    assert [
        "Code changes: lines",
        "11,000 lines; lower bound: 2 changes have no line counts",
        "52,345 lines; lower bound: 2 changes have no line counts",
    ] in page


def test_the_last_twelve_months_are_a_table(tables):
    add_living_project(tables)

    page = rows(render_markdown(tables.load()))

    start = page.index(
        ["Month", "Commits", "Contributors", "For the first time", "Lines added", "Lines removed", "Releases"]
    )
    assert page[start + 2] == ["Dec 2025", "10", "4", "0", "900", "300", "1"]
    assert page[start + 13] == ["Nov 2026", "16", "7", "0", "900", "300", "0"]


def test_an_unknown_number_is_written_in_words(tables):
    add_quiet_project(tables, "p", reason="it broke")

    page = rows(render_markdown(tables.load()))

    assert ["Contributors", "not known: it broke", "not known: it broke"] in page
    assert ["Contributor turnover", "not known: it broke", "defined for shorter windows only"] in page
    assert len([row for row in page if row[0] in {metric.title for metric in METRICS}]) == len(METRICS)


def test_the_overview_comes_first(tables):
    add_living_project(tables)
    add_states(tables)

    page = render_markdown(tables.load())

    assert page.index("## Overview") < page.index("## archive")
    assert ["water-portal", "Read", "130", "12", "2", "45", "nothing found"] in rows(page)


def test_every_metric_says_how_it_is_computed(tables):
    add_living_project(tables)

    page = render_markdown(tables.load())

    for metric in METRICS:
        assert f"### {metric.title}\n\n*{metric.question}*\n\n{metric.rule}\n" in page
        assert f"`ospora explain {metric.id} PROJECT`" in page
