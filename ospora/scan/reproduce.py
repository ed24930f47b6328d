# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Commands that give the same number as a metric: what plain git needs to know, and a script for DuckDB alone."""

from __future__ import annotations

import datetime as dt
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

from ospora.collect.mailmap import map_contacts
from ospora.collect.repository import Repository, object_format_of, reading_room
from ospora.core.sql import parquet_rows, sql_text
from ospora.core.windows import Window
from ospora.facts import projects
from ospora.facts.people import person_key
from ospora.lake.lake import Lake, project_row
from ospora.lake.manifest import Manifest
from ospora.lake.storage import writer
from ospora.lake.vault import Vault
from ospora.metrics._compute import Options
from ospora.metrics._definition import GitScope
from ospora.metrics._members import MetricModule
from ospora.metrics._script import sql_script


def git_scope(
    lake: Lake, manifest: Manifest, window: Window, *, as_of: dt.datetime, options: Options
) -> GitScope | None:
    """The scope of a project's git commands, or None when there is no repository to run them in.

    Names of automation leave the vault here, to be shown to the user: they are nobody's.
    """
    tip = manifest.reading.tip
    if tip is None or manifest.repository is None:
        return None
    return GitScope(
        repository=manifest.repository,
        tip=tip,
        start=window.start,
        end=window.end,
        automation=() if options.include_automation else automation_keys(lake, manifest),
        merges=options.include_merges,
        as_of=as_of,
    )


def automation_keys(lake: Lake, manifest: Manifest) -> tuple[str, ...]:
    """Person keys of everybody in a project whom the rules call automation or an AI agent, sorted."""
    reading = manifest.reading
    if manifest.people is None or reading.tip is None or manifest.repository is None:
        return ()
    rows = parquet_rows(lake.folder(manifest.project_id) / manifest.people)
    with writer() as connection:
        query = f"SELECT identity_id FROM {rows} WHERE class <> 'human' ORDER BY identity_id"
        identities = [row[0] for row in connection.execute(query).fetchall()]
    contacts = list(Vault(lake.vault_folder).contacts(identities).values())
    place = Path(manifest.repository)
    repository = Repository(git_dir=place, common_dir=place)
    with reading_room(repository, object_format=object_format_of(reading.tip), shallow=reading.shallow) as environment:
        mapped = map_contacts(environment, contacts, mailmap=reading.readable_mailmap)
    return tuple(sorted({person_key(contact).decode("utf-8", "replace") for contact in mapped}))


# What runs the script: any Python that has the package duckdb. It prints the plain value, or every part where there is none.
_RUN_SQL = """\
import sys, duckdb
connection = duckdb.connect()
*statements, last = duckdb.extract_statements(sys.stdin.read())
for statement in statements:
    connection.execute(statement)
rows = connection.execute(last).fetchall()
plain = [row[2] for row in rows if row[:2] == ("", "")]
print(*(plain or ["\\t".join(map(str, row[:3])) for row in rows]), sep="\\n")
"""


def sql_command(
    lake: Lake, manifest: Manifest, metric: MetricModule, window: Window, *, as_of: dt.datetime, options: Options
) -> str:
    """A shell command that computes a metric of a project from the Parquet files of the lake, with DuckDB and nothing of ours."""
    tables: dict[str, Sequence[str] | str] = dict(lake.table_queries([manifest]))
    cells = ", ".join(
        f'{_literal(cell)}::{type_} AS "{name}"'
        for cell, (name, type_) in zip(project_row(manifest), projects.TABLE.column_types.items(), strict=True)
    )
    tables["projects"] = f"SELECT {cells}"
    script = sql_script(
        metric, tables=tables, window=window, project_id=manifest.project_id, as_of=as_of, options=options
    )
    return f"{shlex.join([sys.executable, '-c', _RUN_SQL])} <<'SQL'\n{script}SQL"


def _literal(cell: object) -> str:
    if cell is None:
        return "NULL"
    return sql_text(cell) if isinstance(cell, str) else str(cell).lower()
