# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Write the tables of the lake as Parquet, CSV or JSON files; pseudonyms only, never a name or an address."""

from __future__ import annotations

import argparse
from pathlib import Path

from ospora.cli import _options as options
from ospora.core.display import visible

HELP = "write all tables as Parquet, CSV or JSON"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("projects", nargs="*", metavar="PROJECT", help="only these (default: all)")
    parser.add_argument("--format", default="parquet", metavar="FORMAT", help="parquet, csv or json (default: parquet)")
    parser.add_argument(
        "--out", type=Path, default=Path("ospora-export"), metavar="DIR", help="where to (default: ospora-export)"
    )
    parser.add_argument(
        "--table", action="append", default=[], metavar="TABLE", help="only this table; may be repeated"
    )
    options.add_data(parser)
    options.add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    from ospora.cli._lake import existing_lake
    from ospora.export._tables import export_tables

    folder = options.utf8_path(arguments.out)
    lake = existing_lake(arguments)
    manifests = [lake.find(name) for name in arguments.projects] or None
    with lake.connect(manifests=manifests) as connection:
        paths = export_tables(connection, folder=folder, format_name=arguments.format, tables=arguments.table)
    if arguments.json:
        options.print_json({"files": [str(path) for path in paths]})
    else:
        options.print_text("\n".join(visible(str(path)) for path in paths))
    return 0
