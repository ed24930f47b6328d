# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""What holds for every history, however odd."""

from __future__ import annotations

import copy
import datetime as dt
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from ospora.core.windows import Window
from ospora.metrics._compute import Options, compute_months, compute_values, compute_window, prepare
from tests.metrics.handmade import AS_OF, METRICS, History

PEOPLE = ["ann", "ben", "cleo", "dan", "eve", "bot", "agent"]
COUNTS = [
    "code_changes_commits", "code_changes_lines", "committers", "contributors", "inactive_contributors",
    "new_contributors", "occasional_contributors", "types_of_contributions",
]  # fmt: skip
# Instants that meet: boundaries of months and of the year before the clock, and the seconds before them.
BOUNDARIES = [
    dt.datetime.fromisoformat(day) for day in ("2025-10-01", "2025-11-22", "2026-01-01", "2026-02-01", "2026-11-22")
]
INSTANTS = [boundary + dt.timedelta(seconds=second) for boundary in BOUNDARIES for second in (-86_400, -1, 0, 3_600)]

people = st.sampled_from(PEOPLE)
changes = st.lists(
    st.tuples(
        st.sampled_from(["a.py", "b.md"]), st.integers(0, 9), st.integers(0, 9), st.just("counted"),
        st.sampled_from(["code", "documentation"]),
    ),
    max_size=2,
)  # fmt: skip
commits = st.fixed_dictionaries(
    {
        "when": st.one_of(st.none(), st.sampled_from(INSTANTS)),
        "who": people,
        "committer": people,
        "offset": st.sampled_from([None, 0, 60, 345, -30, 900]),
        "lag": st.sampled_from([-60, 0, 5_400]),
        "merge": st.booleans(),
        "trailers": st.dictionaries(
            st.sampled_from(["co-author", "reviewer"]), st.lists(people, max_size=2), max_size=2
        ),
        "changes": changes,
        "project": st.sampled_from(["p", "q"]),
    }
)
histories = st.lists(commits, max_size=14)


def lake(specs, *, bots=("bot",), only=None):
    history = History(bots=set(bots)).project("p").project("q")
    for spec in copy.deepcopy(specs):
        lag = dt.timedelta(seconds=spec.pop("lag"))
        committed = spec["when"] + lag if spec["when"] else None
        if spec["merge"]:
            spec["changes"] = []
        if only in (None, spec["project"]):
            history.commit(spec.pop("when"), spec.pop("who"), committed=committed, **spec)
    history.tag("v1", "2025-10-01").tag("v2", "2026-01-01").file("a.py", 3, "Python").file("b.c", 1, "C")
    return history


def published(history):
    """Every published row without its place."""
    with history.connect() as connection:
        return sorted(compute_values(connection, as_of=AS_OF, options=Options()).fetchall(), key=repr)


def plain(history, metrics, *, start=None, end=AS_OF, options=Options()):  # noqa: B008 - frozen
    """(project, metric) → plain value, null as 0."""
    return {
        key: row.value or 0 for key, row in windowed(history, metrics, start=start, end=end, options=options).items()
    }


def windowed(history, metrics, *, start=None, end=AS_OF, options=Options()):  # noqa: B008 - frozen
    chosen = [METRICS[name] for name in metrics]
    with history.connect() as connection:
        prepare(connection, as_of=AS_OF, options=options, metrics=chosen)
        rows = compute_window(connection, chosen, Window(start=start, end=end))
    return {(row.project_id, row.metric): row for row in rows if row.dimension == ""}


def monthly(history, metric):
    """project → sum of the plain values of all months."""
    with history.connect() as connection:
        prepare(connection, as_of=AS_OF, options=Options(), metrics=[METRICS[metric]])
        rows = compute_months(connection, [METRICS[metric]], Window(start=None, end=AS_OF))
    sums = {"p": 0.0, "q": 0.0}
    for row in rows:
        sums[row.project_id] += row.value if row.dimension == "" else 0
    return sums


@settings(max_examples=8)
@given(histories, st.integers())
def test_the_order_of_rows_does_not_matter(specs, seed):
    history, shuffled = lake(specs), lake(specs)
    for rows in shuffled.rows.values():
        random.Random(seed).shuffle(rows)

    assert published(shuffled) == published(history)


@settings(max_examples=8)
@given(histories)
def test_two_projects_together_give_what_each_gives_alone(specs):
    together = published(lake(specs))
    alone = [row for only in ("p", "q") for row in published(lake(specs, only=only)) if row[0] == only]

    assert sorted(alone, key=repr) == together


