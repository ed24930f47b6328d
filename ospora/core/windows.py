# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Time: instants, half-open windows and the clock that is passed in."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from ospora.core.errors import UsageError

UTC = dt.UTC
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


@dataclass(frozen=True)
class Window:
    """Half-open span [start, end) in UTC; a start of None reaches back to the first commit.

    start, end: aware datetimes in UTC, whole seconds.
    """

    start: dt.datetime | None
    end: dt.datetime

    def __post_init__(self) -> None:
        if self.start is not None and self.start >= self.end:
            raise UsageError(
                f"The window starts at {self.start:%Y-%m-%d} and ends before it, at {self.end:%Y-%m-%d}; swap the two."
            )

    def __str__(self) -> str:
        return f"[{format_instant(self.start) if self.start else 'first commit'}, {format_instant(self.end)})"


def format_instant(instant: dt.datetime) -> str:
    """ISO 8601 in UTC, whole seconds, with Z."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def parse_instant(text: str, *, day_end: bool = False) -> dt.datetime:
    """Read an ISO 8601 date or instant as UTC, whole seconds.

    A bare date is its first instant, or with day_end the first instant of the next day,
    so that a date given as the end of a window takes that day in.
    Errors: UsageError when the text is no ISO 8601 date, or outside of the years that Ospora counts in.
    """
    try:
        instant = dt.datetime.fromisoformat(text).replace(microsecond=0)
        instant = (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise UsageError(f"{text!r} is not a date; write it as 2026-11-21 or 2026-11-21T08:30:00Z.") from None
    if not _FIRST_YEAR <= instant.year <= _LAST_YEAR:
        raise UsageError(f"{text!r} is out of range; give a date in the years {_FIRST_YEAR} to {_LAST_YEAR}.")
    return instant + dt.timedelta(days=1) if day_end and _DATE.match(text) else instant


def year_before(instant: dt.datetime) -> dt.datetime:
    """The same date and time one calendar year earlier; 29 February becomes the 28th."""
    try:
        return instant.replace(year=instant.year - 1)
    except ValueError:
        return instant.replace(year=instant.year - 1, day=28)
