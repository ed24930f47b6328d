# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Write a report on projects: one self-contained HTML file, or Markdown."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ospora.cli import _options as options
from ospora.core.display import visible
from ospora.core.errors import LakeError

HELP = "write a report as one HTML file, or as Markdown"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("projects", nargs="*", metavar="PROJECT", help="names or ids (default: all)")
    parser.add_argument("--format", choices=("html", "markdown"), default="html", help="default: html")
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="where to (default: ospora-report.html or .md; - is standard output)"
    )
    options.add_as_of(parser)
    options.add_data(parser)


def run(arguments: argparse.Namespace) -> int:
    from ospora.cli._report import open_report
    from ospora.report.html import render_html
    from ospora.report.markdown import render_markdown

    content = open_report(arguments)
    text = render_html(content) if arguments.format == "html" else render_markdown(content)
    target = arguments.out or Path("ospora-report.html" if arguments.format == "html" else "ospora-report.md")
    if str(target) == "-":
        options.print_text(text)
        return 0
    try:
        target.write_text(text, encoding="utf-8")
    except OSError as error:
        raise LakeError(f"{target} could not be written: {error.strerror}.") from None
    sys.stderr.write(
        f"Wrote {visible(str(target))}; open it in {'a browser' if arguments.format == 'html' else 'an editor'}.\n"
    )
    return 0
