# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""The reference page of the metrics, docs/reference/metrics.md, written from their definitions."""

from __future__ import annotations

from ospora.metrics._definition import Metric
from ospora.metrics._members import load_metrics

_START = """\
# Metrics

*Written by `make docs` from the code; changes here are overwritten.*

What each number means; `ospora explain METRIC PROJECT` says it of one project, with the number.
Windows are half-open, in UTC, by author time. A number that is not known is null and carries a reason; it is never 0.

| metric | title | CHAOSS | unit | needs | rule |
|---|---|---|---|---|---|
"""


def render_reference() -> str:
    """Text of docs/reference/metrics.md: a table of all metrics, then what else each says of itself."""
    metrics = [module.METRIC for module in load_metrics()]
    return _START + "".join(map(_row, metrics)) + "".join(map(_section, metrics))


def _row(metric: Metric) -> str:
    name = f"[`{metric.id}`](#{metric.id})"
    cells = (name, metric.title, _chaoss_link(metric), metric.unit, metric.needs, metric.rule)
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |\n"


def _section(metric: Metric) -> str:
    return f"""
## {metric.id}

{metric.question}

- Left out unless asked: {", ".join(metric.left_out) or "nothing"}
- Published for: {", ".join(metric.spans)}
- Source: {metric.source}
"""


def _chaoss_link(metric: Metric) -> str:
    if metric.chaoss_id is None:
        return "–"
    return f"[{metric.chaoss_id}](https://chaoss.community/?p={metric.chaoss_id})"
