# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Second and third stage of a project: what each commit changed, and the files at the tip.

Each part is finished and named in the manifest before the next, so a scan that was killed goes on from there.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from ospora.collect.changes import read_changes
from ospora.collect.repository import Refs, Repository, object_format_of, reading_room
from ospora.core.depths import Depth, is_deeper
from ospora.core.sql import parquet_rows
from ospora.facts import changes as changes_table
from ospora.facts._table import field
from ospora.lake.manifest import FilesTable, Manifest, Part
from ospora.lake.storage import writer
from ospora.lake.vault import Vault
from ospora.office.path_kinds import PathRules
from ospora.scan.files import read_files
from ospora.scan.parts import PartStore, changes_name
from ospora.scan.task import Tick

_T = TypeVar("_T")

_LARGEST_CHUNK = 2_048
_SMALLEST_CHUNK = 128
_CACHED_PATHS = 100_000


class _Chunk(NamedTuple):
    """Some commits whose changes one git process reads into one text file."""

    commits: list[bytes]
    text: Path


@dataclass(frozen=True)
class ChangesStage:
    """Reads the changes of one project.

    save: keeps the manifest after each part. git_jobs: git processes at once.
    """

    store: PartStore
    vault: Vault
    path_rules: PathRules
    depth: Depth
    git_jobs: int
    save: Callable[[Manifest], Manifest]

    def read(self, manifest: Manifest, repository: Repository, refs: Refs, *, tick: Tick) -> Manifest:
        """The manifest after reading the changes of every part that was not read this deep yet.

        Errors: RepositoryError when a commit or tree cannot be read. Parts that were finished before stay finished.
        """
        tip = manifest.reading.tip
        if tip is None:
            return manifest
        with reading_room(repository, object_format=object_format_of(tip), shallow=refs.shallow) as environment:
            waiting = [part for part in manifest.parts if is_deeper(self.depth, part.depth)]
            # The files at the tip are read beside the changes, where there is a core to do so.
            with (
                _beside(self.git_jobs > 1) as run,
                contextlib.closing(self._read_parts(waiting, environment=environment, tick=tick)) as finished,
            ):
                reading = run(partial(self._files, manifest, environment=environment))
                for old, new in finished:
                    parts = tuple(new if part == old else part for part in manifest.parts)
                    manifest = self.save(replace(manifest, parts=parts))
                files = reading()
        return self.save(replace(manifest, files=files)) if files != manifest.files else manifest

    def _files(self, manifest: Manifest, *, environment: Mapping[str, str]) -> FilesTable | None:
        return read_files(self.store, manifest, environment=environment, path_rules=self.path_rules, depth=self.depth)

    def _read_parts(
        self, parts: Sequence[Part], *, environment: Mapping[str, str], tick: Tick
    ) -> Generator[tuple[Part, Part], None, None]:
        """Pairs of a part and the same part read deeper. Chunks of the next part begin before the last one is done."""
        if not parts:
            return
        with (
            ThreadPoolExecutor(self.git_jobs, thread_name_prefix="git") as threads,
            self.store.lake.temporary_folder() as temporary,
        ):
            work: list[tuple[Part, Path, list[Future[int]]]] = []
            try:
                for number, part in enumerate(parts):
                    folder = Path(temporary, str(number))
                    folder.mkdir()
                    chunks = _chunks(self._commits_of(part), folder=folder, jobs=self.git_jobs, last=part is parts[-1])
                    futures = [threads.submit(self._read_chunk, chunk, environment, tick) for chunk in chunks]
                    work.append((part, folder, futures))
                    if len(work) > 1:
                        yield self._finish(*work.pop(0))
                yield from (self._finish(*entry) for entry in work)
            except BaseException:
                threads.shutdown(wait=False, cancel_futures=True)
                raise

    def _finish(self, part: Part, folder: Path, futures: Sequence[Future[int]]) -> tuple[Part, Part]:
        missing = sum(future.result() for future in futures)
        name = changes_name(part, self.depth)
        texts = sorted(folder.iterdir())
        self.store.store(changes_table.TABLE, texts, name)
        for text in texts:
            text.unlink()
        return part, replace(part, changes=name, depth=self.depth, missing_lines=missing)

    def _commits_of(self, part: Part) -> list[bytes]:
        """Commits of a part that have changes of their own: no merges, and not where a shallow clone ends."""
        rows = parquet_rows(self.store.folder / part.commits)
        query = f"SELECT commit_id FROM {rows} WHERE NOT is_merge AND NOT is_boundary"
        with writer() as connection:
            return [row[0].encode() for row in connection.execute(query).fetchall()]

    def _read_chunk(self, chunk: _Chunk, environment: Mapping[str, str], tick: Tick) -> int:
        """Write the rows of one chunk, and return how many have unknown line counts."""
        identity, describe = self.vault.identity_writer(), self._path_writer()
        missing = 0
        with chunk.text.open("wb") as text:
            for commit in read_changes(environment, chunk.commits, with_lines=self.depth == "lines"):
                missing += sum(change.lines_status == "missing" for change in commit.changes)
                text.writelines(changes_table.rows(commit, identity=identity, describe=describe))
        tick(len(chunk.commits))
        return missing

    def _path_writer(self) -> Callable[[bytes], tuple[bytes, bytes]]:
        @lru_cache(_CACHED_PATHS)
        def describe(path: bytes) -> tuple[bytes, bytes]:
            return field(path), self.path_rules.kind(path.decode("utf-8", "replace")).encode()

        return describe


@contextlib.contextmanager
def _beside(has_core: bool) -> Iterator[Callable[[Callable[[], _T]], Callable[[], _T]]]:
    """A way to begin work in a thread and to ask for its result later, or to do it when asked where no core is free."""
    if not has_core:
        yield lambda work: work
        return
    with ThreadPoolExecutor(1) as thread:
        yield lambda work: thread.submit(work).result


def _chunks(commits: list[bytes], *, folder: Path, jobs: int, last: bool) -> Iterator[_Chunk]:
    """Divide the commits of a part: large chunks first, because git is faster in them, and small ones last,

    so that all processes end at about the same time. Only the last part needs the small ones.
    """
    start = 0
    while start < len(commits):
        share = (len(commits) - start) // (2 * jobs) if jobs > 1 and last else _LARGEST_CHUNK
        size = max(_SMALLEST_CHUNK, min(_LARGEST_CHUNK, share))
        yield _Chunk(commits[start : start + size], folder / f"{start:09d}")
        start += size
