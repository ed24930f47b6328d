# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Findings as plain sentences, made from values: what is known, compared with the project's own past, and what is not."""

from __future__ import annotations

from ospora.report._content import INACTIVE, Project, Published, ReportContent
from ospora.report._numbers import fraction, number, plural, quantity

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


_WRONG = {
    "failed": "This project could not be read, so none of its numbers is known.",
    "stale": "These numbers are from an earlier scan, because the latest one did not succeed.",
    "empty": "The repository has no commits yet.",
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


def notices(project: Project) -> list[tuple[str, str]]:
    """What the reader must know before any number of a project: a word and sentences; empty when all is well."""
    found = []
    reason = f" {sentence(project.state_reason)}" if project.state_reason else ""
    if project.state in _WRONG:
        found.append((state_word(project), f"{_WRONG[project.state]}{reason}"))
    elif reason:
        found.append(("Note", reason.strip()))
    if project.is_shallow:
        found.append(("Note", "The clone is shallow: what came before its boundary is not there, nor known."))
    if project.is_partial:
        found.append(("Note", "The clone is partial: some contents are not there."))
    return found


def headline_facts(project: Project) -> list[str]:
    """The findings that a section starts with, up to five sentences."""
    if not project.has_numbers:
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


def sentence(text: str) -> str:
    """Text as a sentence: first letter up, full stop at the end."""
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
