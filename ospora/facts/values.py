# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Published values of metrics."""

from __future__ import annotations

from ospora.facts._table import Column, Table, instant, text

TABLE = Table(
    name="values",
    grain="one metric of one project over one span, by dimension and item",
    origin="the metrics, over the tables above",
    columns=(
        text("metric"),
        text("span"),
        instant("period_start"),
        instant("period_end"),
        text("dimension"),
        text("item"),
        Column("value", "DOUBLE"),
        Column("numerator", "DOUBLE"),
        Column("denominator", "DOUBLE"),
        text("reason"),
        text("caveat"),
    ),
    key=("project_id", "metric", "span", "period_start", "dimension", "item"),
)
