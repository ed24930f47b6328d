# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Time series on calendar periods, and how a long one is shortened so that it can be drawn and read."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ospora.report._numbers import month

Combine = Literal["sum", "mean"]

# What a chart and its table can show before they stop being readable.
MOST_POINTS = 120
_PERIODS = {1: "month", 12: "year", 120: "decade", 1200: "century"}


@dataclass(frozen=True)
class Series:
    """One line of a chart: a label and a number for each point, None where it is not known."""

    label: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Timeline:
    """Series that share their periods.

    first: month index (year * 12 + month - 1) of the first period; months: length of a period.
    """

    first: int
    series: tuple[Series, ...]
    months: int = 1

    def __len__(self) -> int:
        return max((len(series.values) for series in self.series), default=0)

    @property
    def period(self) -> str:
        """What one point covers: month, year, decade, century."""
        return _PERIODS[self.months]

    def start(self, position: int) -> dt.date:
        """First day of the period at a position."""
        year, month_index = divmod(self.first + position * self.months, 12)
        return dt.date(min(max(year, dt.MINYEAR), dt.MAXYEAR), month_index + 1, 1)

    def label(self, position: int) -> str:
        """How the period at a position is named in text: Nov 2026, 2026, 2020s."""
        start = self.start(position)
        if self.months == 1:
            return month(start)
        return f"{start.year}" if self.months == 12 else f"{start.year}–{start.year + self.months // 12 - 1}"


def month_index(date: dt.date) -> int:
    """Months since the year 0, so that months can be counted and subtracted."""
    return date.year * 12 + date.month - 1


def shorten(timeline: Timeline, *, combine: Combine, most: int = MOST_POINTS) -> Timeline:
    """Put months together to years, or to longer calendar periods, until there are few enough points.

    A period with an unknown month is unknown: a sum of the rest would be too small.
    """
    for months in _PERIODS:
        if months > timeline.months and len(timeline) > most:
            timeline = _regroup(timeline, months, combine)
    return timeline


def _regroup(timeline: Timeline, months: int, combine: Combine) -> Timeline:
    first = timeline.first // months
    groups = [(timeline.first + position * timeline.months) // months - first for position in range(len(timeline))]
    count = groups[-1] + 1
    return replace(
        timeline,
        first=first * months,
        months=months,
        series=tuple(
            Series(series.label, _combined(series.values, groups, count, combine)) for series in timeline.series
        ),
    )


def _combined(
    values: Sequence[float | None], groups: Sequence[int], count: int, combine: Combine
) -> tuple[float | None, ...]:
    gathered: list[list[float | None]] = [[] for _ in range(count)]
    for value, group in zip(values, groups, strict=False):
        gathered[group].append(value)
    return tuple(_together(group, combine) for group in gathered)


def _together(values: Sequence[float | None], combine: Combine) -> float | None:
    known = [value for value in values if value is not None]
    if not values or len(known) < len(values):
        return None
    # Dividing first keeps a mean of numbers near the largest float finite; such a sum is not a number any more.
    total = sum(known) if combine == "sum" else sum(value / len(known) for value in known)
    return total if math.isfinite(total) else None
