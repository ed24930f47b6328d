# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Files at the tip of the default branch."""

from __future__ import annotations

from typing import NamedTuple

from ospora.facts._table import Table, field, number, text, truth, whole

TABLE = Table(
    name="files",
    grain="one path at the tip of the default branch",
    origin="git ls-tree and git cat-file",
    columns=(
        text("path"),
        text("blob_id"),
        text("mode"),
        number("bytes"),
        number("lines"),
        text("language"),
        text("language_type"),
        text("kind"),
        truth("is_binary"),
        truth("is_vendored"),
        truth("is_generated"),
        truth("is_lfs_pointer"),
    ),
    key=("project_id", "path"),
)


class FileFacts(NamedTuple):
    """What is known of one file. None: not known (not read at this depth, or the content is missing)."""

    path: bytes
    blob_id: str
    mode: str
    bytes: int | None
    lines: int | None
    language: str | None
    language_type: str | None
    kind: str
    is_binary: bool | None
    is_vendored: bool | None
    is_generated: bool | None
    is_lfs_pointer: bool | None


def row(file: FileFacts) -> bytes:
    """The line of one file."""
    cells = (field(file.path), *(_cell(value) for value in file[1:]))
    return b"\t".join(cells)


def _cell(value: str | int | None) -> bytes:
    if value is None:
        return b""
    return whole(value) if isinstance(value, int) else field(value.encode())
