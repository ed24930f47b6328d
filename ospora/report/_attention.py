# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Why a project may need somebody's attention, in words. No score: each reason stands alone and can be checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ospora.report._content import Project
from ospora.report._numbers import number, quantity
from ospora.report._sentences import YEAR, days_since_release, without_number

# A release is late when the time since the last one is more than so many usual gaps.
LATE_GAPS = 3.0

# What each rule looks for, in the words of the list that groups projects by it.
RULES = {
    "not_read": "The latest scan could not read it",
    "no_commits": f"No commit in {YEAR}",
    "one_person": f"One person made half of the commits of {YEAR} or more",
    "late_release": f"Time since the last release is more than {number(LATE_GAPS)} times the usual gap",
    "incomplete": "Its history or contents are incomplete, or a headline number is not known",
}


@dataclass(frozen=True)
class Attention:
    """One reason. rule: key of RULES; words: the reason with this project's numbers."""

    rule: str
    words: str


def attention(project: Project) -> list[Attention]:
    """All reasons that hold for a project, in the order of RULES."""
    found = list(_not_read(project))
    return [*found, *_numbers(project), *_incomplete(project)] if project.has_numbers else found


def _not_read(project: Project) -> Iterator[Attention]:
    reason = f": {project.state_reason}" if project.state_reason else ""
    if project.state == "failed":
        yield Attention("not_read", f"could not be read{reason}")
    elif project.state == "stale":
        yield Attention("not_read", f"shown from an earlier scan{reason}")
    elif project.state == "empty":
        yield Attention("no_commits", "the repository has no commits")


def _numbers(project: Project) -> Iterator[Attention]:
    commits = project.value("code_changes_commits")
    if (commits.is_inactive or commits.value == 0) and project.state != "stale":
        yield Attention("no_commits", f"no commit in {YEAR}")
    elif project.value("contributor_absence_factor").value == 1:
        yield Attention("one_person", "one person made half of the commits or more")
    gaps = project.value("release_frequency", "all", dimension="gap_ratio").value
    since = days_since_release(project).value
    if gaps is not None and since is not None and gaps > LATE_GAPS:
        yield Attention(
            "late_release",
            f"last release {quantity(round(since), 'days')} ago, {number(round(gaps, 1))} times the usual gap",
        )


def _incomplete(project: Project) -> Iterator[Attention]:
    if project.is_shallow:
        yield Attention("incomplete", "shallow clone, older history is missing")
    elif project.is_partial:
        yield Attention("incomplete", "partial clone, some contents are missing")
    else:
        for metric, name in (("code_changes_commits", "commits"), ("contributors", "contributors")):
            published = project.value(metric)
            if published.value is None and not published.is_inactive:
                yield Attention("incomplete", f"{name} {without_number(published)}")
