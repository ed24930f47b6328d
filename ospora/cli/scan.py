# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Read repositories into the lake: what is new in their history, the files at their tips, and all metrics.

A SOURCE is a local repository (bare, worktree, linked worktree), an address (https, ssh, file), a git bundle,
or a text file of such, one a line. Without one, office.toml says what to read.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from ospora.cli import _options as options
from ospora.core.depths import DEPTHS

HELP = "read repositories into the lake and compute all metrics"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("sources", nargs="*", metavar="SOURCE", help="path, address, bundle, or text file of such")
    parser.add_argument("--discover", action="store_true", help="search folders for repositories")
    parser.add_argument("--depth", choices=DEPTHS, help="how deep to read histories (default: lines)")
    parser.add_argument("--jobs", type=int, metavar="N", help="git processes at once (default: one a core)")
    parser.add_argument(
        "--follow-alternates", action="store_true", help="trust repositories that borrow objects from elsewhere"
    )
    parser.add_argument("--report", type=Path, metavar="FILE", help="also write the HTML report")
    parser.add_argument("--quiet", action="store_true", help="say nothing but errors")
    options.add_data(parser)
    options.add_as_of(parser)
    options.add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    from ospora.cli._scan import run_scan

    return run_scan(arguments)
