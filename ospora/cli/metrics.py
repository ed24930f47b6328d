# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""List the metrics, or compute them for projects over any window."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from ospora.cli import _options as options

if TYPE_CHECKING:
    from ospora.metrics._compute import Value
    from ospora.metrics._members import MetricModule

HELP = "list the metrics, or compute them over any window"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "projects", nargs="*", metavar="PROJECT", help="compute the metrics of these; list the metrics when none"
    )
    parser.add_argument("--metric", action="append", metavar="ID", help="only this metric; may be repeated")
    parser.add_argument(
        "--by", choices=("window", "month"), default="window", help="one value a window, or one a month"
    )
    options.add_window(parser)
    options.add_counted(parser)
    options.add_as_of(parser)
    options.add_data(parser)
    options.add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    metrics = options.choose_metrics(arguments.metric)
    if arguments.projects:
        _show_values(arguments, metrics)
    elif arguments.json:
        options.print_json([vars(module.METRIC) for module in metrics])
    else:
        options.print_text(_list(metrics))
    return 0


def _list(metrics: list[MetricModule]) -> str:
    from ospora.report.terminal import table

    rows = [
        (
            module.METRIC.id,
            module.METRIC.chaoss_id or "–",
            module.METRIC.unit,
            module.METRIC.needs,
            module.METRIC.question,
        )
        for module in metrics
    ]
    return table(rows, ("metric", "CHAOSS", "unit", "depth", "question"), options.terminal_width())


def _show_values(arguments: argparse.Namespace, metrics: list[MetricModule]) -> None:
    from ospora.cli._lake import as_of_published, existing_lake
    from ospora.metrics._compute import Options, compute_months, compute_window, prepare

    lake = existing_lake(arguments)
    manifests = [lake.find(name) for name in arguments.projects]
    as_of = as_of_published(arguments, lake)
    window = options.window_from(arguments, as_of=as_of)
    counted = Options(include_merges=arguments.include_merges, include_automation=arguments.include_automation)
    with lake.connect(manifests=manifests) as connection:
        prepare(connection, as_of=as_of, options=counted, metrics=metrics)
        compute = compute_months if arguments.by == "month" else compute_window
        values = compute(connection, metrics, window)
    if arguments.json:
        options.print_json([options.value_document(value) for value in values])
        return
    options.print_text(_table(values))


def _table(values: list[Value]) -> str:
    from ospora.report.terminal import table

    rows = [
        (
            value.project_id,
            f"{value.period_start:%Y-%m-%d}" if value.period_start else "first commit",
            "/".join(filter(None, (value.metric, value.dimension, value.item))),
            "not known" if value.value is None else f"{value.value:g}",
            value.reason or value.caveat or "",
        )
        for value in values
    ]
    return table(rows, ("project", "from", "metric", "value", "remark"), options.terminal_width())
