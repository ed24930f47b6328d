# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Show what is known of projects on the terminal."""

from __future__ import annotations

import argparse
import os
import sys

from ospora.cli import _options as options

HELP = "show what is known of a project on the terminal"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("projects", nargs="*", metavar="PROJECT", help="names or ids (default: all)")
    parser.add_argument(
        "--no-colour", action="store_true", help="plain text, as when the output is no terminal or NO_COLOR is set"
    )
    options.add_as_of(parser)
    options.add_data(parser)
    options.add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    from ospora.cli._report import open_report
    from ospora.report.terminal import render_terminal

    content = open_report(arguments)
    if arguments.json:
        options.print_json(content.document())
        return 0
    colour = sys.stdout.isatty() and not arguments.no_colour and "NO_COLOR" not in os.environ
    options.print_text(render_terminal(content, width=options.terminal_width(), colour=colour))
    return 0
