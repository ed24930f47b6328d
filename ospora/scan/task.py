# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""What is to be done for one project, and what came of it: plain values that travel between processes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ospora.collect.sources import Source
from ospora.core.depths import Depth

Tick = Callable[[int], None]
"""Called with the number of commits that were just finished."""


@dataclass(frozen=True)
class Task:
    """One project to be read.

    lake: data folder. office: the office's folder, for its people.toml, or None.
    git_jobs: how many git processes may read at once for this project.
    """

    source: Source
    lake: Path
    office: Path | None
    depth: Depth
    git_jobs: int = 1
    follow_alternates: bool = False

    @property
    def project_id(self) -> str:
        """Id of the project."""
        return self.source.project_id


@dataclass(frozen=True)
class Outcome:
    """What came of one stage of one project.

    commits_read: commits whose history (metadata) or changes were read in this stage; 0 when nothing was new.
    commits_waiting: commits that the deeper stages still have to read. error: why the stage failed, or None.
    """

    project_id: str
    commits_read: int = 0
    commits_waiting: int = 0
    changed: bool = False
    error: str | None = None
