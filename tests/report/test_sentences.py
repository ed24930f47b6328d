# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

import pytest

from ospora.report._attention import attention
from ospora.report._content import Published
from ospora.report._findings import gap_notes, lines_finding, month_finding, people_finding
from ospora.report._sentences import amount, headline_facts, notices, portfolio_facts
from ospora.report._series import Series, Timeline, month_index
from tests.report.sample import AS_OF, add_living_project, add_quiet_project

LAST_WHOLE_MONTH = month_index(AS_OF) - 1


@pytest.fixture
def project_with(tables):
    """A project with some values of the last 12 months; (metric, dimension) for those of all time."""

    def make(**values):
        tables.project("p")
        for name, value in values.items():
            metric, _, dimension = name.partition("__")
            span = "all" if metric == "release_frequency" else "year"
            reason = value if isinstance(value, str) else None
            number = None if reason else value
            tables.value("p", metric, number, span=span, dimension=dimension, reason=reason)
        return tables.load().projects[0]

    return make


def timeline(*series, last=LAST_WHOLE_MONTH):
    length = len(series[0])
    return Timeline(
        last - length + 1, tuple(Series(f"s{position}", tuple(values)) for position, values in enumerate(series))
    )


@pytest.mark.parametrize(
    ("commits", "people", "new", "sentence"),
    [
        (130, 12, 3, "130 commits were made in the last 12 months, and 12 people contributed, 3 of them for the first time."),
        (1, 1, 1, "1 commit was made in the last 12 months, and 1 person contributed for the first time."),
        (5, 2, 2, "5 commits were made in the last 12 months, and 2 people contributed, all of them for the first time."),
        (5, 2, 0, "5 commits were made in the last 12 months, and 2 people contributed, nobody for the first time."),
        (5, 2, "it broke", "5 commits were made in the last 12 months, and 2 people contributed; how many of them for the first time is not known: it broke."),
        (5, "it broke", 0, "5 commits were made in the last 12 months; how many people contributed is not known: it broke."),
        ("no activity", "no activity", "no activity", "There was no commit in the last 12 months."),
        ("it broke", 2, 0, "Commits in the last 12 months: not known: it broke."),
    ],
)  # fmt: skip
def test_activity(project_with, commits, people, new, sentence):
    project = project_with(code_changes_commits=commits, contributors=people, new_contributors=new)

    assert headline_facts(project)[0] == sentence


@pytest.mark.parametrize(
    ("value", "held", "of", "sentence"),
    [
        (2, 80, 130, "At least half of the commits of the last 12 months came from 2 people."),
        (1, 80, 130, "At least half of the commits of the last 12 months came from 1 person."),
        (1, 130, 130, "All commits of the last 12 months came from 1 person."),
        (None, None, None, "How many people made half of the commits of the last 12 months is not known: it broke."),
    ],
)
def test_absence(tables, value, held, of, sentence):
    tables.project("p")
    reason = "it broke" if value is None else None
    tables.value("p", "contributor_absence_factor", value, numerator=held, denominator=of, reason=reason)

    assert headline_facts(tables.load().projects[0])[1] == sentence


@pytest.mark.parametrize(
    ("since", "gap", "sentence"),
    [
        (45.4, 62.5, "The last release was 45 days ago; the usual time between two is 62 days."),
        (1.2, 1.44, "The last release was 1 day ago; the usual time between two is 1.4 days."),
        (45.4, "fewer than 2 releases", "The last release was 45 days ago."),
        ("no release yet", "fewer than 2 releases", "There is no release yet."),
        ("it broke", "it broke", "When the last release was is not known: it broke."),
    ],
)
def test_releases(project_with, since, gap, sentence):
    project = project_with(release_frequency__days_since_last=since, release_frequency__median_gap_days=gap)

    assert sentence in headline_facts(project)


def test_turnover_is_told_of_the_people_of_the_year_before(project_with):
    project = project_with(contributor_turnover__stayed=9, contributor_turnover__left=3)

    assert (
        "Of the 12 people who contributed in the 12 months before, 9 contributed again and 3 did not."
        in headline_facts(project)
    )


def test_silence_of_a_stale_project_is_told_as_far_as_it_was_read(tables):
    add_quiet_project(tables, "p", state="stale")

    assert (
        headline_facts(tables.load().projects[0])[0] == "There was no commit in the last 12 months, as far as was read."
    )


def test_the_history_of_a_shallow_clone_is_not_told_from_the_first_commit(tables):
    add_living_project(tables, is_shallow=True)

    assert (
        headline_facts(tables.load().projects[0])[-1]
        == "In the history that is there, 40 people contributed to 500 commits."
    )


@pytest.mark.parametrize(
    ("published", "text"),
    [
        (Published(3), "3 people"),
        (Published(None, reason="it broke"), "not known: it broke"),
        (Published(None), "not known: no reason was recorded"),
        (Published(None, reason="no activity"), "no activity"),
        (Published(None, reason="defined for the whole history only"), "defined for the whole history only"),
    ],
)
def test_what_is_not_there_is_written_in_words(published, text):
    assert amount(published, "people") == text


def test_commits_are_compared_with_the_year_before():
    months = timeline([1.0] * 12 + [2.0] * 11 + [5.0])

    finding = month_finding(months, "commits", as_of=AS_OF)

    assert (
        finding
        == "27 commits in the last 12 whole months, 12 in the 12 before. The highest month was Oct 2026 with 5 commits."
    )


