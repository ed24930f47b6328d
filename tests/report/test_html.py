# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

import base64
import hashlib
import itertools
import re
from collections import Counter

import pytest

from ospora.metrics._definition import Metric
from ospora.report._content import MANY_PROJECTS, MOST_WITH_MONTHS
from ospora.report.html import render_html
from tests.report.page import read, table_rows
from tests.report.sample import METRICS, add_living_project, add_quiet_project, add_states


@pytest.fixture
def alone(tables):
    add_living_project(tables)
    return render_html(tables.load())


@pytest.fixture
def portfolio(tables):
    add_living_project(tables)
    add_states(tables)
    return render_html(tables.load())


@pytest.fixture(params=["alone", "portfolio"])
def page(request):
    return request.getfixturevalue(request.param)


def test_the_page_has_language_title_viewport_and_landmarks(alone):
    tree = read(alone)

    assert alone.startswith("<!DOCTYPE html>\n<html")
    assert tree.one("html").attributes["lang"] == "en"
    assert tree.one("title").text == "Report on water-portal, 21 Nov 2026, 12:30 UTC"
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in [
        found.attributes for found in tree.all("meta")
    ]
    body = tree.one("body")
    assert [found.tag for found in body.children if found != "\n"] == ["a", "header", "nav", "main", "footer"]
    assert tree.one("nav").attributes["aria-label"] == "Contents"


def test_the_first_link_skips_to_the_content(page):
    tree = read(page)

    first = tree.one("a")
    assert first.attributes["href"] == "#main"
    assert tree.one("main").id == "main"


def test_clock_and_version_are_shown(page):
    tree = read(page)

    assert "As of 21 Nov 2026, 12:30 UTC." in tree.one("header").text
    assert re.search(r"Made with Ospora [\d.]+\S*, as of 2026-11-21T12:30:00Z\.", tree.one("footer").text)


def test_headings_go_down_one_level_at_a_time(page):
    levels = [int(found.tag[1]) for found in read(page).all("h1", "h2", "h3", "h4", "h5", "h6")]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert max(after - before for before, after in itertools.pairwise(levels)) == 1


def test_ids_are_unique_and_every_link_inside_finds_its_place(page):
    tree = read(page)

    ids = Counter(found.id for found in tree.all() if found.id is not None)
    assert {name: count for name, count in ids.items() if count > 1} == {}
    targets = {found.attributes["href"] for found in tree.all("a") if found.attributes["href"].startswith("#")}
    named = {name for found in tree.all() for name in (found.attributes.get("aria-labelledby") or "").split()}
    assert {target[1:] for target in targets} | named <= ids.keys()


def test_nothing_runs_and_nothing_is_loaded(page):
    tree = read(page)

    assert [found.tag for found in tree.all("script", "link", "img", "iframe", "object", "embed", "form", "base")] == []
    attributes = [(name, value) for found in tree.all() for name, value in found.attributes.items()]
    assert [name for name, _ in attributes if name == "style" or name.startswith("on")] == []
    assert {name for name, value in attributes if value and "//" in value} <= {"href"}
    outside = {found.attributes["href"] for found in tree.all("a") if not found.attributes["href"].startswith("#")}
    assert {link.split("?")[0] for link in outside} <= {"https://chaoss.community/"}


