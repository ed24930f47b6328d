# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""The sentences that charts stand under, made from the numbers that they draw."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from ospora.report._content import Months, last_month
from ospora.report._numbers import number, percent, plural, quantity, until
from ospora.report._sentences import sentence
from ospora.report._series import Timeline, month_index


def month_finding(timeline: Timeline, unit: str, *, as_of: dt.datetime) -> str:
    """The last 12 whole months against the 12 before, and the highest month, for numbers that can be added up."""
    recent, before = _two_years(timeline, 0, as_of)
    if recent is None:
        return _highest(timeline, unit)
    compared = "" if before is None else f", {number(before)} in the 12 before"
    return f"{quantity(recent, unit)} in the last 12 whole months{compared}. {_highest(timeline, unit)}"


def lines_finding(timeline: Timeline, *, as_of: dt.datetime) -> str:
    """Lines added and removed in the last 12 whole months, or the month that added most; two series, in this order."""
    added, removed = (_two_years(timeline, position, as_of)[0] for position in (0, 1))
    if added is None or removed is None:
        return _highest(timeline, "lines")
    return f"{quantity(added, 'lines')} added and {number(removed)} removed in the last 12 whole months."


def people_finding(timeline: Timeline, *, as_of: dt.datetime) -> str:
    """People in a mean month, because people must not be added up over months; new ones can be, and are."""
    recent, before = _two_years(timeline, 0, as_of)
    if recent is None:
        return _highest(timeline, "people")
    compared = "" if before is None else f", {number(before / 12)} in the 12 before"
    new = _two_years(timeline, 1, as_of)[0] if len(timeline.series) > 1 else None
    first = "" if new is None else f"; {quantity(new, 'people')} contributed for the first time"
    return f"{quantity(recent / 12, 'people')} in a mean month of the last 12 whole months{compared}{first}."


def _two_years(timeline: Timeline, position: int, as_of: dt.datetime) -> tuple[float | None, float | None]:
    """Sums of the last 12 months that have ended and of the 12 before; None where a month is missing."""
    whole = timeline.series[position].values[: max(0, month_index(as_of) - timeline.first)]
    return _sum(whole[-12:]), _sum(whole[-24:-12])


def _sum(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == 12 else None


def _highest(timeline: Timeline, unit: str) -> str:
    known = [(value, position) for position, value in enumerate(timeline.series[0].values) if value is not None]
    if not known:
        return "No month is known."
    most = max(value for value, _ in known)
    if most == 0:
        return f"There were no {unit} in {plural(len(known), 'month', 'months')}."
    first = next(position for value, position in known if value == most)
    return f"The highest month was {timeline.label(first)} with {quantity(most, unit)}."


def gap_notes(months: Sequence[Months], *, as_of: dt.datetime, said: Sequence[str]) -> tuple[str, ...]:
    """What a chart over months must add: unknown months and why, a month that is not over, caveats.

    said: caveats that stand elsewhere.
    """
    reasons = sorted({reason for series in months for reason in series.reasons})
    notes = []
    if any(value is None for series in months for value in series.values):
        because = f" ({'; '.join(reasons)})" if reasons else ""
        notes.append(f"Gaps are months that are not known{because}.")
    if last_month(as_of) == month_index(as_of):
        notes.append(f"The last month ends with {until(as_of)}.")
    found = {part for series in months for caveat in series.caveats for part in caveat.split("; ")}
    return (*notes, *(sentence(caveat) for caveat in sorted(found.difference(said))))


def largest_parts(parts: Sequence[tuple[str, float]]) -> str:
    """The largest parts of a whole, given largest first: Python 62%, then HTML 20% and CSS 5%."""
    first, *rest = (f"{label} {percent(share)}" for label, share in parts[:3])
    return f"{first}, then {' and '.join(rest)}" if rest else first
