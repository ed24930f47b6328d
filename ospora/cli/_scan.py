# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""The work of `ospora scan`, apart from its declaration, so that help needs none of what a scan imports."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from ospora.cli import _options as options
from ospora.cli._lake import lake_of, lies_in_source, office_folder
from ospora.cli._main import DONE, NOTHING_DONE, SOME_FAILED
from ospora.cli._projects import PROJECT_HEADERS, project_document, project_row
from ospora.collect.sources import Source, read_sources, with_details
from ospora.core.display import visible
from ospora.core.errors import LakeError, UsageError
from ospora.core.windows import format_instant
from ospora.lake.lake import Lake
from ospora.lake.manifest import Manifest
from ospora.office.config import FILE_NAME, OfficeConfig, load_config
from ospora.scan.portfolio import Progress, ScanOptions, ScanResult, scan

Refused = list[tuple[str, str]]
_OFFICE_FILES = (FILE_NAME, "people.toml")


def run_scan(arguments: argparse.Namespace) -> int:
    """Scan what the arguments or office.toml name, and say what was done; returns the exit code."""
    named, refused = read_sources(arguments.sources, discover=arguments.discover)
    folder = _trusted(office_folder(arguments), named, arguments)
    office = load_config(folder) if folder is not None else None
    sources, refused = (named, refused) if arguments.sources else _sources_of(office)
    lake = lake_of(arguments, office)
    chosen = _scan_options(arguments, office, folder=folder, lake=lake)
    result = scan(sources, chosen, progress=_progress(arguments)) if sources else ScanResult()
    if arguments.report is not None and sources:
        write_report(lake, chosen, arguments.report)
    if arguments.json:
        options.print_json(_document(lake, chosen, result, refused))
    elif not arguments.quiet:
        options.print_text(_summary(lake, result, refused, report=arguments.report))
    else:
        _complain(result, refused)
    bad = len(result.failed) + len(refused)
    return DONE if not bad else SOME_FAILED if bad < len(result.projects) + len(refused) else NOTHING_DONE


def write_report(lake: Lake, chosen: ScanOptions, target: Path) -> None:
    """Write the HTML report of everything in the lake."""
    from ospora.report._content import load_report
    from ospora.report.html import render_html

    with lake.connect() as connection:
        content = load_report(connection, as_of=chosen.as_of)
    try:
        target.write_text(render_html(content), encoding="utf-8")
    except OSError as error:
        raise LakeError(f"{target} could not be written: {error.strerror}.") from None


def _trusted(folder: Path, sources: list[Source], arguments: argparse.Namespace) -> Path | None:
    """The office's folder, or None when nobody named it and it came with a repository that is about to be read.

    A repository that is scanned must not choose where tables go, what is followed, or who counts as a person.
    """
    if arguments.office is not None or not lies_in_source(folder, sources):
        return folder
    for name in _OFFICE_FILES:
        if (folder / name).exists() and not arguments.quiet:
            sys.stderr.write(f"{name} inside a scanned repository is not used; name it with --office if it is yours.\n")
            break
    return None


def _sources_of(office: OfficeConfig | None) -> tuple[list[Source], Refused]:
    if office is None:
        raise UsageError("There is nothing to scan: name a SOURCE, or write an office.toml with `ospora init`.")
    if not office.sources:
        raise UsageError(f"{office.folder / 'office.toml'} names no [[source]]; add one, or name a SOURCE here.")
    sources: dict[str, Source] = {}
    refused: Refused = []
    for entry in office.sources:
        at = str(office.folder / entry.at) if (office.folder / entry.at).exists() else entry.at
        found, wrong = read_sources([at], discover=entry.discover)
        refused += wrong
        for source in found:
            name = entry.name if len(found) == 1 else None
            detailed = with_details(source, name=name, unit=entry.unit, role=entry.role, branch=entry.branch)
            sources.setdefault(source.project_id, detailed)
    return list(sources.values()), refused


def _scan_options(
    arguments: argparse.Namespace, office: OfficeConfig | None, *, folder: Path | None, lake: Lake
) -> ScanOptions:
    if arguments.jobs is not None and arguments.jobs < 0:
        raise UsageError(f"--jobs is {arguments.jobs}; give 0 for one a core, or a positive number.")
    base = ScanOptions(
        lake=lake.root,
        as_of=options.as_of_from(arguments),
        office=folder.resolve() if folder is not None else None,
        jobs=arguments.jobs or 0,
        follow_alternates=arguments.follow_alternates,
    )
    if office is not None:
        follow = office.follow_alternates or arguments.follow_alternates
        base = replace(base, jobs=arguments.jobs or office.jobs, depth=office.depth, follow_alternates=follow)
    return replace(base, depth=arguments.depth) if arguments.depth else base


def _progress(arguments: argparse.Namespace) -> Progress:
    from ospora.cli._progress import BarProgress, LineProgress

    if arguments.quiet:
        return Progress()
    return BarProgress() if sys.stderr.isatty() else LineProgress()


def _document(lake: Lake, chosen: ScanOptions, result: ScanResult, refused: Refused) -> dict[str, object]:
    return {
        "as_of": format_instant(chosen.as_of),
        "data": str(lake.root),
        "commits_read": result.commits_read,
        "projects": [
            {**project_document(manifest), "changed": manifest.project_id in result.changed}
            for manifest in _scanned(lake, result)
        ],
        "refused": [{"source": source, "reason": reason} for source, reason in refused],
    }


def _scanned(lake: Lake, result: ScanResult) -> list[Manifest]:
    asked = set(result.projects)
    found = [manifest for manifest in lake.manifests() if manifest.project_id in asked]
    return sorted(found, key=lambda manifest: manifest.name.casefold())


def _summary(lake: Lake, result: ScanResult, refused: Refused, *, report: Path | None) -> str:
    from ospora.report.terminal import table

    rows = [project_row(manifest) for manifest in _scanned(lake, result)]
    rows += [(source, "refused", "–", "–", reason) for source, reason in refused]
    lines = [table(rows, PROJECT_HEADERS, options.terminal_width())]
    lines.append(f"{result.commits_read} commits were new. The tables are in {visible(str(lake.root))}.")
    if report is not None:
        lines.append(f"The report is {visible(str(report))}; open it in a browser.")
    elif result.projects:
        lines.append("Next: `ospora show PROJECT`, `ospora report`, `ospora explain METRIC PROJECT`.")
    return "\n".join(lines)


def _complain(result: ScanResult, refused: Refused) -> None:
    for name, reason in (*result.failed.items(), *refused):
        sys.stderr.write(visible(f"ospora: {name}: {reason}") + "\n")
