# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Small lakes written by hand, and one number out of them."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
from dataclasses import dataclass, field
from typing import Any

import duckdb

from ospora.core.windows import UTC, Window
from ospora.metrics._compute import Options, compute_months, compute_window, load_metrics, prepare

COLUMNS = {
    "commits": """commit_id VARCHAR, authored_at TIMESTAMP, authored_offset_minutes INTEGER, author_id VARCHAR,
        committed_at TIMESTAMP, committed_offset_minutes INTEGER, committer_id VARCHAR, parent_ids VARCHAR[],
        is_merge BOOLEAN, is_boundary BOOLEAN""",
    "trailers": """commit_id VARCHAR, authored_at TIMESTAMP, is_merge BOOLEAN, position INTEGER, key VARCHAR,
        role VARCHAR, identity_id VARCHAR""",
    "changes": """commit_id VARCHAR, authored_at TIMESTAMP, author_id VARCHAR, path VARCHAR, status VARCHAR,
        lines_added BIGINT, lines_deleted BIGINT, lines_status VARCHAR, kind VARCHAR""",
    "files": """path VARCHAR, blob_id VARCHAR, mode VARCHAR, bytes BIGINT, lines BIGINT, language VARCHAR,
        language_type VARCHAR, kind VARCHAR, is_binary BOOLEAN, is_vendored BOOLEAN, is_generated BOOLEAN,
        is_lfs_pointer BOOLEAN""",
    "tags": """name VARCHAR, commit_id VARCHAR, tagged_at TIMESTAMP, tagged_at_source VARCHAR, version VARCHAR,
        is_release BOOLEAN, is_prerelease BOOLEAN""",
    "people": "identity_id VARCHAR, person_id VARCHAR, class VARCHAR, rule VARCHAR",
    "projects": """name VARCHAR, unit VARCHAR, role VARCHAR, source VARCHAR, repository VARCHAR, branch VARCHAR,
        tip VARCHAR, depth VARCHAR, commit_count BIGINT, is_shallow BOOLEAN, is_partial BOOLEAN, state VARCHAR,
        state_reason VARCHAR""",
}

METRICS = {module.METRIC.id: module for module in load_metrics()}


