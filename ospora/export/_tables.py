# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Export the tables of a lake: the same facts give the same bytes, whatever order they were collected in."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from ospora.core.errors import LakeError, UsageError
from ospora.core.members import load_members
from ospora.facts._table import Table
from ospora.lake.lake import ALL_TABLES

if TYPE_CHECKING:
    import duckdb


class ExportModule(Protocol):
    """What every format of this room offers."""

    EXTENSION: str
    """Ending of the files that it writes."""
    COPY_OPTIONS: str
    """Options of DuckDB's COPY that write the format."""

    def column(self, name: str, type: str) -> str:  # noqa: A002 - the SQL word
        """SQL of one column as this format shows it. type: its SQL type."""


def load_formats() -> dict[str, ExportModule]:
    """Formats by name."""
    modules = load_members("ospora.export")
    return {module.__name__.rpartition(".")[2]: cast(ExportModule, module) for module in modules}


def export_tables(
    connection: duckdb.DuckDBPyConnection, *, folder: Path, format_name: str, tables: Sequence[str] = ()
) -> list[Path]:
    """Write tables of a lake as files, one a table, rows in the order of the table's key.

    connection: as Lake.connect gives it. tables: names; all when empty.
    Errors: UsageError for an unknown format or table; LakeError when the folder cannot be written.
    """
    formats = load_formats()
    if format_name not in formats:
        raise UsageError(f"There is no format {format_name!r}; choose one of {', '.join(formats)}.")
    unknown = [name for name in tables if name not in ALL_TABLES]
    if unknown:
        raise UsageError(f"There is no table {unknown[0]!r}; the tables are {', '.join(ALL_TABLES)}.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LakeError(f"{folder} could not be made: {error.strerror}.") from None
    wanted = [table for name, table in ALL_TABLES.items() if not tables or name in tables]
    return [_export(connection, table, formats[format_name], folder=folder) for table in wanted]


def _export(connection: duckdb.DuckDBPyConnection, table: Table, form: ExportModule, *, folder: Path) -> Path:
    import duckdb

    target = folder / f"{table.name}.{form.EXTENSION}"
    beside = folder / f".{target.name}.{os.getpid()}"
    columns = ", ".join(form.column(name, type_) for name, type_ in table.column_types.items())
    order = ", ".join(f'"{name}" NULLS FIRST' for name in table.key)
    query = f'SELECT {columns} FROM "{table.name}" ORDER BY {order}'
    try:
        connection.execute("SET threads = 1")  # one writer, so that files are cut at the same rows every time
        connection.execute(f"COPY ({query}) TO '{str(beside).replace(chr(39), chr(39) * 2)}' ({form.COPY_OPTIONS})")
        beside.replace(target)
    except (duckdb.Error, OSError) as error:
        raise LakeError(f"{target} could not be written: {str(error).splitlines()[0]}") from None
    finally:
        beside.unlink(missing_ok=True)
    return target
