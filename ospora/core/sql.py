# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Pieces of SQL that cannot be bound as parameters, quoted in one place."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def sql_text(value: str) -> str:
    """A text as SQL literal."""
    return "'" + value.replace("'", "''") + "'"


def parquet_rows(paths: Path | Iterable[Path]) -> str:
    """The rows of one or more Parquet files, as something that a query can select from."""
    files = [paths] if isinstance(paths, Path) else list(paths)
    return f"read_parquet([{', '.join(sql_text(str(path)) for path in files)}])"
