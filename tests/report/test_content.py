# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

import datetime as dt
import json

import pytest

from ospora.core.errors import UsageError
from ospora.report._content import MANY_PROJECTS, MOST_WITH_MONTHS, Published, last_month, shown
from ospora.report._series import month_index
from tests.report.sample import AS_OF, add_living_project, add_quiet_project

NOVEMBER_2026 = month_index(AS_OF)


def test_a_value_is_found_by_metric_span_dimension_and_item(tables):
    tables.project("p")
    tables.value("p", "contributors", 12)
    tables.value("p", "contributors", 40, span="all", caveat="shallow")
    tables.value("p", "contributors", 9, dimension="role", item="author", numerator=9, denominator=12)

    project = tables.load().projects[0]

    assert project.value("contributors") == Published(12)
    assert project.value("contributors", "all") == Published(40, caveat="shallow")
    assert project.value("contributors", dimension="role", item="author") == Published(9, 9, 12)
    assert project.items("contributors", "year", "role") == [("author", Published(9, 9, 12))]


def test_a_missing_part_has_the_reason_of_its_metric(tables):
    tables.project("p", depth="metadata")
    tables.value("p", "code_changes_lines", None, reason="line counts were not read")

    project = tables.load().projects[0]

    assert project.value("code_changes_lines", dimension="added") == Published(None, reason="line counts were not read")
    assert project.value("contributors") == Published(None, reason="it was not computed")


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"state": "empty"}, "the repository has no commits"),
        ({"state": "failed", "depth": None, "state_reason": "no such folder"}, "no such folder"),
        ({"state": "failed", "depth": None}, "the project has not been read"),
    ],
)
def test_a_project_without_values_says_why(tables, columns, reason):
    tables.project("p", **columns)

    assert tables.load().projects[0].value("contributors") == Published(None, reason=reason)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_not_a_number_is_not_known(tables, value):
    tables.project("p")
    tables.value("p", "burstiness", value)

    assert tables.load().projects[0].value("burstiness") == Published(None, reason="the result is not a number")


def test_a_null_without_a_reason_says_so(tables):
    tables.project("p")
    tables.value("p", "burstiness", None)

    assert tables.load().projects[0].value("burstiness").reason == "no reason was recorded"


def test_a_month_without_activity_is_zero_up_to_the_month_of_the_report(tables):
    tables.project("p")
    tables.months("p", "code_changes_commits", [3, "-", 5], first=(2026, 7))

    months = tables.load().projects[0].months["code_changes_commits", None]

    assert months.first == NOVEMBER_2026 - 4
    assert months.values == (3, 0, 5, 0, 0)


def test_a_month_that_was_published_as_null_stays_unknown(tables):
    tables.project("p")
    tables.months("p", "code_changes_commits", [3, None, 5], first=(2026, 9), reason="broken")

    months = tables.load().projects[0].months["code_changes_commits", None]

    assert months.values == (3, None, 5)
    assert months.reasons == ("broken",)


def test_in_a_shallow_clone_a_month_without_a_row_is_unknown(tables):
    tables.project("p", is_shallow=True)
    tables.months("p", "code_changes_commits", [3, "-", 5], first=(2026, 9))

    months = tables.load().projects[0].months["code_changes_commits", None]

    assert months.values == (3, None, 5)
    assert months.reasons == ("older history is missing in a shallow clone",)


def test_of_a_stale_project_the_months_after_its_last_are_unknown(tables):
    tables.project("p", state="stale")
    tables.months("p", "code_changes_commits", [3, "-", 5], first=(2026, 7))

    assert tables.load().projects[0].months["code_changes_commits", None].values == (3, 0, 5, None, None)


def test_all_series_of_a_project_begin_with_the_first_of_them(tables):
    tables.project("p")
    tables.months("p", "contributors", [1, 1], first=(2026, 8))
    tables.months("p", "release_frequency", [1], first=(2026, 11))

    months = tables.load().projects[0].months

    assert months["contributors", None].values == (1, 1, 0, 0)
    assert months["release_frequency", None].values == (0, 0, 0, 1)


def test_the_first_instant_of_a_month_belongs_to_the_month_before():
    assert last_month(dt.datetime(2026, 12, 1, tzinfo=dt.UTC)) == NOVEMBER_2026
    assert last_month(dt.datetime(2026, 12, 1, 0, 0, 1, tzinfo=dt.UTC)) == NOVEMBER_2026 + 1


def test_projects_are_found_by_id_or_name_and_sorted_by_name(tables):
    tables.project("b-1", name="beta")
    tables.project("a-1", name="Alpha")
    tables.project("c-1", name="gamma")

    assert [project.name for project in tables.load().projects] == ["Alpha", "beta", "gamma"]
    assert [project.id for project in tables.load(projects=["gamma", "a-1"]).projects] == ["a-1", "c-1"]


def test_a_project_that_does_not_exist_is_a_usage_error(tables):
    tables.project("a-1", name="alpha")

    with pytest.raises(UsageError, match="no project 'omega'"):
        tables.load(projects=["alpha", "omega"])


def test_months_of_very_many_projects_are_read_for_the_first_only(tables):
    for number in range(MOST_WITH_MONTHS + 2):
        tables.project(f"p{number:03}")
        tables.months(f"p{number:03}", "contributors", [1], first=(2026, 11))

    projects = tables.load().projects

    assert len(projects) > MANY_PROJECTS
    assert [project.has_months for project in projects] == [True] * MOST_WITH_MONTHS + [False] * 2
    assert [len(project.months) for project in projects] == [1] * MOST_WITH_MONTHS + [0] * 2


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("plain", "plain"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\u202eb", "a\\u202eb"),
        ("https://user:secret@forge.example/x", "https://forge.example/x"),
        ("https://us\ner:secret@forge.example/x", "https://forge.example/x"),
        ("x" * 400, "x" * 299 + "…"),
    ],
)
def test_text_from_outside_is_made_safe(text, safe):
    assert shown(text) == safe


def test_the_document_is_json_with_a_reason_for_every_null(tables):
    add_living_project(tables)
    add_quiet_project(tables, "quiet")

    document = json.loads(json.dumps(tables.load().document(), allow_nan=False))

    living, quiet = document["projects"][1], document["projects"][0]
    assert document["as_of"] == "2026-11-21T12:30:00Z"
    assert [living["name"], quiet["name"]] == ["water-portal", "quiet"]
    assert [value for value in quiet["values"] if value["value"] is None and not value["reason"]] == []
    assert living["months"][0]["first"] == "2024-06"
    assert {"metric": "contributors", "span": "year", "dimension": None, "item": None, "value": 12.0,
            "numerator": None, "denominator": None, "reason": None, "caveat": None} in living["values"]  # fmt: skip
