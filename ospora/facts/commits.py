# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Commits that can be reached from the default branch."""

from __future__ import annotations

from collections.abc import Callable

from ospora.collect.history import CommitRecord, Contact
from ospora.facts._table import Table, instant, number, text, truth, whole, word_list

TABLE = Table(
    name="commits",
    grain="one commit reachable from the default branch, merges included and marked",
    origin="git log",
    columns=(
        text("commit_id"),
        instant("authored_at"),
        number("authored_offset_minutes", type="INTEGER"),
        text("author_id"),
        instant("committed_at"),
        number("committed_offset_minutes", type="INTEGER"),
        text("committer_id"),
        word_list("parent_ids"),
        truth("is_merge"),
        truth("is_boundary"),
    ),
    key=("project_id", "commit_id"),
)


def row(commit: CommitRecord, *, identity: Callable[[Contact], bytes], is_boundary: bool) -> bytes:
    """The line of one commit. identity: contact → pseudonym. is_boundary: a shallow clone ends here."""
    return b"\t".join(
        (
            commit.oid,
            whole(commit.authored_at),
            whole(commit.authored_offset),
            identity(commit.author),
            whole(commit.committed_at),
            whole(commit.committed_offset),
            identity(commit.committer),
            commit.parents,
            b"1" if is_merge(commit) else b"0",
            b"1" if is_boundary else b"0",
        )
    )


def is_merge(commit: CommitRecord) -> bool:
    """Whether a commit has two parents or more."""
    return b" " in commit.parents
