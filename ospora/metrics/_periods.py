# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Periods that values are computed for, as rows of the temporary table `periods`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ospora.core.sql import sql_text
from ospora.core.windows import UTC, Window, year_before
from ospora.metrics._relations import sql_instant

PREVIOUS = "previous"
"""Span of a period that is only there to be compared with; nothing is published for it."""


class Period(NamedTuple):
    """Half-open period [start, end) in UTC; a start of None reaches back to the first commit.

    span: all, year, month, window or previous. previous_id: the period of the same length before this one.
    """

    period_id: int
    span: str
    start: dt.datetime | None
    end: dt.datetime
    previous_id: int | None = None


Span = tuple[str, dt.datetime | None, dt.datetime]
"""What a period is called, its start and its end."""


def window_span(window: Window) -> Span:
    """A window as one period: `all` when it reaches back to the first commit, else `window`."""
    return ("all" if window.start is None else "window", window.start, window.end)


def month_spans(window: Window, *, first: dt.datetime | None) -> Iterator[Span]:
    """Calendar months of a window, cut where it starts and ends.

    first: when the first commit was, for a window that reaches back to it; None: there is no commit.
    """
    start = window.start or (month_of(first) if first else None)
    while start is not None and start < window.end:
        end = min(next_month(start), window.end)
        yield ("month", start, end)
        start = end


def published_spans(as_of: dt.datetime, *, first: dt.datetime | None) -> Iterator[Span]:
    """The periods that values are published for: all, the year before as_of, and every calendar month."""
    yield ("all", None, as_of)
    yield ("year", year_before(as_of), as_of)
    yield from month_spans(Window(start=None, end=as_of), first=first)


def number_periods(spans: Iterable[Span], *, texts: Iterable[str]) -> list[Period]:
    """Number the periods, and where the SQL of a metric compares them, give each the one before it.

    A period before that is not in the list itself is added to it.
    """
    periods = [Period(number, *span) for number, span in enumerate(spans, 1)]
    return _with_previous(periods) if any("previous_id" in text for text in texts) else periods


def _with_previous(periods: list[Period]) -> list[Period]:
    known = {(period.start, period.end): period.period_id for period in periods}
    added: list[Period] = []
    for index, period in enumerate(periods):
        if period.start is None:
            continue
        before = (previous_start(period.start, period.end), period.start)
        if before not in known:
            known[before] = len(periods) + len(added) + 1
            added.append(Period(known[before], PREVIOUS, *before))
        periods[index] = period._replace(previous_id=known[before])
    return periods + added


def create_periods(periods: Sequence[Period]) -> str:
    """Statement that makes the table `periods`."""
    rows = ",\n  ".join(_row(period) for period in periods)
    return f"""\
CREATE OR REPLACE TEMP TABLE periods AS
SELECT period_id, span, period_start, period_end, previous_id::INTEGER AS previous_id
FROM (VALUES
  {rows}
) listed (period_id, span, period_start, period_end, previous_id)"""


def month_of(instant: dt.datetime) -> dt.datetime:
    """First instant of the calendar month."""
    return instant.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def next_month(instant: dt.datetime) -> dt.datetime:
    """First instant of the calendar month that follows, or the last instant that there is."""
    try:
        return month_of(month_of(instant) + dt.timedelta(days=32))
    except OverflowError:
        return dt.datetime.max.replace(tzinfo=UTC)


def previous_start(start: dt.datetime, end: dt.datetime) -> dt.datetime:
    """A whole calendar month is compared with the month before it, everything else with as many seconds."""
    if start == month_of(start) and end == next_month(start):
        return month_of(start - dt.timedelta(days=1))
    try:
        return start - (end - start)
    except OverflowError:
        return dt.datetime.min.replace(tzinfo=UTC)


def _row(period: Period) -> str:
    start = "TIMESTAMP '-infinity'" if period.start is None else sql_instant(period.start)
    previous = "NULL" if period.previous_id is None else period.previous_id
    return f"({period.period_id}, {sql_text(period.span)}, {start}, {sql_instant(period.end)}, {previous})"
