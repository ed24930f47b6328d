# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from ospora.report._series import MOST_POINTS, Series, Timeline, month_index, shorten

values = st.lists(st.none() | st.integers(0, 1000).map(float), min_size=1, max_size=3000)
JANUARY_2020 = 2020 * 12


def timeline(*numbers, first=JANUARY_2020):
    return Timeline(first, (Series("a", tuple(numbers)),))


def test_months_are_counted_from_the_calendar():
    assert month_index(dt.date(2020, 1, 31)) == JANUARY_2020
    assert timeline(1.0, 2.0).label(1) == "Feb 2020"
    assert timeline(1.0).start(0) == dt.date(2020, 1, 1)


def test_months_become_calendar_years_when_there_are_too_many():
    short = shorten(timeline(*[1.0] * 30, first=JANUARY_2020 + 6), combine="sum", most=29)

    assert short.period == "year"
    assert [short.label(position) for position in range(len(short))] == ["2020", "2021", "2022"]
    assert short.series[0].values == (6.0, 12.0, 12.0)


def test_people_are_averaged_and_not_added_up():
    short = shorten(timeline(*[2.0] * 6, *[4.0] * 6), combine="mean", most=2)

    assert short.series[0].values == (3.0,)


def test_a_year_with_an_unknown_month_is_unknown():
    short = shorten(timeline(*[1.0] * 12, None, *[1.0] * 11), combine="sum", most=20)

    assert short.series[0].values == (12.0, None)


def test_years_become_decades():
    short = shorten(timeline(*[1.0] * 12 * 40), combine="sum", most=4)

    assert [short.label(position) for position in range(len(short))] == [
        "2020–2029",
        "2030–2039",
        "2040–2049",
        "2050–2059",
    ]
    assert short.series[0].values == (120.0,) * 4


@given(values, st.integers(1000 * 12, 3000 * 12))
def test_a_shortened_series_fits_and_keeps_its_sum(numbers, first):
    short = shorten(timeline(*numbers, first=first), combine="sum")

    assert len(short) <= MOST_POINTS
    if None not in numbers:
        assert sum(short.series[0].values) == sum(numbers)
