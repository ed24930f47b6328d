# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Open a lake: which projects it holds, and their tables as DuckDB views. Reading takes no lock."""

from __future__ import annotations

import datetime as dt
import difflib
import fcntl
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from ospora.core.display import visible
from ospora.core.errors import LakeError, UsageError
from ospora.core.members import load_members
from ospora.core.sql import parquet_rows, sql_text
from ospora.facts import projects, values
from ospora.facts._table import Table
from ospora.lake.manifest import SCHEMA_VERSION, Manifest, load_manifest
from ospora.lake.storage import copy_query, empty_select, new_connection, write_whole

if TYPE_CHECKING:
    import duckdb

_VALUES_FILE = re.compile(r"values-(\d{1,18})\.parquet\Z")
_PARQUET_MAGIC = b"PAR1"
_ORPHANS_SECONDS = 30.0
_ORPHANS_CHECK_SECONDS = 0.05
ALL_TABLES: dict[str, Table] = {module.TABLE.name: module.TABLE for module in load_members("ospora.facts")}
# Two tables are no files of a project: one is made of the manifests, the other is published for all projects at once.
_STORED = {name: table for name, table in ALL_TABLES.items() if name not in ("projects", "values")}


class Lake:
    """A data folder.

    root: the folder; it need not exist before the first scan.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def vault_folder(self) -> Path:
        """Where names are kept."""
        return self.root / "vault"

    def folder(self, project_id: str) -> Path:
        """Where the tables of a project are kept."""
        return self.root / "projects" / project_id

    def clone_path(self, project_id: str) -> Path:
        """Where Ospora's own copy of a remote repository is kept."""
        return self.root / "clones" / f"{project_id}.git"

    def prepare(self) -> None:
        """Make the folders of a new lake.

        Errors: LakeError when the data folder cannot be written, or is of a newer Ospora.
        """
        try:
            for name in ("projects", "clones", "values", "tmp"):
                (self.root / name).mkdir(parents=True, exist_ok=True)
            marker = self.root / "lake.json"
            if not marker.exists():
                write_whole(marker, json.dumps({"schema": SCHEMA_VERSION}) + "\n")
            if not os.access(self.root / "projects", os.W_OK):
                raise PermissionError(13, "no right to write", str(self.root))
        except OSError as error:
            raise LakeError(
                f"The data folder {self.root} cannot be written ({error.strerror}); check its rights, or choose another with --data."
            ) from None
        self.check()

    def check(self) -> None:
        """Make sure that this version of Ospora can read the lake.

        Errors: LakeError when the lake is damaged, or of another version.
        """
        marker = self.root / "lake.json"
        try:
            stored = json.loads(marker.read_text("utf-8"))
        except (OSError, ValueError, RecursionError) as error:
            raise LakeError(f"{marker} is damaged ({error}); remove it and scan again.") from None
        if not isinstance(stored, dict):
            raise LakeError(f"{marker} is damaged (it is no JSON object); remove it and scan again.")
        if stored.get("schema") != SCHEMA_VERSION:
            raise LakeError(f"{self.root} was written by another version of Ospora; choose another folder with --data.")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the right to write: one scan at a time. The right ends with the process, however it ends.

        Errors: LakeError when another scan is at work on this lake.
        """
        with open(self.root / "scan.lock", "a+", encoding="ascii") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.seek(0)
                holder = lock.read(20).strip() or "unknown"
                raise LakeError(
                    f"Another scan (process {holder}) is writing to {self.root}; wait for it, or use another folder with --data."
                ) from None
            lock.truncate(0)
            lock.write(f"{os.getpid()}\n")
            lock.flush()
            self._wait_for_orphans()
            yield

    def take_part_in_writing(self) -> IO[str]:
        """For a worker: say for as long as the file is open that it may be writing on behalf of a scan."""
        lock = open(self.root / "workers.lock", "a+", encoding="ascii")  # noqa: SIM115 - it closes with the process
        fcntl.flock(lock, fcntl.LOCK_SH)
        return lock

    def _wait_for_orphans(self) -> None:
        """Workers of a scan that was killed end within a second; before that they could still write.

        Errors: LakeError when they do not end.
        """
        with open(self.root / "workers.lock", "a+", encoding="ascii") as lock:
            deadline = time.monotonic() + _ORPHANS_SECONDS
            while True:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    return
                except BlockingIOError:
                    if time.monotonic() > deadline:
                        raise LakeError(
                            f"Processes of a scan that ended are still writing to {self.root}; end them, then scan again."
                        ) from None
                    time.sleep(_ORPHANS_CHECK_SECONDS)

    def remove_leftovers(self) -> None:
        """Remove what scans that were killed left, and published values that are damaged. Only the one who writes may."""
        for path in (self.root / "tmp").iterdir():
            shutil.rmtree(path, ignore_errors=True)
        try:
            published = self.values_file()
        except LakeError:
            pass
        else:
            if published is None or _is_parquet(published):
                return
        self._values_marker.unlink(missing_ok=True)  # nothing is published then: this scan computes it all anew

    def temporary_folder(self) -> tempfile.TemporaryDirectory[str]:
        """A folder for text on its way into tables, on the lake's own disk."""
        return tempfile.TemporaryDirectory(dir=self.root / "tmp", prefix=f"{os.getpid()}-")

    def manifests(self) -> list[Manifest]:
        """Every project of the lake, sorted by id."""
        folders = sorted(path.parent for path in (self.root / "projects").glob("*/manifest.json"))
        return [manifest for folder in folders if (manifest := load_manifest(folder)) is not None]

    def find(self, asked: str) -> Manifest:
        """The project that a user means: by id, name, source, path, or an unambiguous end or start of the name.

        Errors: UsageError when there is none, or more than one.
        """
        everything = self.manifests()
        if not everything:
            raise UsageError(f"There is nothing in {self.root} yet; run `ospora scan SOURCE` first.")
        path = str(Path(asked).resolve())
        # A name or path with unprintable characters is also known by how it is shown.
        exact = [
            m
            for m in everything
            if visible(asked) in (m.project_id, visible(m.name), visible(m.source))
            or visible(path) == visible(m.source)
        ]
        near = [m for m in everything if m.name.startswith(asked) or m.name.endswith(f"/{asked}")]
        found = exact or near
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(m.project_id for m in found[:5])
            raise UsageError(f"{visible(asked)!r} can mean {len(found)} projects ({names}); name one by its id.")
        close = difflib.get_close_matches(asked, [m.name for m in everything], n=3) or [m.name for m in everything[:3]]
        raise UsageError(
            f"There is no project {visible(asked)!r} in {self.root}; did you mean {', '.join(map(visible, close))}?"
        )

    def table_files(self, manifests: Sequence[Manifest]) -> dict[str, list[Path]]:
        """The Parquet files of each table of some projects."""
        found: dict[str, list[Path]] = {name: [] for name in _STORED}
        for manifest in manifests:
            folder = self.folder(manifest.project_id)
            for part in manifest.parts:
                found["commits"].append(folder / part.commits)
                found["trailers"].append(folder / part.trailers)
                if part.changes is not None:
                    found["changes"].append(folder / part.changes)
            named = {
                "files": manifest.files.file if manifest.files else None,
                "tags": manifest.tags,
                "people": manifest.people,
            }
            for table, name in named.items():
                if name is not None:
                    found[table].append(folder / name)
        return found

    def has_all_files(self, manifest: Manifest) -> bool:
        """Whether every file that a manifest names is there."""
        folder = self.folder(manifest.project_id)
        return all((folder / name).exists() for name in manifest.file_names())

    @contextmanager
    def connect(
        self, *, manifests: Sequence[Manifest] | None = None, threads: int = 2
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        """A DuckDB with a view for each table of the lake, as the manifests say at this moment; closed at the end.

        manifests: which projects; all when None.
        Errors: LakeError when a table cannot be read, also while the connection is in use.
        """
        import duckdb  # noqa: PLC0415 - 0.3 s: only commands that touch tables pay it

        chosen = self.manifests() if manifests is None else list(manifests)
        try:
            with new_connection(threads=threads) as connection:
                self._add_tables(connection, chosen)
                yield connection
        except duckdb.Error as error:
            raise LakeError(self._unreadable(chosen, error)) from error

    def _add_tables(self, connection: duckdb.DuckDBPyConnection, chosen: Sequence[Manifest]) -> None:
        for name, query in self.table_queries(chosen).items():
            connection.execute(f'CREATE VIEW "{name}" AS {query}')
        connection.execute(f"CREATE TABLE projects AS {empty_select(projects.TABLE)}")
        rows = [project_row(manifest) for manifest in chosen]
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            connection.executemany(f"INSERT INTO projects VALUES ({marks})", rows)
        chosen_ids = ", ".join(sql_text(manifest.project_id) for manifest in chosen) or "NULL"
        stored = self.values_file()
        kept = (
            f"SELECT * FROM {parquet_rows(stored)} WHERE project_id IN ({chosen_ids})"
            if stored
            else empty_select(values.TABLE)
        )
        connection.execute(f'CREATE VIEW "values" AS {kept}')

    def _unreadable(self, chosen: Sequence[Manifest], error: duckdb.Error) -> str:
        """What to do about tables that cannot be read: name the file when it is plain which one is damaged."""
        for path in (path for paths in self.table_files(chosen).values() for path in paths):
            if not _is_parquet(path):
                return f"{path} is missing or damaged; remove the folder {path.parent} and scan the project again."
        stored = self.values_file()
        if stored is not None and not _is_parquet(stored):
            return f"{stored} is missing or damaged; scan again."
        said = (str(error).splitlines() or [type(error).__name__])[0][:300]
        return f"The tables in {self.root} could not be read ({said}); if a file is damaged, remove its folder and scan again."

    def table_queries(self, manifests: Sequence[Manifest]) -> dict[str, str]:
        """SQL that reads each table of some projects from its files."""
        return {
            name: f"SELECT * FROM {parquet_rows(paths)}" if paths else empty_select(_STORED[name])
            for name, paths in self.table_files(manifests).items()
        }

    @property
    def _values_marker(self) -> Path:
        return self.root / "values" / "values.json"

    def values_file(self) -> Path | None:
        """The file of published values, or None before the first. Errors: LakeError when it is not known which."""
        stored = self._values_manifest()
        return self.root / "values" / stored["file"] if stored else None

    def values_as_of(self) -> str | None:
        """The instant up to which the published values count, ISO 8601."""
        stored = self._values_manifest()
        return stored["as_of"] if stored else None

    def values_read(self) -> dict[str, str]:
        """Project → state of its facts (see fingerprint) when its published values were computed."""
        stored = self._values_manifest()
        return dict(stored["projects"]) if stored else {}

    def publish_values(
        self, connection: duckdb.DuckDBPyConnection, query: str, *, as_of: dt.datetime, read: dict[str, str]
    ) -> None:
        """Replace the published values by the rows of a query, all at once.

        read: project → fingerprint of the facts that the values were computed from.
        """
        folder = self.root / "values"
        before = self._values_manifest()
        number = int(before["file"].removeprefix("values-").removesuffix(".parquet")) + 1 if before else 1
        target = folder / f"values-{number:06d}.parquet"
        copy_query(connection, query, target=target)
        manifest = {"file": target.name, "as_of": as_of.isoformat(), "projects": read}
        write_whole(self._values_marker, json.dumps(manifest, indent=1, sort_keys=True) + "\n")
        for path in folder.glob("*.parquet"):
            if path.name not in (target.name, before["file"] if before else ""):
                path.unlink(missing_ok=True)

    def _values_manifest(self) -> dict[str, Any] | None:
        stored: Any = None
        try:
            stored = json.loads(self._values_marker.read_text("utf-8"))
            whole = (
                _VALUES_FILE.match(stored["file"]) is not None
                and dt.datetime.fromisoformat(stored["as_of"]).tzinfo is not None
                and all(isinstance(state, str) for state in stored["projects"].values())
            )
        except FileNotFoundError:
            return None
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            whole = False
        if not whole:
            raise LakeError(f"{self._values_marker} is damaged; scan again.")
        return dict(stored)


def project_row(manifest: Manifest) -> tuple[object, ...]:
    """The row of `projects` that a manifest stands for; text that came with the repository is made safe to show."""
    reading = manifest.reading
    lost_mailmap = reading.mailmap != reading.readable_mailmap
    is_partial = reading.is_partial or lost_mailmap or any(part.missing_lines for part in manifest.parts)
    return (
        manifest.project_id,
        visible(manifest.name),
        manifest.unit,
        manifest.role,
        visible(manifest.source),
        _visible_or_none(manifest.repository),
        _visible_or_none(reading.branch),
        reading.tip,
        manifest.depth,
        manifest.commit_count,
        bool(reading.shallow),
        is_partial,
        manifest.state,
        _visible_or_none(manifest.reason),
    )


def fingerprint(manifest: Manifest) -> str:
    """Changes whenever the facts of a project or its state change."""
    return ":".join((manifest.state, manifest.depth or "", str(manifest.commit_count), *sorted(manifest.file_names())))


def _visible_or_none(text: str | None) -> str | None:
    return None if text is None else visible(text)


def _is_parquet(path: Path) -> bool:
    """Whether a file is there and begins and ends as Parquet does: enough to tell what was cut or overwritten."""
    try:
        with path.open("rb") as file:
            begins = file.read(len(_PARQUET_MAGIC))
            end = file.seek(-len(_PARQUET_MAGIC), os.SEEK_END)
            return begins == file.read() == _PARQUET_MAGIC and end > len(_PARQUET_MAGIC)
    except OSError:
        return False
