# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Tags, and which of them are releases."""

from __future__ import annotations

from ospora.collect.tags import TagRecord, version_of
from ospora.facts._table import Table, field, instant, text, truth, whole

TABLE = Table(
    name="tags",
    grain="one tag",
    origin="refs/tags",
    columns=(
        text("name"),
        text("commit_id"),
        instant("tagged_at"),
        text("tagged_at_source"),
        text("version"),
        truth("is_release"),
        truth("is_prerelease"),
    ),
    key=("project_id", "name"),
)


def row(tag: TagRecord) -> bytes:
    """The line of one tag. A tag is a release when its name carries a version and it points at a commit."""
    version = version_of(tag.name)
    is_release = version is not None and tag.commit is not None
    return b"\t".join(
        (
            field(tag.name.encode("utf-8", "surrogateescape")),
            (tag.commit or "").encode(),
            whole(tag.tagged_at),
            (tag.dated_by or "").encode(),
            field(version.text.encode("utf-8", "surrogateescape")) if version else b"",
            b"1" if is_release else b"0",
            (b"1" if version.is_prerelease else b"0") if version else b"",
        )
    )