def test_the_policy_allows_the_one_style_sheet_and_nothing_else(page):
    tree = read(page)

    (style,) = tree.all("style")
    digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    policy = next(
        found for found in tree.all("meta") if found.attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.attributes["content"] == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


def test_the_same_input_gives_the_same_bytes(tables):
    add_living_project(tables)
    add_states(tables)

    assert render_html(tables.load()) == render_html(tables.load())


def test_every_chart_is_named_and_has_its_table(page):
    figures = list(read(page).all("figure"))

    assert figures != []
    for figure in figures:
        svg, caption = figure.one("svg"), figure.one("figcaption")
        title = svg.one("title")
        assert svg.attributes["aria-labelledby"] == f"{title.id} {svg.one('desc').id}"
        assert caption.text.startswith(title.text)
        assert figure.one("summary").text == f"Data: {title.text}"
        assert figure.one("table").one("caption").text == title.text


def test_the_charts_of_a_project(alone):
    assert [figure.one("title").text for figure in read(alone).all("figure")] == [
        "Commits per month",
        "Lines added and removed per month",
        "Contributors per month",
        "Commits by hour",
        "Commits by weekday",
        "Releases per month",
        "Languages",
        "Kinds of work",
    ]


def test_the_table_of_a_chart_holds_what_was_published(alone):
    figures = {figure.id: table_rows(figure.one("table")) for figure in read(alone).all("figure")}

    assert figures["p1-commits"][:6] == [
        ["Month", "Commits"],
        ["Jun 2024", "10"],
        ["Jul 2024", "14"],
        ["Aug 2024", "7"],
        ["Sep 2024", "0"],
        ["Oct 2024", "12"],
    ]
    assert figures["p1-lines"][7:10] == [
        ["Dec 2024", "900", "300"],
        ["Jan 2025", "not known", "not known"],
        ["Feb 2025", "900", "300"],
    ]
    assert figures["p1-languages"] == [
        ["Language", "Share", "Bytes"],
        ["Python", "62%", "62,000"],
        ["HTML", "25%", "25,000"],
        ["C++", "13%", "13,000"],
    ]
    assert figures["p1-kinds"][1] == ["code", "69%", "90"]
    assert figures["p1-hours"][8:10] == [["07", "0"], ["08", "6"]]
    assert len(figures["p1-hours"]) == 25


def test_hours_stay_hidden_where_the_metric_abstains(tables):
    tables.project("p")
    reason = "fewer than 5 people with a known local time"
    tables.value("p", "activity_dates_and_times", 1)
    for dimension in ("hour", "weekday"):
        tables.value("p", "activity_dates_and_times", None, dimension=dimension, reason=reason)

    gaps = [found.text for found in read(render_html(tables.load())).all("p") if found.attributes.get("class") == "gap"]

    assert f"Commits by hour and weekday: not known: {reason}" in gaps


def test_hours_stay_hidden_where_they_are_mostly_those_of_one_person(tables):
    add_living_project(tables)
    tables.write()
    tables.connection.execute("""UPDATE "values" SET value = 1 WHERE metric = 'contributor_absence_factor'""")

    page = read(render_html(tables.load()))

    assert [figure.id for figure in page.all("figure") if figure.id in {"p1-hours", "p1-weekdays"}] == []
    assert "Commits by hour and weekday: not shown, because one person made half of these commits or more" in page.text


def test_the_table_of_numbers_has_value_parts_fraction_and_caveat(alone):
    table = next(found for found in read(alone).all("table") if found.attributes.get("class") == "metrics")
    rows = {row[0]: row[1:] for row in table_rows(table)}

    assert rows["Code changes: commitscode_changes_commits"] == ["130 commits", "500 commits"]
    assert rows["Contributor absence factorcontributor_absence_factor"] == ["2 people80 of 130", "3 people260 of 500"]
    assert rows["Code changes: linescode_changes_lines"] == [
        "11,000 linesLower bound: 2 changes have no line counts.",
        "52,345 linesLower bound: 2 changes have no line counts.",
    ]
    assert rows["added"] == ["8,000 lines", "40,000 lines"]
    assert rows["as reviewer"] == ["4 people", "9 people"]
    assert rows["Contributor turnovercontributor_turnover"] == ["25%3 of 12", "defined for shorter windows only"]
    assert rows["joined"] == ["3 people", "as above"]
    assert "by local hour 14" not in rows


def test_a_part_without_a_number_of_its_own_points_to_its_metric(tables):
    tables.project("p")
    tables.value("p", "code_changes_commits", None, reason="no activity")
    tables.value("p", "code_changes_commits", 500, span="all")
    tables.value("p", "code_changes_commits", 90, span="all", dimension="active_weeks")

    table = next(
        found for found in read(render_html(tables.load())).all("table") if found.attributes["class"] == "metrics"
    )

    assert ["Code changes: commitscode_changes_commits", "no activity", "500 commits"] in table_rows(table)
    assert ["weeks with a commit", "as above", "90 weeks"] in table_rows(table)


def test_a_role_that_does_not_occur_is_none_and_not_unknown(tables):
    tables.project("p")
    tables.value("p", "contributors", 5)
    tables.value("p", "contributors", 6, span="all")
    tables.value("p", "contributors", 1, span="all", dimension="role", item="tester")

    table = next(
        found for found in read(render_html(tables.load())).all("table") if found.attributes["class"] == "metrics"
    )

    assert ["as tester", "none", "1 person"] in table_rows(table)


def test_a_caveat_of_every_number_is_said_once(tables):
    add_quiet_project(tables, "p", is_shallow=True)

    page = render_html(tables.load())

    assert page.count("shallow clone: older history is missing") == 1
    assert "For every number below: shallow clone: older history is missing." in page


def test_every_metric_says_how_it_is_computed(alone):
    text = read(alone).text

    for metric in METRICS:
        assert metric.question in text
        assert metric.rule in text
        assert f"ospora explain {metric.id} water-portal" in text
    assert "merge commits, automation, AI agents" in text
    assert 'href="https://chaoss.community/?p=3467"' in alone


def test_words_between_backticks_are_code_in_a_rule(tables):
    tables.project("p")
    rule = Metric("m", "M", "Q?", "The dimension `role` & <more>.", "people", "ours")

    page = render_html(tables.load(metrics=[rule]))

    assert "<dd>The dimension <code>role</code> &amp; &lt;more&gt;.</dd>" in page


def test_projects_of_one_name_are_told_apart_by_their_ids(tables):
    add_quiet_project(tables, "one-1", name="same")
    add_quiet_project(tables, "two-2", name="same")

    page = read(render_html(tables.load()))

    assert [found.text for found in page.all("h3") if found.id in {"p1-name", "p2-name"}] == [
        "same (one-1)",
        "same (two-2)",
    ]
    assert "ospora explain METRIC two-2" in page.text


def test_a_name_that_a_shell_would_read_gives_way_to_the_id(tables):
    add_quiet_project(tables, "p-1234", name="a; rm -rf ~")

    text = read(render_html(tables.load())).text

    assert "ospora explain METRIC p-1234" in text
    assert "ospora explain METRIC a" not in text


def test_the_overview_has_a_row_for_each_project_with_reasons_in_words(portfolio):
    table = next(found for found in read(portfolio).all("table") if found.attributes.get("class") == "wide")

    rows = table_rows(table)
    assert rows[0] == [
        "Project", "State", "Commits", "Contributors", "Absence factor", "Days since last release", "Attention"
    ]  # fmt: skip
    nothing_read = "not known: nothing was read"
    silent = "no activity"
    assert rows[1:] == [
        ["archive", "Read", silent, silent, silent, silent, "no commit in the last 12 months"],
        ["empty", "Empty", *["not known: empty repository"] * 4, "the repository has no commits"],
        ["lost", "Not read", *[nothing_read] * 4, "could not be read: The folder lost is no git repository"],
        ["shallow", "Read", *["not known: the start is not there"] * 4, "shallow clone, older history is missing"],
        [
            "stale",
            "Out of date",
            silent,
            silent,
            silent,
            silent,
            "shown from an earlier scan: the server did not answer",
        ],
        ["water-portalWater board", "Read", "130", "12", "2", "45", "nothing found"],
    ]


def test_the_overview_groups_projects_by_what_may_need_attention(portfolio):
    items = [found.text for found in read(portfolio).all("li")]

    assert "The latest scan could not read it: lost, stale" in items
    assert "No commit in the last 12 months: archive, empty" in items


@pytest.mark.parametrize(
    ("name", "start"),
    [
        (
            "lost",
            "Not read. This project could not be read, so none of its numbers is known. The folder lost is no git repository.",
        ),
        (
            "stale",
            "Out of date. These numbers are from an earlier scan, because the latest one did not succeed. The server did not",
        ),
        ("empty", "Empty. The repository has no commits yet."),
    ],
)
def test_a_section_begins_with_what_went_wrong(portfolio, name, start):
    section = next(found for found in read(portfolio).all("section") if found.one("h3").text == name)

    first = next(section.all("p", "dl", "ul", "table"))
    assert first.attributes["class"] == "notice"
    assert first.text.startswith(start)


def test_a_project_that_was_not_read_shows_no_number(portfolio):
    section = next(found for found in read(portfolio).all("section") if found.one("h3").text == "lost")

    assert list(section.all("figure", "table")) == []
    assert re.findall(r"\b0\b", section.text) == []


def test_null_is_written_in_words_everywhere(tables):
    add_quiet_project(tables, "p", reason="it broke")

    page = render_html(tables.load())

    tree = read(page)
    assert re.findall(r"\b(?:None|nan|null)\b", tree.one("main").text) == []
    assert [cell.text for cell in tree.all("td", "dd") if not cell.text.strip()] == []
    table = next(found for found in tree.all("table") if found.attributes.get("class") == "metrics")
    assert {cell.text for cell in table.all("td")} == {
        "not known: it broke",
        "defined for shorter windows only",
        "defined for the whole history only",
    }


def test_very_many_projects_are_folded_and_the_last_come_without_months(tables):
    for number in range(MOST_WITH_MONTHS + 1):
        add_quiet_project(tables, f"p{number:03}")

    sections = list(read(render_html(tables.load())).all("section"))

    assert len(sections) > MANY_PROJECTS
    assert [section.children[0].tag for section in sections] == ["details"] * len(sections)
    assert ["ospora report" in section.text for section in sections] == [False] * MOST_WITH_MONTHS + [True]


def test_a_few_projects_are_not_folded(portfolio):
    assert [list(section.children[0].all("summary")) for section in read(portfolio).all("section")] == [[]] * 6


def test_a_report_of_one_project_is_small(alone):
    assert len(alone.encode()) < 60_000


def test_a_long_history_does_not_make_a_large_report(tables):
    add_living_project(tables)
    tables.write()
    tables.connection.execute("DELETE FROM \"values\" WHERE span = 'month'")
    for name, dimension in (("code_changes_commits", ""), ("contributors", ""), ("new_contributors", ""),
                            ("code_changes_lines", "added"), ("code_changes_lines", "removed"), ("release_frequency", "")):  # fmt: skip
        tables.months("water-portal", name, list(range(120)), first=(2016, 12), dimension=dimension)

    assert len(render_html(tables.load()).encode()) < 120_000


def test_a_report_of_no_project_is_a_page_too(tables):
    page = render_html(tables.load())

    assert read(page).one("h1").text == "Report on 0 projects"