def at(text: str) -> dt.datetime:
    """An instant in UTC from a date or a date and time."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=UTC)


AS_OF = at("2026-11-22")


@dataclass
class History:
    """Rows of a lake. People are named by short words; bots by words in `bots`, agents by words in `agents`."""

    bots: set[str] = field(default_factory=lambda: {"bot"})
    agents: set[str] = field(default_factory=lambda: {"agent"})
    rows: dict[str, list[tuple[Any, ...]]] = field(default_factory=lambda: {name: [] for name in COLUMNS})
    numbers: itertools.count[int] = field(default_factory=itertools.count)
    seen: dict[tuple[str, str], str] = field(default_factory=dict)

    def project(
        self, name: str, *, depth: str | None = "lines", state: str = "ok", shallow: bool = False, partial: bool = False
    ) -> History:
        """Add a project; without this, the projects that commits name are there at depth lines."""
        row = (name, name, None, None, "", "", "main", "", depth, 0, shallow, partial, state, None)
        self.rows["projects"] = [*(r for r in self.rows["projects"] if r[0] != name), row]
        return self

    def same_person(self, *identities: str, project: str = "p") -> History:
        """Say that some identities are one person: the first of them."""
        for identity in identities:
            self.seen[project, identity] = identities[0]
        return self

    def commit(
        self,
        when: str | dt.datetime | None,
        who: str = "ann",
        *,
        project: str = "p",
        committer: str | None = None,
        committed: str | dt.datetime | None = "",
        offset: int | None = 120,
        merge: bool = False,
        boundary: bool = False,
        trailers: dict[str, list[str]] | None = None,
        changes: list[tuple[Any, ...]] | None = None,
    ) -> History:
        """Add a commit. trailers: role → people. changes: (path, added, deleted, status of lines, kind)."""
        commit_id = f"{next(self.numbers):040x}"
        authored = _naive(when)
        done = authored if committed == "" else _naive(committed)
        parents = [f"{n:040x}" for n in ((1, 2) if merge else (1,))]
        by = self._identity(project, who)
        applied = self._identity(project, committer or who)
        self.rows["commits"].append(
            (project, commit_id, authored, offset, by, done, offset, applied, parents, merge, boundary)
        )
        named = [(role, name) for role, names in (trailers or {}).items() for name in names]
        for position, (role, name) in enumerate(named):
            identity = self._identity(project, name)
            self.rows["trailers"].append((project, commit_id, authored, merge, position, f"{role}-by", role, identity))
        for path, added, deleted, status, kind in changes or []:
            self.rows["changes"].append((project, commit_id, authored, by, path, "M", added, deleted, status, kind))
        return self

    def commits(self, whens: list[str], who: str = "ann", **more: Any) -> History:
        """Add several commits of one person."""
        for when in whens:
            self.commit(when, who, **more)
        return self

    def tag(
        self, name: str, when: str | None, *, project: str = "p", release: bool = True, pre: bool = False
    ) -> History:
        """Add a tag."""
        self._known(project)
        self.rows["tags"].append((project, name, None, _naive(when), "tagger", name, release, pre))
        return self

    def file(
        self,
        path: str,
        size: int | None,
        language: str | None,
        kind: str = "programming",
        *,
        project: str = "p",
        **flags: bool,
    ) -> History:
        """Add a file at the tip. flags: binary, vendored, generated, lfs."""
        self._known(project)
        marks = [flags.get(flag, False) for flag in ("binary", "vendored", "generated", "lfs")]
        self.rows["files"].append((project, path, "", "100644", size, None, language, kind, "code", *marks))
        return self

    def tables(self) -> dict[str, list[tuple[Any, ...]]]:
        """Rows of every table."""
        people = [
            (project, identity, person, self._kind(identity), None) for (project, identity), person in self.seen.items()
        ]
        return {**self.rows, "people": people}

    def connect(self, *, without: str | None = None) -> duckdb.DuckDBPyConnection:
        """A DuckDB that holds the tables. without: a table that is left out."""
        return connect({name: rows for name, rows in self.tables().items() if name != without})

    def _identity(self, project: str, name: str) -> str:
        self._known(project)
        self.seen.setdefault((project, name), name)
        return name

    def _known(self, project: str) -> None:
        if project not in {row[0] for row in self.rows["projects"]}:
            self.project(project)

    def _kind(self, name: str) -> str:
        return "automation" if name in self.bots else "ai_agent" if name in self.agents else "human"


@functools.cache
def _database() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 1})


def connect(tables: dict[str, list[tuple[Any, ...]]]) -> duckdb.DuckDBPyConnection:
    """A connection of its own, to one database for all tests, with temporary tables that hold these rows."""
    connection = _database().cursor()
    connection.execute(";".join(f"CREATE TEMP TABLE {name} (project_id VARCHAR, {COLUMNS[name]})" for name in tables))
    for name, rows in tables.items():
        if rows:
            marks = "(" + ", ".join("?" * len(rows[0])) + ")"
            values = [value for row in rows for value in row]
            connection.execute(f"INSERT INTO {name} VALUES {', '.join([marks] * len(rows))}", values)
    return connection


def rows_of(
    history: History,
    metric: str,
    *,
    start: str | None = None,
    end: str | None = None,
    as_of: dt.datetime = AS_OF,
    months: bool = False,
    options: Options = Options(),  # noqa: B008 - frozen
) -> list[Any]:
    """Values of one metric over one window, or over its months."""
    window = Window(start=at(start) if start else None, end=at(end) if end else as_of)
    with history.connect() as connection:
        prepare(connection, as_of=as_of, options=options, metrics=[METRICS[metric]])
        compute = compute_months if months else compute_window
        return compute(connection, [METRICS[metric]], window)


def row_of(history: History, metric: str, dimension: str = "", item: str = "", **asked: Any) -> Any:
    """The one row of a metric with this dimension and item."""
    (row,) = [row for row in rows_of(history, metric, **asked) if (row.dimension, row.item) == (dimension, item)]
    return row


def value(history: History, metric: str, dimension: str = "", item: str = "", **asked: Any) -> float | None:
    """One number."""
    return row_of(history, metric, dimension, item, **asked).value


def reason(
    history: History, metric: str, dimension: str = "", item: str = "", **asked: Any
) -> tuple[float | None, str]:
    """A value, which should be null, and why it is."""
    row = row_of(history, metric, dimension, item, **asked)
    return row.value, row.reason


def by_item(history: History, metric: str, dimension: str, **asked: Any) -> dict[str, float | None]:
    """Item → value of one dimension."""
    return {row.item: row.value for row in rows_of(history, metric, **asked) if row.dimension == dimension}


def by_month(history: History, metric: str, dimension: str = "", **asked: Any) -> dict[str, float | None]:
    """Month → value."""
    rows = rows_of(history, metric, months=True, **asked)
    return {f"{row.period_start:%Y-%m}": row.value for row in rows if row.dimension == dimension}


def _naive(when: str | dt.datetime | None) -> dt.datetime | None:
    if when is None:
        return None
    return dt.datetime.fromisoformat(when) if isinstance(when, str) else when.replace(tzinfo=None)
