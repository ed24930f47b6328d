# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Projects, and how far each was read."""

from __future__ import annotations

from ospora.facts._table import Table, number, text, truth

TABLE = Table(
    name="projects",
    grain="one project",
    origin="the manifests of the lake",
    columns=(
        text("name"),
        text("unit"),
        text("role"),
        text("source"),
        text("repository"),
        text("branch"),
        text("tip"),
        text("depth"),
        number("commit_count"),
        truth("is_shallow"),
        truth("is_partial"),
        text("state"),
        text("state_reason"),
    ),
    key=("project_id",),
)
