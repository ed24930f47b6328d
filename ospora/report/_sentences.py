# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Findings as plain sentences, made from values: what is known, compared with the project's own past, and what is not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from ospora.report._content import INACTIVE, Months, Project, Published, ReportContent, last_month
from ospora.report._numbers import fraction, number, percent, plural, quantity, until
from ospora.report._series import Timeline, month_index

YEAR = "the last 12 months"

# Reasons that say something known: not that a number is missing, but that there can be none.
NO_RELEASE = "no release yet"
_NO_NUMBER = (INACTIVE, NO_RELEASE, "defined for", "not defined for", "too early to tell", "nobody was active")

_STATES = {
    "ok": "Read",
    "empty": "Empty",
    "stale": "Out of date",
    "failed": "Not read",
}


def without_number(published: Published) -> str:
    """How a missing number is written everywhere: that it is not known and why, or why there can be none."""
    reason = published.reason or "no reason was recorded"
    return reason if reason.startswith(_NO_NUMBER) else f"not known: {reason}"


def amount(published: Published, unit: str) -> str:
    """A number with its unit, or why there is none."""
    return without_number(published) if published.value is None else quantity(published.value, unit)


def made_of(published: Published) -> str | None:
    """Numerator and denominator, where both are there."""
    if published.numerator is None or published.denominator is None:
        return None
    return fraction(published.numerator, published.denominator)


def state_word(project: Project) -> str:
    """State of the last collection in one or two words."""
    return _STATES.get(project.state, project.state)


def notices(project: Project) -> list[str]:
    """What the reader must know before any number of a project; empty when all is well."""
    found = []
    reason = f" {sentence(project.state_reason)}" if project.state_reason else ""
    if project.state == "failed":
        found.append(f"This project could not be read, so none of its numbers is known.{reason}")
    elif project.state == "stale":
        found.append(f"These numbers are from an earlier scan, because the latest one did not succeed.{reason}")
    elif project.state == "empty":
        found.append(f"The repository has no commits yet.{reason}")
    elif reason:
        found.append(reason.strip())
    if project.is_shallow:
        found.append(
            "The clone is shallow: history before its boundary is not there, and numbers over it are not known."
        )
    if project.is_partial:
        found.append("The clone is partial: some contents were not fetched.")
    return found


def headline_facts(project: Project) -> list[str]:
    """The findings that a section starts with, up to five sentences."""
    if project.depth is None or project.state == "empty":
        return []
    facts = [_activity(project), _absence(project), _turnover(project), _releases(project), _all_time(project)]
    return [fact for fact in facts if fact is not None]


def _activity(project: Project) -> str:
    commits, people = project.value("code_changes_commits"), project.value("contributors")
    if commits.is_inactive or commits.value == 0:
        nothing = f"There was no commit in {YEAR}"
        return f"{nothing}, as far as was read." if project.state == "stale" else f"{nothing}."
    if commits.value is None:
        return f"Commits in {YEAR}: {without_number(commits)}."
    made = f"{quantity(commits.value, 'commits')} {'was' if commits.value == 1 else 'were'} made in {YEAR}"
    if people.value is None:
        return f"{made}; how many people contributed is {without_number(people)}."
    return f"{made}, and {quantity(people.value, 'people')} contributed{_newcomers(project, people.value)}."


def _newcomers(project: Project, people: float) -> str:
    new = project.value("new_contributors")
    if new.value is None:
        return f"; how many of them for the first time is {without_number(new)}"
    if new.value == 0:
        return ", nobody for the first time"
    if new.value == people:
        return " for the first time" if people == 1 else ", all of them for the first time"
    return f", {number(new.value)} of them for the first time"


def _absence(project: Project) -> str | None:
    published = project.value("contributor_absence_factor")
    if published.is_inactive:
        return None
    if published.value is None:
        return f"How many people made half of the commits of {YEAR} is {without_number(published)}."
    if published.value == 1 and published.numerator is not None and published.numerator == published.denominator:
        return f"All commits of {YEAR} came from 1 person."
    return f"At least half of the commits of {YEAR} came from {quantity(published.value, 'people')}."


def _turnover(project: Project) -> str | None:
    stayed, left = (project.value("contributor_turnover", dimension=part).value for part in ("stayed", "left"))
    if stayed is None or left is None or stayed + left == 0:
        return None
    return (
        f"Of the {quantity(stayed + left, 'people')} who contributed in the 12 months before, {number(stayed)} "
        f"contributed again and {number(left)} did not."
    )


