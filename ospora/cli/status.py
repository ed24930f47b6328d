# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""List the projects of the lake: how each was read last, how deep, and what went wrong."""

from __future__ import annotations

import argparse

from ospora.cli import _options as options
from ospora.cli._projects import PROJECT_HEADERS, project_document, project_row

HELP = "list the projects of the lake and how each was read"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    options.add_data(parser)
    options.add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    from ospora.cli._lake import existing_lake
    from ospora.report.terminal import table

    lake = existing_lake(arguments)
    manifests = lake.manifests()
    if arguments.json:
        projects = [project_document(manifest) for manifest in manifests]
        options.print_json({"data": str(lake.root), "as_of": lake.values_as_of(), "projects": projects})
        return 0
    options.print_text(
        table([project_row(manifest) for manifest in manifests], PROJECT_HEADERS, options.terminal_width())
    )
    return 0
