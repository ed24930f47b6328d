# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Scan in tests, and look at a lake as sets of rows."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from ospora.collect.sources import read_sources
from ospora.core.depths import Depth
from ospora.facts import changes, commits, files, people, tags, trailers
from ospora.lake.lake import Lake
from ospora.scan.portfolio import ScanOptions, ScanResult, scan

AS_OF = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
KEY = "5a" * 32
FACT_TABLES = [module.TABLE for module in (commits, trailers, changes, files, tags, people)]


def scan_into(lake: Path, *places: Path | str, depth: Depth = "lines", jobs: int = 1, **options) -> ScanResult:
    """Scan some repositories into a lake whose pseudonyms are the same in every test."""
    key = lake / "vault" / "key"
    if not key.exists():
        key.parent.mkdir(parents=True, exist_ok=True)
        key.write_text(KEY)
    sources, refused = read_sources([str(place) for place in places])
    assert refused == []
    return scan(sources, ScanOptions(lake, AS_OF, depth=depth, jobs=jobs, **options))


def rows(lake: Path, table: str, columns: str = "*", where: str = "true") -> list[tuple]:
    """Rows of a table, sorted."""
    with Lake(lake).connect() as connection:
        return sorted(connection.execute(f'SELECT {columns} FROM "{table}" WHERE {where}').fetchall(), key=repr)


def facts(lake: Path) -> dict[str, list[tuple]]:
    """Every row of every fact table."""
    return {table.name: rows(lake, table.name) for table in FACT_TABLES}


def everything(lake: Path) -> dict[str, list[tuple]]:
    """Every row of the lake."""
    return facts(lake) | {name: rows(lake, name) for name in ("projects", "values")}