def _releases(project: Project) -> str:
    since, gap = days_since_release(project), usual_gap(project)
    if since.value is None:
        if since.reason == NO_RELEASE:
            return "There is no release yet."
        return f"When the last release was is {without_number(since)}."
    last = f"The last release was {quantity(round(since.value), 'days')} ago"
    if gap.value is None:
        return f"{last}."
    return f"{last}; the usual time between two is {quantity(rounded_days(gap.value), 'days')}."


def _all_time(project: Project) -> str | None:
    commits, people = project.value("code_changes_commits", "all"), project.value("contributors", "all")
    if commits.value is None or people.value is None:
        return None
    since = "In the history that is there" if project.is_shallow else "Since the first commit"
    return f"{since}, {quantity(people.value, 'people')} contributed to {quantity(commits.value, 'commits')}."


def rounded_days(value: float) -> float:
    """Days as people say them: whole from ten on."""
    return round(value) if value >= 10 else round(value, 1)


def portfolio_facts(content: ReportContent) -> list[str]:
    """The findings that an overview starts with: how many projects were read, and what could be added up."""
    states = [state_word(project) for project in content.projects]
    counts = [f"{number(states.count(word))} {word.lower()}" for word in dict.fromkeys(states)]
    facts = [f"{plural(len(states), 'project', 'projects')}: {', '.join(counts)}."]
    yearly = [project.value("code_changes_commits") for project in content.projects]
    known = [0.0 if published.is_inactive else published.value for published in yearly]
    commits = [value for value in known if value is not None]
    if commits:
        missing = len(known) - len(commits)
        active = sum(value > 0 for value in commits)
        unknown = f"; not known for {plural(missing, 'project', 'projects')}" if missing else ""
        facts.append(
            f"{quantity(sum(commits), 'commits')} in {YEAR}, in {plural(active, 'project', 'projects')}{unknown}."
        )
    return facts


def days_since_release(project: Project) -> Published:
    """Days from the last release to the end of the window."""
    return project.value("release_frequency", "all", dimension="days_since_last")


def usual_gap(project: Project) -> Published:
    """Median of days between two releases."""
    return project.value("release_frequency", "all", dimension="median_gap_days")


def month_finding(timeline: Timeline, unit: str, *, as_of: dt.datetime) -> str:
    """The last 12 whole months against the 12 before, and the highest month, for numbers that can be added up."""
    recent, before = _two_years(timeline, 0, as_of)
    if recent is None:
        return _highest(timeline, unit)
    compared = "" if before is None else f", {number(before)} in the 12 before"
    return f"{quantity(recent, unit)} in the last 12 whole months{compared}. {_highest(timeline, unit)}"


def lines_finding(timeline: Timeline, *, as_of: dt.datetime) -> str:
    """Lines added and removed in the last 12 whole months; the two series of the timeline, in this order."""
    added, removed = (_two_years(timeline, position, as_of)[0] for position in (0, 1))
    if added is None or removed is None:
        return f"Most were added at once: {_highest(timeline, 'lines')}"
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


def gap_notes(months: Sequence[Months], *, as_of: dt.datetime) -> tuple[str, ...]:
    """What a chart over months must add: unknown months and why, caveats, a month that is not over."""
    reasons = sorted({reason for series in months for reason in series.reasons})
    notes = []
    if any(value is None for series in months for value in series.values):
        because = f" ({'; '.join(reasons)})" if reasons else ""
        notes.append(f"Gaps are months that are not known{because}.")
    if last_month(as_of) == month_index(as_of):
        notes.append(f"The last month ends with {until(as_of)}.")
    notes.extend(sentence(caveat) for caveat in sorted({caveat for series in months for caveat in series.caveats}))
    return tuple(notes)


def largest_parts(parts: Sequence[tuple[str, float]]) -> str:
    """The largest parts of a whole, given largest first: Python 62%, then HTML 20% and CSS 5%."""
    first, *rest = (f"{label} {percent(share)}" for label, share in parts[:3])
    return f"{first}, then {' and '.join(rest)}" if rest else first


def sentence(text: str) -> str:
    """Text as a sentence: first letter up, full stop at the end."""
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
