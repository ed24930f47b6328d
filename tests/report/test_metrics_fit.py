# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""The report knows every metric and every part that the metrics publish; facts go in, a page comes out."""

import datetime as dt
import itertools

import duckdb
import pytest

from ospora.facts import changes, commits, files, people, projects, tags, trailers
from ospora.metrics._compute import Options, compute_values
from ospora.metrics._members import load_metrics
from ospora.report._content import DRAWN, load_report
from ospora.report._labels import MONTH_LABELS, PARTS
from ospora.report.html import render_html
from tests.report.page import read, table_rows
from tests.report.sample import AS_OF

PEOPLE = [f"person{number}" for number in range(6)]
START = dt.datetime(2025, 1, 10, 9)


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as made:
        for room in (projects, commits, trailers, changes, files, tags, people):
            columns = ", ".join(f'"{name}" {kind}' for name, kind in room.TABLE.column_types.items())
            made.execute(f'CREATE TABLE "{room.TABLE.name}" ({columns})')
        _fill(made)
        compute_values(made, as_of=AS_OF, options=Options())
        made.execute('CREATE VIEW "values" AS SELECT * FROM computed_values')
        yield made


def _fill(made):
    """Six people make a commit each every ten days or so, a reviewed one now and then, and three releases."""

    def add(name, rows):
        marks = ", ".join([f"({', '.join('?' * len(rows[0]))})"] * len(rows))
        made.execute(f"INSERT INTO {name} VALUES {marks}", list(itertools.chain(*rows)))

    add("projects", [("p", "p", None, None, "p", None, "main", "0" * 40, "lines", 60, False, False, "ok", None)])
    add("people", [("p", person, person, "human", None) for person in PEOPLE])
    when = [START + dt.timedelta(days=11 * number, hours=number % 9) for number in range(60)]
    by = [PEOPLE[number % 6] for number in range(60)]
    add(
        "commits",
        [("p", f"c{n}", when[n], 60, by[n], when[n], 60, by[n], [f"c{n - 1}"], False, False) for n in range(60)],
    )
    add("trailers", [("p", f"c{n}", when[n], False, 0, "reviewed-by", "reviewer", PEOPLE[0]) for n in range(1, 60, 7)])
    kinds = itertools.cycle(("code", "test", "documentation"))
    add("changes", [("p", f"c{n}", when[n], by[n], "a.py", "M", n, 1, "counted", next(kinds)) for n in range(60)])
    add(
        "files",
        [
            ("p", f"f.{language}", "b", "100644", size, 10, language, "programming", "code", *[False] * 4)
            for language, size in (("Python", 700), ("C", 300))
        ],
    )
    add("tags", [("p", f"v{n}", f"c{n}", when[n], "tagger", f"{n}.0.0", True, False) for n in (10, 30, 50)])


def test_every_part_that_the_metrics_publish_has_a_name(connection):
    published = connection.execute("SELECT DISTINCT metric, dimension FROM \"values\" WHERE dimension <> ''").fetchall()

    assert set(published) <= PARTS.keys()
    assert {metric for metric, _ in PARTS} <= {module.METRIC.id for module in load_metrics()}


def test_every_series_that_is_drawn_is_published(connection):
    published = connection.execute("SELECT DISTINCT metric, dimension FROM \"values\" WHERE span = 'month'").fetchall()

    assert {(metric, dimension or "") for metric, dimension in DRAWN} <= set(published)
    assert MONTH_LABELS.keys() == set(DRAWN)


def test_a_report_is_made_of_facts(connection):
    page = read(render_html(load_report(connection, as_of=AS_OF)))

    assert {figure.id for figure in page.all("figure")} == {
        f"p1-{name}" for name in "commits lines contributors hours weekdays releases languages kinds".split()
    }
    numbers = next(found for found in page.all("table") if found.attributes.get("class") == "metrics")
    rows = table_rows(numbers)
    assert ["Contributorscontributors", "6 people", "6 people"] in rows
    assert ["as reviewer", "1 person", "1 person"] in rows
    assert ["as reviewer", "5 contributions", "9 contributions"] in rows
    assert ["Contributor absence factorcontributor_absence_factor", "3 people16 of 31", "3 people30 of 60"] in rows
    assert [module.METRIC.id for module in load_metrics()] == [
        found.one("code").text for found in numbers.all("th") if list(found.all("code"))
    ]
