# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Say why a number is what it is: rule, window, inputs, what was left out, and commands that give the same number."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ospora.cli import _options as options
from ospora.core.display import visible
from ospora.core.windows import format_instant

if TYPE_CHECKING:
    import datetime as dt

    from ospora.core.windows import Window
    from ospora.lake.lake import Lake
    from ospora.lake.manifest import Manifest
    from ospora.metrics._compute import Options
    from ospora.metrics._members import MetricModule

_NOT_TO_COPY = (
    "Note: a path or name in this command holds unprintable characters, shown here as escapes, so that it cannot be "
    "copied; --json gives the exact command."
)
HELP = "say why a number is what it is, and how to check it with plain git or SQL"

_LEFT_OUT = {
    "merge": "merge commits",
    "automation": "commits of automation",
    "ai_agent": "commits of AI agents",
    "undated": "commits without a readable date",
    "future": "commits dated at or after the clock",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("metric", metavar="METRIC", help="id of a metric, as `ospora metrics` lists them")
    parser.add_argument("project", metavar="PROJECT", help="name or id of a project")
    options.add_window(parser)
    options.add_counted(parser)
    options.add_as_of(parser)
    options.add_data(parser)
    options.add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    from ospora.cli._lake import as_of_published, existing_lake
    from ospora.metrics._compute import Options

    (metric,) = options.choose_metrics([arguments.metric])
    lake = existing_lake(arguments)
    manifest = lake.find(arguments.project)
    as_of = as_of_published(arguments, lake)
    window = options.window_from(arguments, as_of=as_of)
    counted = Options(include_merges=arguments.include_merges, include_automation=arguments.include_automation)
    explanation = _explain(lake, manifest, metric, window, as_of=as_of, counted=counted)
    if arguments.json:
        options.print_json(explanation)
    else:
        options.print_text(_text(explanation, places=(manifest.repository or "", str(lake.root))))
    return 0


def _explain(
    lake: Lake, manifest: Manifest, metric: MetricModule, window: Window, *, as_of: dt.datetime, counted: Options
) -> dict[str, Any]:
    from ospora.metrics._compute import compute_window, left_out, prepare
    from ospora.metrics._members import git_command
    from ospora.scan.reproduce import git_scope, sql_command

    with lake.connect(manifests=[manifest]) as connection:
        prepare(connection, as_of=as_of, options=counted)
        values = compute_window(connection, [metric], window)
        gone = left_out(connection, window) if "merge commits" in metric.METRIC.left_out else []
    scope = git_scope(lake, manifest, window, as_of=as_of, options=counted)
    return {
        "metric": metric.METRIC.id,
        "title": metric.METRIC.title,
        "chaoss_id": metric.METRIC.chaoss_id,
        "project_id": manifest.project_id,
        "project": manifest.name,
        "question": metric.METRIC.question,
        "rule": metric.METRIC.rule,
        "unit": metric.METRIC.unit,
        "source": metric.METRIC.source,
        "window": {"start": format_instant(window.start) if window.start else None, "end": format_instant(window.end)},
        "as_of": format_instant(as_of),
        "inputs": _inputs(manifest),
        "left_out": {_LEFT_OUT[entry.reason]: entry.commits for entry in gone},
        "values": [options.value_document(value) for value in values],
        "commands": {
            "git": git_command(metric, scope) if scope is not None and _git_can_read(manifest, metric) else None,
            "sql": sql_command(lake, manifest, metric, window, as_of=as_of, options=counted),
        },
    }


def _git_can_read(manifest: Manifest, metric: MetricModule) -> bool:
    """Git stops where a content is missing, and calls a whole tree added where a shallow clone ends."""
    whole = not manifest.reading.shallow and not any(part.missing_lines for part in manifest.parts)
    return whole or metric.METRIC.needs != "lines"


def _inputs(manifest: Manifest) -> dict[str, Any]:
    return {
        "source": manifest.source,
        "branch": manifest.reading.branch,
        "tip": manifest.reading.tip,
        "depth": manifest.depth,
        "commits": manifest.commit_count,
        "state": manifest.state,
    }


def _text(explanation: dict[str, Any], *, places: Sequence[str]) -> str:
    window, inputs = explanation["window"], explanation["inputs"]
    chaoss = f" (CHAOSS {explanation['chaoss_id']})" if explanation["chaoss_id"] else ""
    out = "; ".join(f"{what}: {count}" for what, count in explanation["left_out"].items()) or "nothing"
    blocks = [
        f"{explanation['title']}{chaoss} of {visible(explanation['project'])}",
        explanation["question"],
        _values_text(explanation),
        f"Rule      {explanation['rule']}",
        f"Source    {explanation['source']}",
        f"Window    from {window['start'] or 'the first commit'} until before {window['end']}; known as of {explanation['as_of']}",
        f"Inputs    {_inputs_text(inputs)}",
        f"Left out  {out}",
    ]
    for name, command in explanation["commands"].items():
        if command is not None:
            shown = _shown_command(command, places)
            note = f"\n\n{_NOT_TO_COPY}" if shown != command else ""
            blocks.append(f"Check it with {name}:\n\n{shown}{note}")
    return "\n\n".join(blocks)


def _shown_command(command: str, places: Sequence[str]) -> str:
    """A command made safe to show. places: the paths in it, of which the end of a line is no end of the command's line."""
    for place in places:
        if visible(place) != place:
            command = command.replace(shlex.quote(place), shlex.quote(visible(place))).replace(place, visible(place))
    return "\n".join(visible(line) for line in command.split("\n"))


def _inputs_text(inputs: dict[str, Any]) -> str:
    tip, branch, source = (visible(str(inputs[name])) for name in ("tip", "branch", "source"))
    place = "a detached HEAD" if inputs["branch"] is None else branch
    return f"{inputs['commits']} commits that {tip} reaches ({place}), read from {source} at depth {inputs['depth']}"


def _values_text(explanation: dict[str, Any]) -> str:
    lines = []
    for value in explanation["values"]:
        name = "/".join(filter(None, (value["dimension"], value["item"])))
        lines.append(f"{visible(name) + ': ' if name else ''}{_value_text(value, unit=explanation['unit'])}")
    return "\n".join(lines)


def _value_text(value: dict[str, Any], *, unit: str) -> str:
    from ospora.report._numbers import number

    caveat = f" – {value['caveat']}" if value["caveat"] else ""
    if value["value"] is None:
        return f"not known: {value['reason']}{caveat}"
    plain = not value["dimension"]
    made = (
        f" ({number(value['numerator'])} {'of' if value['numerator'] <= value['denominator'] else '/'} {number(value['denominator'])})"
        if value["denominator"]
        else ""
    )
    return f"{number(value['value'])}{f' {unit}' if plain else ''}{made}{caveat}"
