# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Numbers as words: the one place that decides how a number, a share, a day or a month is written."""

from __future__ import annotations

import datetime as dt

_EXACT = 1e15
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def number(value: float) -> str:
    """Whole numbers with thousands commas, others with two decimals, small ones with two significant digits."""
    if abs(value) >= _EXACT:
        return f"{value:.3g}"
    if value == int(value):
        return f"{int(value):,}"
    if abs(value) < 0.01:
        return f"{value:.2g}"
    text = f"{value:,.2f}"
    return text.rstrip("0").rstrip(".")


def compact(value: float) -> str:
    """Five characters or so for an axis: 950, 12k, 1.5M."""
    size = abs(value)
    if size >= _EXACT:
        return f"{value:.0e}".replace("e+", "e")
    for limit, letter in ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")):
        if size >= limit:
            return f"{value / limit:.3g}{letter}"
    return number(value) if value == int(value) else f"{value:.2g}"


def percent(ratio: float) -> str:
    """A ratio of 0 to 1 in percent; never 0% or 100% for what only comes near."""
    share = ratio * 100
    if 0 < share < 0.01:
        return "less than 0.01%"
    if 99.9 < share < 100:
        return "more than 99.9%"
    if 0 < share < 1 or 99 < share < 100:
        return f"{number(round(share, 2))}%"
    return f"{number(round(share))}%"


def fraction(numerator: float, denominator: float) -> str:
    """What a number was made of: 21 of 50 where one is part of the other, else one divided by the other."""
    if 0 <= numerator <= denominator and numerator == int(numerator):
        return f"{number(numerator)} of {number(denominator)}"
    return f"{number(numerator)} / {number(denominator)}"


def plural(value: float, one: str, many: str) -> str:
    """A number with its noun: 1 person, 2 people, 0.5 people."""
    return f"{number(value)} {one if value == 1 else many}"


_NOUNS = {
    "people": ("person", "people"),
    "commits": ("commit", "commits"),
    "lines": ("line", "lines"),
    "contributions": ("contribution", "contributions"),
    "days": ("day", "days"),
    "weeks": ("week", "weeks"),
    "gaps": ("usual gap", "usual gaps"),
    "hours": ("hour", "hours"),
    "months": ("month", "months"),
    "years": ("year", "years"),
    "releases": ("release", "releases"),
    "files": ("file", "files"),
    "changes": ("change", "changes"),
    "bytes": ("byte", "bytes"),
}


def quantity(value: float, unit: str) -> str:
    """A number in the unit of its metric: 3 people, 42%, 12.5 days."""
    if unit == "ratio":
        return percent(value)
    if unit in _NOUNS:
        return plural(value, *_NOUNS[unit])
    return number(value)


def day(date: dt.date | dt.datetime) -> str:
    """21 Nov 2026."""
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def month(date: dt.date | dt.datetime) -> str:
    """Nov 2026."""
    return f"{_MONTHS[date.month - 1]} {date.year}"


def until(end: dt.datetime) -> str:
    """The last day of a half-open window, with the time where the window does not end with the day."""
    if (end.hour, end.minute, end.second) == (0, 0, 0):
        return day(end - dt.timedelta(days=1))
    return f"{day(end)}, {end:%H:%M} UTC"


def window(start: dt.datetime | None, end: dt.datetime) -> str:
    """A half-open window by its first and last day."""
    return f"{'the first commit' if start is None else day(start)} to {until(end)}"