@settings(max_examples=8)
@given(histories)
def test_ratios_lie_between_zero_and_one(specs):
    for row in published(lake(specs)):
        value, bounds = row[7], (-1, 1) if row[1] == "burstiness" else (0, 1)
        is_ratio = METRICS[row[1]].METRIC.unit in ("ratio", "index") and row[5] in ("", "language")
        if value is not None and (is_ratio or row[5] == "kind"):
            assert bounds[0] <= value <= bounds[1]
        assert value is None or value >= bounds[0]
        assert (value is None) == (row[10] is not None)


@settings(max_examples=8)
@given(histories, st.tuples(*[st.sampled_from(BOUNDARIES)] * 4))
def test_a_larger_window_never_counts_fewer(specs, bounds):
    a, b, c, d = sorted(bound.replace(tzinfo=dt.UTC) for bound in bounds)
    counts = ["code_changes_commits", "code_changes_lines", "committers", "contributors", "types_of_contributions"]
    if b < c:
        history = lake(specs)
        inner, outer = plain(history, counts, start=b, end=c), plain(history, counts, start=a, end=d)

        assert all(outer[key] >= inner[key] for key in inner)


@settings(max_examples=8)
@given(histories)
def test_leaving_bots_out_never_raises_a_count(specs):
    history = lake(specs)
    people_only, everybody = plain(history, COUNTS), plain(history, COUNTS, options=Options(include_automation=True))

    assert all(everybody[key] >= people_only[key] for key in people_only)


@settings(max_examples=8)
@given(histories, people)
def test_calling_somebody_a_bot_never_raises_a_count(specs, somebody):
    before, after = plain(lake(specs), COUNTS), plain(lake(specs, bots=("bot", somebody)), COUNTS)

    assert all(after[key] <= before[key] for key in before)


@settings(max_examples=8)
@given(histories)
def test_people_who_hold_the_work_are_at_least_one_and_at_most_everybody(specs):
    rows = windowed(lake(specs), ["contributor_absence_factor", "effective_contributors", "contributors"])
    for project in ("p", "q"):
        contributors = rows[project, "contributors"].value
        for metric in ("contributor_absence_factor", "effective_contributors"):
            row = rows[project, metric]
            assert row.value is None or 1 <= row.value <= contributors
        factor = rows[project, "contributor_absence_factor"]
        assert factor.value is None or 2 * factor.numerator >= factor.denominator


@settings(max_examples=8)
@given(histories, st.integers(0, 40))
def test_removing_line_counts_never_improves(specs, chosen):
    history = lake(specs)
    before = windowed(history, ["code_changes_lines"])
    touched = history.rows["changes"]
    if touched:
        index = chosen % len(touched)
        touched[index] = (*touched[index][:6], None, None, "missing", touched[index][9])
        after = windowed(history, ["code_changes_lines"])

        assert all((row.value or 0) <= (before[key].value or 0) for key, row in after.items())


@settings(max_examples=8)
@given(histories)
def test_months_add_up(specs):
    history = lake(specs)
    commits_, newcomers = plain(history, ["code_changes_commits"]), plain(history, ["contributors"])

    assert monthly(history, "code_changes_commits") == {key[0]: value for key, value in commits_.items()}
    assert monthly(history, "new_contributors") == {key[0]: value for key, value in newcomers.items()}


@settings(max_examples=8)
@given(histories)
def test_who_joined_stayed_and_left_are_the_people_of_both_periods(specs):
    history, middle = lake(specs), dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    start, end = middle - dt.timedelta(days=90), middle + dt.timedelta(days=90)
    chosen = [METRICS["contributor_turnover"]]
    now, before = (
        plain(history, ["contributors"], start=middle, end=end),
        plain(history, ["contributors"], start=start, end=middle),
    )
    with history.connect() as connection:
        prepare(connection, as_of=AS_OF, options=Options(), metrics=chosen)
        rows = compute_window(connection, chosen, Window(start=middle, end=end))
    parts = {(row.project_id, row.dimension): row.value or 0 for row in rows}
    for project in ("p", "q"):
        joined, stayed, left = (parts.get((project, name), 0) for name in ("joined", "stayed", "left"))
        assert joined + stayed == now[project, "contributors"]
        assert stayed + left == before[project, "contributors"]
