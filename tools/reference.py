# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Write docs/reference from the code, or with --check say which pages are not current.

A member of a room brings its own line: nothing is listed here by hand.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

from ospora.core.members import load_members
from ospora.facts._table import Table
from ospora.metrics import _reference as metrics_reference
from ospora.office import path_kinds, people_classes

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs/reference"
NOTE = "*Written by `make docs` from the code; changes here are overwritten.*\n"
# argparse lays out help differently from version to version; the page is that of the oldest Python we support.
HELP_PYTHON = (3, 11)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 when a page is not current")
    check = parser.parse_args().check
    stale = {page: text for page, text in pages().items() if _is_stale(FOLDER / page, text)}
    if check:
        for page in stale:
            print(f"docs/reference/{page} is not current; say: make docs", file=sys.stderr)
        return 1 if stale else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for page, text in stale.items():
        (FOLDER / page).write_text(text, encoding="utf-8")
        print(f"docs/reference/{page}")
    return 0


def pages() -> dict[str, str]:
    """Name of the page → its text."""
    made = {
        "exports.md": exports_page(),
        "metrics.md": metrics_reference.render_reference(),
        "path-kinds.md": path_kinds.render_reference(),
        "people-rules.md": people_classes.render_reference(),
        "tables.md": tables_page(),
    }
    if sys.version_info[:2] == HELP_PYTHON:
        made["commands.md"] = commands_page()
    return made


def tables_page() -> str:
    """Every table of the lake: grain, origin, columns."""
    tables: list[Table] = [member.TABLE for member in load_members("ospora.facts")]
    return _page(
        "Tables",
        "What the lake holds: one folder for each project, one Parquet file or more for each table.",
        *(_table_section(one) for one in tables),
    )


def _table_section(table: Table) -> list[str]:
    columns = [f"| `{name}` | {type_name} |" for name, type_name in table.column_types.items()]
    return [
        f"## {table.name}",
        "",
        f"One row: {table.grain}.",
        f"From: {table.origin}.",
        f"Ordered by: {', '.join(f'`{name}`' for name in table.key)}.",
        "",
        "| column | type |",
        "|---|---|",
        *columns,
    ]


def exports_page() -> str:
    """Every format that `ospora export` writes: the first line of its module says what it is."""
    formats = [f"| `{_name(member)}` | {_cell(_first_line(member))} |" for member in load_members("ospora.export")]
    return _page("Exports", "What `ospora export` writes.", ["| format | what it is |", "|---|---|", *formats])


def commands_page() -> str:
    """The help of every command, as the command prints it."""
    verbs = [_name(member) for member in load_members("ospora.cli")]
    helps = [["## ospora", "", "```text", _help(), "```"]]
    helps += [[f"## ospora {verb}", "", "```text", _help(verb), "```"] for verb in verbs]
    return _page("Commands", "What each command prints when it is asked with `--help`.", *helps)


def _help(*verb: str) -> str:
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1"}
    command = [sys.executable, "-m", "ospora", *verb, "--help"]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    ).stdout.rstrip()


def _page(title: str, sentence: str, *sections: list[str]) -> str:
    blocks = [f"# {title}", NOTE.strip(), sentence, *("\n".join(section) for section in sections)]
    return "\n\n".join(blocks) + "\n"


def _name(member: ModuleType) -> str:
    return member.__name__.rpartition(".")[2]


def _first_line(member: ModuleType) -> str:
    return (member.__doc__ or "").strip().partition("\n")[0]


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _is_stale(page: Path, text: str) -> bool:
    return not page.exists() or page.read_text(encoding="utf-8") != text


if __name__ == "__main__":
    sys.exit(main())
