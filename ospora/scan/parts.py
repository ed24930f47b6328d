# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Parts: the commits of a project in portions that are written, thinned out and joined as files."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ospora.collect.history import CommitRecord
from ospora.core.sql import parquet_rows
from ospora.facts import commits as commits_table
from ospora.facts import trailers as trailers_table
from ospora.facts._table import Table
from ospora.lake.lake import Lake
from ospora.lake.manifest import Manifest, Part
from ospora.lake.storage import store_query, store_rows, writer
from ospora.lake.vault import Vault

PART_COMMITS = 32_768
SMALL_PART_COMMITS = 1_024
SMALL_PARTS_KEPT = 16


@dataclass(frozen=True)
class PartStore:
    """Writes the parts of one project into its folder."""

    lake: Lake
    project_id: str

    @property
    def folder(self) -> Path:
        """The project's folder."""
        return self.lake.folder(self.project_id)

    def write(
        self, commits: Iterator[CommitRecord], *, vault: Vault, boundary: Iterable[str], start: int
    ) -> tuple[Part, ...]:
        """Write commits as parts of at most PART_COMMITS. boundary: where a shallow clone ends. start: first number."""
        ends = {oid.encode() for oid in boundary}
        parts: list[Part] = []
        for number in itertools.count(start):
            part = self._write_one(itertools.islice(commits, PART_COMMITS), vault=vault, boundary=ends, number=number)
            if part.commit_count:
                parts.append(part)
            if part.commit_count < PART_COMMITS:
                break
        return tuple(parts)

    def without(self, part: Part, lost: Sequence[str], *, number: int) -> Part:
        """A part without some commits; the same part when it holds none of them."""
        with writer() as connection:
            connection.execute("CREATE OR REPLACE TEMP TABLE lost AS SELECT unnest(?) AS commit_id", [list(lost)])
            query = f"SELECT count(*) FROM {self._read(part.commits)} WHERE commit_id IN (FROM lost)"
            found = connection.execute(query).fetchone()
        if not found or not found[0]:
            return part
        kept = _numbered(part, number)
        for old, new in zip(_files(part), _files(kept), strict=True):
            rows = f"SELECT * FROM {self._read(old)} WHERE commit_id NOT IN (FROM lost)"
            store_query(rows, target=self.folder / new)
        return replace(kept, commit_count=part.commit_count - found[0])

    def compact(self, parts: tuple[Part, ...], *, number: int) -> tuple[Part, ...]:
        """Join small parts when many scans have left many of them; parts of different depths stay apart."""
        kinds = {(part.depth, part.changes is None) for part in parts}
        for kind in sorted(kinds):
            small = [
                part
                for part in parts
                if part.commit_count < SMALL_PART_COMMITS and (part.depth, part.changes is None) == kind
            ]
            if len(small) > SMALL_PARTS_KEPT:
                joined = self._join(small, number=number)
                return (*(part for part in parts if part not in small), joined)
        return parts

    def _join(self, small: Sequence[Part], *, number: int) -> Part:
        joined = replace(
            _numbered(small[0], number),
            commit_count=sum(part.commit_count for part in small),
            missing_lines=sum(part.missing_lines for part in small),
        )
        for files, new in zip(zip(*map(_files, small), strict=True), _files(joined), strict=True):
            rows = parquet_rows(self.folder / name for name in files)
            store_query(f"SELECT * FROM {rows}", target=self.folder / new)
        return joined

    def identities(self, parts: Sequence[Part]) -> set[str]:
        """Pseudonyms of everybody whom the commits and trailers of some parts name."""
        if not parts:
            return set()
        commits = parquet_rows(self.folder / part.commits for part in parts)
        trailers = parquet_rows(self.folder / part.trailers for part in parts)
        query = f"""
            SELECT author_id FROM {commits} UNION SELECT committer_id FROM {commits}
            UNION SELECT identity_id FROM {trailers}
        """
        with writer() as connection:
            return {row[0] for row in connection.execute(query).fetchall()}

    def store_lines(self, table: Table, lines: Iterable[bytes]) -> str:
        """Write a small table as one file named for its content, and return the name."""
        digest = hashlib.sha256()
        with self.lake.temporary_folder() as temporary:
            text = Path(temporary, table.name)
            with text.open("wb") as file:
                for line in lines:
                    digest.update(line + b"\n")
                    file.write(line + b"\n")
            name = f"{table.name}-{digest.hexdigest()[:16]}.parquet"
            self.store(table, [text], name)
        return name

    def store(self, table: Table, texts: Sequence[Path], name: str) -> None:
        """Turn text files of rows into a file of the project's folder."""
        store_rows(table, texts, target=self.folder / name, project_id=self.project_id)

    def _write_one(self, commits: Iterable[CommitRecord], *, vault: Vault, boundary: set[bytes], number: int) -> Part:
        identity = vault.identity_writer()
        count = 0
        part = Part(_name("commits", number), _name("trailers", number), None, "metadata", 0)
        with self.lake.temporary_folder() as temporary:
            commit_text, trailer_text = Path(temporary, "commits"), Path(temporary, "trailers")
            with commit_text.open("wb") as commit_rows, trailer_text.open("wb") as trailer_rows:
                for count, commit in enumerate(commits, 1):  # noqa: B007 - how many there were is asked below
                    row = commits_table.row(commit, identity=identity, is_boundary=commit.oid in boundary)
                    commit_rows.write(row + b"\n")
                    if commit.trailers:
                        trailer_rows.writelines(line + b"\n" for line in trailers_table.rows(commit, identity=identity))
            if count:
                self.store(commits_table.TABLE, [commit_text], part.commits)
                self.store(trailers_table.TABLE, [trailer_text], part.trailers)
        return replace(part, commit_count=count)

    def _read(self, name: str) -> str:
        return parquet_rows(self.folder / name)


def next_number(manifest: Manifest) -> int:
    """First part number that no file of the manifest uses."""
    numbered = (name for name in manifest.file_names() if name.startswith(("commits-", "trailers-", "changes-")))
    return max((int(name.split("-")[1].split(".")[0]) for name in numbered), default=0) + 1


def changes_name(part: Part, depth: str) -> str:
    """Name of the file of changes that belongs to a part."""
    number = int(part.commits.split("-")[1].split(".")[0])
    return f"changes-{number:06d}-{depth}.parquet"


def _name(table: str, number: int) -> str:
    return f"{table}-{number:06d}.parquet"


def _files(part: Part) -> tuple[str, ...]:
    return tuple(name for name in (part.commits, part.trailers, part.changes) if name is not None)


def _numbered(part: Part, number: int) -> Part:
    renamed = replace(part, commits=_name("commits", number), trailers=_name("trailers", number))
    return replace(renamed, changes=changes_name(renamed, part.depth) if part.changes is not None else None)
