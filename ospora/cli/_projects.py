# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Projects of a lake as rows of a table and as JSON."""

from __future__ import annotations

from typing import Any

from ospora.lake.manifest import Manifest

PROJECT_HEADERS = ("project", "state", "depth", "commits", "remark")


def project_row(manifest: Manifest) -> tuple[str, ...]:
    """The row of a project."""
    shallow = "shallow clone: older history is missing" if manifest.reading.shallow else ""
    remark = "; ".join(filter(None, (manifest.reason, shallow)))
    return manifest.name, manifest.state, manifest.depth or "–", str(manifest.commit_count), remark


def project_document(manifest: Manifest) -> dict[str, Any]:
    """A project as JSON."""
    return {
        "project_id": manifest.project_id,
        "name": manifest.name,
        "source": manifest.source,
        "unit": manifest.unit,
        "role": manifest.role,
        "state": manifest.state,
        "reason": manifest.reason,
        "depth": manifest.depth,
        "branch": manifest.reading.branch,
        "tip": manifest.reading.tip,
        "commit_count": manifest.commit_count,
        "is_shallow": bool(manifest.reading.shallow),
    }
