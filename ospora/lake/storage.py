# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Write tables as Parquet files, beside the old ones, whole or not at all."""

from __future__ import annotations

import functools
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ospora.core.errors import LakeError
from ospora.core.sql import sql_text
from ospora.facts._table import Table

if TYPE_CHECKING:
    import duckdb

_MEMORY_LIMIT = "256MB"
_LOCK = threading.Lock()


def new_connection(*, threads: int, memory_limit: str | None = None) -> duckdb.DuckDBPyConnection:
    """A DuckDB in memory that loads no extension from outside."""
    import duckdb  # 0.3 s: only commands that touch tables pay it

    connection = duckdb.connect(":memory:")
    connection.execute("SET autoinstall_known_extensions = false")
    connection.execute("SET autoload_known_extensions = false")
    connection.execute(f"SET threads = {threads}")
    if memory_limit is not None:
        connection.execute(f"SET memory_limit = '{memory_limit}'")
    return connection


@functools.cache
def _writer(_process: int) -> duckdb.DuckDBPyConnection:
    return new_connection(threads=1, memory_limit=_MEMORY_LIMIT)


def warm_up() -> None:
    """Load DuckDB in a thread, while git is at work: a scan will need it in a moment."""
    threading.Thread(target=_take_writer, daemon=True).start()


def _take_writer() -> None:
    with writer():
        pass


@contextmanager
def writer() -> Iterator[duckdb.DuckDBPyConnection]:
    """The connection that this process writes with, one user at a time.

    Errors: LakeError when DuckDB cannot read or write a file.
    """
    import duckdb

    with _LOCK:
        try:
            yield _writer(os.getpid())
        except duckdb.Error as error:
            raise LakeError(f"A table could not be written: {_first_line(error)}") from error


def empty_select(table: Table) -> str:
    """SQL for a table without rows."""
    columns = ", ".join(f'CAST(NULL AS {type_}) AS "{name}"' for name, type_ in table.column_types.items())
    return f"SELECT {columns} LIMIT 0"


def store_rows(table: Table, texts: Sequence[Path], *, target: Path, project_id: str) -> None:
    """Turn text files of rows into one Parquet file that appears whole under its name.

    texts: files as written with the row functions of the table's module; a table without rows is a file too.
    """
    fields = ", ".join(f"'{column.name}': '{column.read_as}'" for column in table.columns)
    columns = ", ".join(column.selected for column in table.columns)
    filled = [path for path in texts if path.stat().st_size]
    files = ", ".join(sql_text(str(path)) for path in filled)
    if not filled:
        store_query(empty_select(table), target=target)
        return
    # Every option is named: nothing is guessed from hostile input. \n ends rows; \r stands only within quotes.
    query = f"""
        SELECT {sql_text(project_id)} AS project_id, {columns}
        FROM read_csv([{files}], columns = {{{fields}}}, auto_detect = false, header = false, delim = '\t',
            quote = '"', escape = '"', nullstr = '', comment = '', new_line = '\\n', parallel = false,
            strict_mode = false, max_line_size = 16777216)
    """
    store_query(query, target=target)


def store_query(query: str, *, target: Path) -> None:
    """Write the rows of a query as one Parquet file that appears whole under its name."""
    with writer() as connection:
        copy_query(connection, query, target=target)


def copy_query(connection: duckdb.DuckDBPyConnection, query: str, *, target: Path) -> None:
    """Write the rows of a query over a connection as one Parquet file that appears whole under its name.

    Errors: LakeError when the disk is full or may not be written.
    """
    import duckdb

    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        connection.execute(f"COPY ({query}) TO {sql_text(str(beside))} (FORMAT parquet, COMPRESSION zstd)")
        os.replace(beside, target)
    except duckdb.Error as error:
        raise LakeError(f"{target} could not be written: {_first_line(error)}") from error
    except OSError as error:
        raise LakeError(
            f"{target} could not be written ({error.strerror}); check the space and rights of the disk."
        ) from None
    finally:
        beside.unlink(missing_ok=True)


def write_whole(path: Path, content: str) -> None:
    """Write a small file so that a reader finds the old content or the new one, never a part.

    Errors: LakeError when the disk is full or may not be written.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with open(beside, "w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise LakeError(
            f"{path} could not be written ({error.strerror}); check the space and rights of the disk."
        ) from None


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0][:300] if str(error) else type(error).__name__
