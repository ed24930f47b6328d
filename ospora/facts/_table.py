# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""What a table of the lake is: its columns, its grain, and how a row is written down before DuckDB stores it.

Rows travel as tab-separated text, one line a row, an empty field for null.
DuckDB's reader turns about a million such rows a second into Parquet (docs/decisions/0002).
"""

from __future__ import annotations

from dataclasses import dataclass

_NEEDS_QUOTES = frozenset(b'"\t\n\r')


@dataclass(frozen=True)
class Column:
    """One column.

    type: SQL type in the lake. read_as: SQL type of the field in the text; expression: how the field becomes
    the column, with {field} for its name, or None when a plain cast does.
    """

    name: str
    type: str
    read_as: str = "VARCHAR"
    expression: str | None = None

    @property
    def selected(self) -> str:
        """SQL that makes this column out of its field."""
        field = f'"{self.name}"'
        made = self.expression.format(field=field) if self.expression else f"CAST({field} AS {self.type})"
        return f"{made} AS {field}"


@dataclass(frozen=True)
class Table:
    """One table. grain: what one row is. origin: where rows come from. key: columns that order an export."""

    name: str
    grain: str
    origin: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def column_types(self) -> dict[str, str]:
        """Column → SQL type, project_id first."""
        return {"project_id": "VARCHAR", **{column.name: column.type for column in self.columns}}


def text(name: str) -> Column:
    """A column of text."""
    return Column(name, "VARCHAR")


def number(name: str, *, type: str = "BIGINT") -> Column:  # noqa: A002 - the SQL word
    """A column of whole numbers."""
    return Column(name, type, read_as="BIGINT")


def truth(name: str) -> Column:
    """A column of truth values, written as 1 and 0."""
    return Column(name, "BOOLEAN", read_as="BOOLEAN")


def instant(name: str) -> Column:
    """An instant in UTC, written as epoch seconds."""
    return Column(name, "TIMESTAMP", read_as="BIGINT", expression="make_timestamp({field} * 1000000)")


def word_list(name: str) -> Column:
    """A list of words, written with spaces between them."""
    expression = "CASE WHEN {field} IS NULL THEN []::VARCHAR[] ELSE string_split({field}, ' ') END"
    return Column(name, "VARCHAR[]", expression=expression)


def field(value: bytes | None) -> bytes:
    """Text of one field: UTF-8, quoted where it must be; bytes that are no UTF-8 are shown as git shows them.

    Git's own quoting is used for those (`"caf\\351.txt"`), so that two different names never become one.
    """
    if value is None:
        return b""
    try:
        value.decode("utf-8")
    except UnicodeDecodeError:
        value = b'"' + b"".join(_git_quoted(byte) for byte in value) + b'"'
    if b"\0" in value:
        value = value.replace(b"\0", b"")
    if _NEEDS_QUOTES.isdisjoint(value):
        return value
    return b'"' + value.replace(b'"', b'""') + b'"'


def whole(value: int | None) -> bytes:
    """Text of a whole number, empty for null."""
    return b"" if value is None else b"%d" % value


def _git_quoted(byte: int) -> bytes:
    if byte in b'"\\':
        return b"\\" + bytes((byte,))
    return bytes((byte,)) if 0x20 <= byte < 0x7F else b"\\%03o" % byte
