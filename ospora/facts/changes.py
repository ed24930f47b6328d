# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Paths that each commit touched, with lines added and deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ospora.collect.changes import CommitChanges
from ospora.collect.history import Contact
from ospora.facts._table import Table, instant, number, text, whole

TABLE = Table(
    name="changes",
    grain="one path touched by one commit; merges and the last commits of a shallow clone have none",
    origin="git log --raw --numstat --no-renames, with diff.context=0",
    columns=(
        text("commit_id"),
        instant("authored_at"),
        text("author_id"),
        text("path"),
        text("status"),
        number("lines_added"),
        number("lines_deleted"),
        text("lines_status"),
        text("kind"),
    ),
    key=("project_id", "commit_id", "path"),
)


def rows(
    commit: CommitChanges,
    *,
    identity: Callable[[Contact], bytes],
    describe: Callable[[bytes], tuple[bytes, bytes]],
) -> Iterator[bytes]:
    """The lines of one commit's changes, line breaks included.

    identity: contact → pseudonym. describe: path → its field and its kind of work, made once for each path.
    """
    before = b"\t".join((commit.oid, whole(commit.authored_at), identity(commit.author)))
    for path, status, added, deleted, lines_status in commit.changes:
        shown, kind = describe(path)
        if added is None or deleted is None:
            yield b"%s\t%s\t%s\t\t\t%s\t%s\n" % (before, shown, status, lines_status.encode(), kind)
        else:
            yield b"%s\t%s\t%s\t%d\t%d\tcounted\t%s\n" % (before, shown, status, added, deleted, kind)
