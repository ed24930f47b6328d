# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Windows are half-open, in UTC, and dates given as their end take that day in."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ospora.core.errors import UsageError
from ospora.core.windows import UTC, Window, format_instant, parse_instant, year_before


def test_a_date_is_its_first_instant_and_as_an_end_the_next_day():
    assert parse_instant("2026-11-21") == dt.datetime(2026, 11, 21, tzinfo=UTC)
    assert parse_instant("2026-11-21", day_end=True) == dt.datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-11-21T08:30:00Z", (2026, 11, 21, 8, 30)),
        ("2026-11-21T08:30:00+05:45", (2026, 11, 21, 2, 45)),
        ("2026-11-21T08:30", (2026, 11, 21, 8, 30)),
    ],
)
def test_an_instant_is_read_in_utc_and_stays_what_it_is_as_an_end(text, instant):
    assert parse_instant(text, day_end=True) == dt.datetime(*instant, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["yesterday", "2026-13-01", "2026-02-30", "", "21.11.2026", "9999-12-31T23:59:59-23:59"]
)
def test_what_is_no_date_is_said(text):
    with pytest.raises(UsageError, match="is not a date; write it as 2026-11-21"):
        parse_instant(text)


@pytest.mark.parametrize("day_end", [False, True])
@pytest.mark.parametrize("text", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31", "1900-01-01T00:00:00+05:00"])
def test_a_year_that_no_history_has_is_said(text, day_end):
    with pytest.raises(UsageError, match="is out of range; give a date in the years 1900 to 2199"):
        parse_instant(text, day_end=day_end)


def test_the_first_and_the_last_day_can_be_used():
    assert parse_instant("1900-01-01") == dt.datetime(1900, 1, 1, tzinfo=UTC)
    assert parse_instant("2199-12-31", day_end=True) == dt.datetime(2200, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("end", [dt.datetime(2026, 1, 1, tzinfo=UTC), dt.datetime(2025, 1, 1, tzinfo=UTC)])
def test_a_window_ends_after_it_starts(end):
    with pytest.raises(UsageError, match="swap the two"):
        Window(dt.datetime(2026, 1, 1, tzinfo=UTC), end)


def test_a_window_shows_its_bounds():
    assert str(Window(None, dt.datetime(2026, 1, 1, tzinfo=UTC))) == "[first commit, 2026-01-01T00:00:00Z)"


def test_a_year_before_a_leap_day_is_the_day_before_march():
    assert year_before(dt.datetime(2024, 2, 29, 5, tzinfo=UTC)) == dt.datetime(2023, 2, 28, 5, tzinfo=UTC)
    assert year_before(dt.datetime(2024, 3, 1, tzinfo=UTC)) == dt.datetime(2023, 3, 1, tzinfo=UTC)


@given(st.datetimes(timezones=st.timezones()))
def test_what_is_written_reads_back(instant):
    try:
        whole = instant.replace(microsecond=0).astimezone(UTC)
    except OverflowError:
        return
    if 1900 <= whole.year <= 2199:
        assert parse_instant(format_instant(whole)) == whole
    elif whole.year >= 1000:  # strftime does not fill up shorter years
        with pytest.raises(UsageError, match="out of range"):
            parse_instant(format_instant(whole))
