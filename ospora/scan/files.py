# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""The files at the tip. Contents that the last scan has seen are not read again."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Mapping

from ospora.collect.objects import Content, look_up, read_contents
from ospora.collect.tree import TreeEntry, list_tree, tree_id
from ospora.core.depths import Depth, is_deeper
from ospora.core.sql import parquet_rows
from ospora.facts import files as files_table
from ospora.facts.files import FileFacts
from ospora.lake.manifest import FilesTable, Manifest
from ospora.lake.storage import writer
from ospora.office.languages import can_tell_languages, is_generated, is_vendored, language_of
from ospora.office.path_kinds import PathRules
from ospora.scan.parts import PartStore

_PORTION = 20_000
_MOST_KNOWN = 200_000  # beyond that, reading contents again costs less than the memory to know them
_LFS_START = b"version https://git-lfs.github.com/spec/v1\n"


def read_files(
    store: PartStore, manifest: Manifest, *, environment: Mapping[str, str], path_rules: PathRules, depth: Depth
) -> FilesTable | None:
    """The files table of a project's tip; the one it has when that shows the same tree as deep or deeper.

    At depth `paths` sizes are known and contents are not read.
    Errors: RepositoryError when a tree is missing or damaged.
    """
    tip = manifest.reading.tip
    if tip is None:
        return None
    wanted = FilesTable(file="", tree=tree_id(environment, tip), depth=depth, path_rules=path_rules.fingerprint)
    old = manifest.files
    same = old is not None and (old.tree, old.path_rules) == (wanted.tree, wanted.path_rules)
    if same and old is not None and not is_deeper(depth, old.depth):
        return old
    known = _known_files(store, old) if old is not None and old.path_rules == wanted.path_rules else {}
    entries = list_tree(environment, tip)
    portions = iter(lambda: list(itertools.islice(entries, _PORTION)), [])
    facts = itertools.chain.from_iterable(
        _facts(portion, known, environment=environment, path_rules=path_rules, depth=depth) for portion in portions
    )
    name = store.store_lines(files_table.TABLE, (files_table.row(file) for file in facts))
    return dataclasses.replace(wanted, file=name)


def _known_files(store: PartStore, table: FilesTable) -> dict[tuple[str, str], FileFacts]:
    """(path, content) → what the last scan found, where it had read the content."""
    columns = ", ".join(f'"{name}"' for name in FileFacts._fields)
    rows = parquet_rows(store.folder / table.file)
    query = f"SELECT {columns} FROM {rows} WHERE is_lfs_pointer IS NOT NULL LIMIT {_MOST_KNOWN}"
    with writer() as connection:
        found = connection.execute(query).fetchall()
    return {(row[0], row[1]): FileFacts(row[0].encode(), *row[1:]) for row in found}


def _facts(
    entries: list[TreeEntry],
    known: Mapping[tuple[str, str], FileFacts],
    *,
    environment: Mapping[str, str],
    path_rules: PathRules,
    depth: Depth,
) -> Iterator[FileFacts]:
    waiting: dict[str, list[TreeEntry]] = {}
    for entry in entries:
        found = known.get((entry.path.decode("utf-8", "replace"), entry.oid))
        if found is not None:
            yield found
        elif entry.mode == "submodule":
            yield _file(entry, None, size=None, path_rules=path_rules)
        else:
            waiting.setdefault(entry.oid, []).append(entry)
    if depth == "lines":
        for oid, content in read_contents(environment, sorted(waiting)):
            for entry in waiting.pop(oid):
                yield _file(entry, content, size=content.size, path_rules=path_rules)
    blobs = sorted(waiting)
    for oid, info in zip(blobs, look_up(environment, blobs), strict=True):
        for entry in waiting[oid]:
            yield _file(entry, None, size=info.size if info else None, path_rules=path_rules)


def _file(entry: TreeEntry, content: Content | None, *, size: int | None, path_rules: PathRules) -> FileFacts:
    path = entry.path.decode("utf-8", "replace")
    is_text = entry.mode in ("file", "executable") and not (content is not None and content.is_binary)
    head = content.head if content is not None else None
    knows = is_text and can_tell_languages()
    language, language_type = language_of(path, head) if knows else (None, None)
    return FileFacts(
        path=entry.path,
        blob_id=entry.oid,
        mode=entry.mode,
        bytes=size,
        lines=content.lines if content is not None and is_text else None,
        language=language,
        language_type=language_type,
        kind="other" if entry.mode == "submodule" else path_rules.kind(path),
        is_binary=content.is_binary if content is not None else None,
        is_vendored=is_vendored(path) if can_tell_languages() else None,
        is_generated=is_generated(path, head) if knows and head is not None else None,
        is_lfs_pointer=head.startswith(_LFS_START) if head is not None else None,
    )