def test_the_month_that_is_not_over_is_not_compared():
    months = timeline([1.0] * 12 + [99.0], last=LAST_WHOLE_MONTH + 1)

    assert month_finding(months, "commits", as_of=AS_OF).startswith("12 commits in the last 12 whole months. ")


def test_a_year_with_an_unknown_month_is_not_added_up():
    months = timeline([1.0] * 6 + [None] + [1.0] * 5)

    assert month_finding(months, "commits", as_of=AS_OF) == "The highest month was Nov 2025 with 1 commit."


def test_a_history_of_nothing_is_told_as_nothing():
    assert month_finding(timeline([0.0] * 12), "releases", as_of=AS_OF) == (
        "0 releases in the last 12 whole months. There were no releases in 12 months."
    )


@pytest.mark.parametrize(
    "finding",
    [
        lambda months: month_finding(months, "commits", as_of=AS_OF),
        lambda months: people_finding(months, as_of=AS_OF),
        lambda months: lines_finding(months, as_of=AS_OF),
    ],
    ids=["commits", "people", "lines"],
)
def test_where_no_month_is_known_nothing_is_told(finding):
    assert finding(timeline([None] * 24, [None] * 24)) == "No month is known."


def test_people_and_lines_of_a_short_history_are_told_by_the_highest_month():
    months = timeline([1.0, 7.0], [1.0, 1.0])

    assert people_finding(months, as_of=AS_OF) == "The highest month was Oct 2026 with 7 people."
    assert lines_finding(months, as_of=AS_OF) == "The highest month was Oct 2026 with 7 lines."


def test_people_are_told_as_a_mean_month():
    months = timeline([3.0] * 12 + [6.0] * 12, [0.0] * 23 + [1.0])

    finding = people_finding(months, as_of=AS_OF)

    assert (
        finding
        == "6 people in a mean month of the last 12 whole months, 3 in the 12 before; 1 person contributed for the first time."
    )


def test_lines_are_told_as_added_and_removed():
    months = timeline([100.0] * 12, [50.0] * 12)

    assert lines_finding(months, as_of=AS_OF) == "1,200 lines added and 600 removed in the last 12 whole months."


def test_gaps_caveats_and_the_running_month_are_noted(tables):
    tables.project("p")
    tables.months(
        "p", "contributors", [1, None, 1], first=(2026, 9), reason="it broke", caveat="lower bound; old clone"
    )

    notes = gap_notes(list(tables.load().projects[0].months.values()), as_of=AS_OF, said=["old clone"])

    assert notes == (
        "Gaps are months that are not known (it broke).",
        "The last month ends with 21 Nov 2026, 12:30 UTC.",
        "Lower bound.",
    )


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({}, []),
        ({"state_reason": "the branch was guessed"}, [("Note", "The branch was guessed.")]),
        ({"state": "failed", "state_reason": "no such folder"},
         [("Not read", "This project could not be read, so none of its numbers is known. No such folder.")]),
        ({"state": "stale", "state_reason": "no answer", "is_partial": True},
         [("Out of date", "These numbers are from an earlier scan, because the latest one did not succeed. No answer."),
          ("Note", "The clone is partial: some contents are not there.")]),
        ({"state": "empty"}, [("Empty", "The repository has no commits yet.")]),
        ({"is_shallow": True},
         [("Note", "The clone is shallow: what came before its boundary is not there, nor known.")]),
    ],
)  # fmt: skip
def test_notices(tables, columns, expected):
    tables.project("p", **columns)

    assert notices(tables.load().projects[0]) == expected


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"code_changes_commits": 5, "contributors": 5, "contributor_absence_factor": 2}, []),
        ({"code_changes_commits": 5, "contributors": 5, "contributor_absence_factor": 1}, ["one person made half of the commits or more"]),
        ({"code_changes_commits": "no activity", "contributors": "no activity"}, ["no commit in the last 12 months"]),
        ({"code_changes_commits": "it broke", "contributors": 2}, ["commits not known: it broke"]),
        ({"code_changes_commits": 5, "contributors": 5, "release_frequency__days_since_last": 400.2,
          "release_frequency__gap_ratio": 3.21}, ["last release 400 days ago, 3.2 times the usual gap"]),
        ({"code_changes_commits": 5, "contributors": 5, "release_frequency__days_since_last": 400.2,
          "release_frequency__gap_ratio": 3.0}, []),
    ],
)  # fmt: skip
def test_attention(project_with, values, words):
    assert [reason.words for reason in attention(project_with(**values))] == words


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"state": "failed", "depth": None, "state_reason": "no such folder"}, ["could not be read: no such folder"]),
        ({"state": "stale"}, ["shown from an earlier scan"]),
        ({"is_shallow": True}, ["no commit in the last 12 months", "shallow clone, older history is missing"]),
        ({"state": "empty"}, ["the repository has no commits"]),
    ],
)
def test_attention_to_what_could_not_be_read(tables, columns, words):
    add_quiet_project(tables, "p", **columns)

    assert [reason.words for reason in attention(tables.load().projects[0])] == words


def test_a_portfolio_is_added_up_over_what_is_known(tables):
    add_living_project(tables)
    add_quiet_project(tables, "quiet")
    add_quiet_project(tables, "lost", reason="nothing was read", state="failed", depth=None)

    assert portfolio_facts(tables.load()) == [
        "3 projects: 1 not read, 2 read.",
        "130 commits in the last 12 months, in 1 project; not known for 1 project.",
    ]
