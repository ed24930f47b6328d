# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""What the parts of a metric are called, and what they count: dimensions as the metrics name them, in words."""

from __future__ import annotations

from ospora.metrics._definition import Metric

PARTS: dict[tuple[str, str], tuple[str, str]] = {
    ("activity_dates_and_times", "hour"): ("by local hour", "commits"),
    ("activity_dates_and_times", "weekday"): ("by local weekday", "commits"),
    ("code_changes_commits", "active_weeks"): ("weeks with a commit", "weeks"),
    ("code_changes_lines", "added"): ("added", "lines"),
    ("code_changes_lines", "removed"): ("removed", "lines"),
    ("commit_lag", "negative"): ("committed before they were written", "commits"),
    ("contributor_turnover", "joined"): ("joined", "people"),
    ("contributor_turnover", "left"): ("left", "people"),
    ("contributor_turnover", "stayed"): ("stayed", "people"),
    ("contributors", "role"): ("as", "people"),
    ("programming_language_distribution", "language"): ("in", "ratio"),
    ("release_frequency", "days_since_last"): ("days since the last one", "days"),
    ("release_frequency", "gap_ratio"): ("time since the last one in usual gaps", "gaps"),
    ("release_frequency", "median_gap_days"): ("usual gap (median)", "days"),
    ("release_frequency", "prereleases"): ("pre-releases", "releases"),
    ("types_of_contributions", "kind"): ("touching", "ratio"),
    ("types_of_contributions", "role"): ("as", "contributions"),
}

HOURS = {f"{hour:02}": f"{hour:02}" for hour in range(24)}
WEEKDAYS = {"1": "Mon", "2": "Tue", "3": "Wed", "4": "Thu", "5": "Fri", "6": "Sat", "7": "Sun"}


def part_label(metric: Metric, dimension: str, item: str | None) -> str:
    """A part of a metric in words: added, as reviewer, in Python."""
    words, _ = PARTS.get((metric.id, dimension), (dimension.replace("_", " "), ""))
    return words if item is None else f"{words} {item}"


def part_unit(metric: Metric, dimension: str | None) -> str:
    """What a part of a metric counts; the metric's own unit where nothing else is known."""
    return metric.unit if dimension is None else PARTS.get((metric.id, dimension), ("", metric.unit))[1]


# Series over months, as a column of a table or a line of a terminal names them.
MONTH_LABELS: dict[tuple[str, str | None], str] = {
    ("code_changes_commits", None): "Commits",
    ("contributors", None): "Contributors",
    ("new_contributors", None): "For the first time",
    ("code_changes_lines", "added"): "Lines added",
    ("code_changes_lines", "removed"): "Lines removed",
    ("release_frequency", None): "Releases",
}
