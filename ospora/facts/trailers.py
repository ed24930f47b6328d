# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""People whom the trailers of a commit message name: co-authors, reviewers, testers, reporters and others."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ospora.collect.history import CommitRecord, Contact
from ospora.facts._table import Table, instant, number, text, truth, whole
from ospora.facts.commits import is_merge

TABLE = Table(
    name="trailers",
    grain="one trailer of a commit that names somebody",
    origin="git log, trailers as git itself reads them",
    columns=(
        text("commit_id"),
        instant("authored_at"),
        truth("is_merge"),
        number("position", type="INTEGER"),
        text("key"),
        text("role"),
        text("identity_id"),
    ),
    key=("project_id", "commit_id", "position"),
)


def rows(commit: CommitRecord, *, identity: Callable[[Contact], bytes]) -> Iterator[bytes]:
    """The lines of one commit's trailers. identity: contact → pseudonym."""
    for position, trailer in enumerate(commit.trailers):
        yield b"\t".join(
            (
                commit.oid,
                whole(commit.authored_at),
                b"1" if is_merge(commit) else b"0",
                whole(position),
                trailer.key,
                trailer.role.encode(),
                identity(trailer.contact),
            )
        )
