# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""What a metric says of itself. A member holds METRIC, SQL and, where plain git can give the number, git_command.

SQL is one query over the relations of `_relations.py` that gives all projects and all periods at once:
`FROM in_periods('counted_commits')` gives each row once for each period that it falls in.
Its columns are project_id, period_id, dimension, item, value, numerator, denominator, reason and, if there is
something to say, caveat. dimension and item are '' for the plain value. Where it gives no row for a window, the
engine adds one that says "no activity"; rows of projects that were not read deep enough are dropped.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from ospora.core.depths import Depth

Span = Literal["all", "year", "month"]


@dataclass(frozen=True)
class Metric:
    """Definition of a metric.

    id: its CHAOSS name in snake_case; chaoss_id: number of its page (chaoss.community/?p=…), or None.
    question: what a reader wants to know; rule: how the number is made, in full sentences.
    unit: what value counts (people, commits, lines, ratio, days, …).
    needs: the depth of collection that it takes. left_out: what is not counted unless asked.
    spans: which spans it is published for. source: where the definition comes from.
    """

    id: str
    title: str
    question: str
    rule: str
    unit: str
    source: str
    chaoss_id: str | None = None
    needs: Depth = "metadata"
    left_out: tuple[str, ...] = ("merge commits", "automation", "AI agents")
    spans: tuple[Span, ...] = ("all", "year", "month")


@dataclass(frozen=True)
class GitScope:
    """Everything a plain git command needs to give the same number.

    repository: path for git -C; tip: commit id; start, end: the window (start None: from the first commit).
    automation: lower-case person keys (address, else name) that the rules class as automation or AI agents,
    or empty when they are counted; merges: whether merge commits are counted.
    as_of: the clock, for metrics that look past the window; None: the end of the window.
    """

    repository: str
    tip: str
    start: dt.datetime | None
    end: dt.datetime
    automation: tuple[str, ...] = ()
    merges: bool = False
    as_of: dt.datetime | None = None

    @property
    def known_until(self) -> dt.datetime:
        """End of what is known of the history."""
        return self.as_of or self.end
