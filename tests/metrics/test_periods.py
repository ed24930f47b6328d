# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Periods: months, their ends, and the period before each."""

from __future__ import annotations

import pytest

from ospora.core.windows import Window
from ospora.metrics._periods import (
    month_spans,
    next_month,
    number_periods,
    previous_start,
    published_spans,
    window_span,
)
from tests.metrics.handmade import at

COMPARING = ["SELECT previous_id"]


def test_months_run_from_the_month_of_the_first_commit_to_the_clock():
    spans = list(month_spans(Window(start=None, end=at("2026-03-10")), first=at("2026-01-31T12:00:00")))

    assert spans == [
        ("month", at("2026-01-01"), at("2026-02-01")),
        ("month", at("2026-02-01"), at("2026-03-01")),
        ("month", at("2026-03-01"), at("2026-03-10")),
    ]


def test_a_history_without_a_commit_has_no_months():
    assert [span for span, _, _ in published_spans(at("2026-03-10"), first=None)] == ["all", "year"]


@pytest.mark.parametrize(
    ("start", "end", "before"),
    [
        ("2026-03-01", "2026-04-01", "2026-02-01"),
        ("2026-01-01", "2026-02-01", "2025-12-01"),
        ("2026-03-01", "2026-03-11", "2026-02-19"),
        ("2025-11-22", "2026-11-22", "2024-11-22"),
        ("2024-02-29", "2024-03-01", "2024-02-28"),
        ("0001-06-01", "2026-01-01", "0001-01-01"),
    ],
)
def test_the_period_before_is_as_long_or_the_month_before(start, end, before):
    assert previous_start(at(start), at(end)) == at(before)


def test_a_period_before_is_added_once_and_only_where_it_is_compared():
    months = [("month", at("2026-01-01"), at("2026-02-01")), ("month", at("2026-02-01"), at("2026-03-01"))]

    assert [period[0:2] for period in number_periods(months, texts=["SELECT 1"])] == [(1, "month"), (2, "month")]
    assert [
        (period.period_id, period.span, period.previous_id) for period in number_periods(months, texts=COMPARING)
    ] == [
        (1, "month", 3),
        (2, "month", 1),
        (3, "previous", None),
    ]


def test_nothing_comes_before_the_whole_history():
    whole = window_span(Window(start=None, end=at("2026-01-01")))

    assert [period.previous_id for period in number_periods([whole], texts=COMPARING)] == [None]


def test_the_last_month_of_all_ends_with_the_calendar():
    assert next_month(at("9999-12-31")).year == 9999
