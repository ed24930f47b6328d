# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""The manifest of a project: which files hold its tables, and what was read to make them.

A reader believes the manifest alone; files that it does not name are leftovers.
The manifest is replaced as a whole after the files that it names are there.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from ospora import __version__
from ospora.core.depths import DEPTHS, Depth
from ospora.core.errors import LakeError
from ospora.lake.storage import write_whole

SCHEMA_VERSION = 1
MISSING = "missing "
"""Stands before the id of a `.mailmap` whose content is not in the repository."""

State = Literal["ok", "empty", "stale", "failed"]


@dataclass(frozen=True)
class Part:
    """Some commits of a project and all that was read of them. Files are names in the project's folder."""

    commits: str
    trailers: str
    changes: str | None
    depth: Depth
    commit_count: int
    missing_lines: int = 0
    """Changes whose line counts are not known because objects are missing."""


@dataclass(frozen=True)
class Reading:
    """What the repository looked like when its history was read: when all of this is the same, so are the facts."""

    branch: str | None = None
    tip: str | None = None
    tags: str = ""
    shallow: tuple[str, ...] = ()
    is_partial: bool = False
    mailmap: str | None = None
    people_rules: str = ""
    path_rules: str = ""

    @property
    def readable_mailmap(self) -> str | None:
        """Object id of the `.mailmap`, or None when there is none or its content is missing."""
        return None if self.mailmap is None or self.mailmap.startswith(MISSING) else self.mailmap


@dataclass(frozen=True)
class FilesTable:
    """The files table: which tree it shows, at which depth."""

    file: str
    tree: str
    depth: Depth
    path_rules: str


@dataclass(frozen=True)
class Manifest:
    """State of one project in the lake."""

    project_id: str
    name: str
    source: str
    repository: str | None = None
    unit: str | None = None
    role: str | None = None
    state: State = "failed"
    reason: str | None = None
    reading: Reading = field(default_factory=Reading)
    parts: tuple[Part, ...] = ()
    files: FilesTable | None = None
    tags: str | None = None
    people: str | None = None

    @property
    def depth(self) -> Depth | None:
        """How deep the whole history was read, or None when nothing was."""
        if self.state == "failed" and not self.parts:
            return None
        depths = [DEPTHS.index(part.depth) for part in self.parts]
        if self.files is not None:
            depths.append(DEPTHS.index(self.files.depth))
        elif self.parts:
            depths.append(0)
        return DEPTHS[min(depths)] if depths else "lines"

    @property
    def commit_count(self) -> int:
        """Commits that were read, merges included."""
        return sum(part.commit_count for part in self.parts)

    def file_names(self) -> set[str]:
        """Every file that this manifest names."""
        named = {name for part in self.parts for name in (part.commits, part.trailers, part.changes)}
        named |= {self.files.file if self.files else None, self.tags, self.people}
        return {name for name in named if name is not None}

    def failed(self, reason: str) -> Manifest:
        """The same facts, marked stale (or failed when there are none) with the reason."""
        return replace(self, state="stale" if self.parts or self.state == "empty" else "failed", reason=reason)


def load_manifest(folder: Path) -> Manifest | None:
    """The manifest of a project's folder, or None when the project was never read.

    Errors: LakeError when it is damaged or of a newer Ospora.
    """
    path = folder / "manifest.json"
    try:
        stored = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise LakeError(f"{path} is damaged ({error}); remove its folder and scan the project again.") from None
    if not isinstance(stored, dict) or stored.get("schema") != SCHEMA_VERSION:
        raise LakeError(
            f"{path} was written by another version of Ospora; remove its folder and scan the project again."
        )
    try:
        return _manifest(stored["project"])
    except (KeyError, TypeError) as error:
        raise LakeError(f"{path} is damaged ({error}); remove its folder and scan the project again.") from None


def save_manifest(folder: Path, manifest: Manifest) -> Manifest:
    """Replace the manifest of a project, and return it."""
    content = {"schema": SCHEMA_VERSION, "ospora": __version__, "project": asdict(manifest)}
    write_whole(folder / "manifest.json", json.dumps(content, indent=1, sort_keys=True) + "\n")
    return manifest


def sweep(folder: Path, manifest: Manifest | None) -> None:
    """Remove files that the manifest does not name: of an attempt that was killed, or replaced by the scan before.

    It is called when the next scan begins to read, so that whoever opened the lake before can read on meanwhile.
    """
    named = manifest.file_names() if manifest else set()
    for path in (*folder.glob("*.parquet"), *folder.glob(".*")):
        if path.name not in named and path.is_file():
            path.unlink(missing_ok=True)


def _manifest(stored: dict[str, Any]) -> Manifest:
    reading = dict(stored.pop("reading"))
    reading["shallow"] = tuple(reading["shallow"])
    files = stored.pop("files")
    return Manifest(
        reading=Reading(**reading),
        parts=tuple(Part(**part) for part in stored.pop("parts")),
        files=FilesTable(**files) if files else None,
        **stored,
    )
