# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ospora.report._numbers import compact, fraction, number, percent, plural, quantity, until, window

finite = st.floats(allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-0.0, "0"),
        (7, "7"),
        (1234567, "1,234,567"),
        (-1234, "-1,234"),
        (0.5, "0.5"),
        (2.666, "2.67"),
        (2.001, "2"),
        (1234.5, "1,234.5"),
        (0.00123, "0.0012"),
        (1e300, "1e+300"),
    ],
)
def test_number(value, text):
    assert number(value) == text


@pytest.mark.parametrize(
    ("ratio", "text"),
    [
        (0, "0%"),
        (1, "100%"),
        (0.5, "50%"),
        (0.126, "13%"),
        (0.004, "0.4%"),
        (0.996, "99.6%"),
        (0.00001, "less than 0.01%"),
        (0.99999, "more than 99.9%"),
        (1.2, "120%"),
    ],
)
def test_percent_is_never_rounded_to_nothing_or_to_all(ratio, text):
    assert percent(ratio) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (950, "950"), (12000, "12k"), (1500000, "1.5M"), (0.5, "0.5"), (3e9, "3G"), (1e300, "1e300")],
)
def test_compact(value, text):
    assert compact(value) == text


@pytest.mark.parametrize(
    ("numerator", "denominator", "text"),
    [
        (21, 50, "21 of 50"),
        (0, 3, "0 of 3"),
        (10000, 2500, "10,000 / 2,500"),
        (-1.5, 3, "-1.5 / 3"),
        (45.4, 62.5, "45.4 / 62.5"),
    ],
)
def test_fraction(numerator, denominator, text):
    assert fraction(numerator, denominator) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [(1, "people", "1 person"), (0, "people", "0 people"), (2, "commits", "2 commits"), (0.25, "ratio", "25%"),
     (1, "days", "1 day"), (1.5, "days", "1.5 days"), (0.27, "index", "0.27")],
)  # fmt: skip
def test_quantity(value, unit, text):
    assert quantity(value, unit) == text


def test_a_window_is_named_by_its_last_day():
    start, end = dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2026, 2, 1, tzinfo=dt.UTC)

    assert window(start, end) == "1 Jan 2026 to 31 Jan 2026"
    assert window(None, end) == "the first commit to 31 Jan 2026"
    assert until(end + dt.timedelta(hours=8, minutes=30)) == "1 Feb 2026, 08:30 UTC"


@given(finite)
def test_no_number_is_long_or_negative_zero(value):
    assert len(number(value)) <= 24
    assert len(compact(value)) <= 9
    assert number(value) != "-0"
    assert compact(value) != "-0"


@given(st.integers(min_value=2, max_value=10**12))
def test_only_one_is_singular(value):
    assert plural(value, "x", "y") == f"{value:,} y"
