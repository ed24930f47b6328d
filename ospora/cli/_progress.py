# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Progress of a scan: bars with rate and time left on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn

from ospora.core.display import visible
from ospora.scan.portfolio import Progress

if TYPE_CHECKING:
    from tqdm import tqdm

_NAMES = {"look": "looking at refs", "metadata": "reading commits", "paths": "reading paths", "lines": "reading lines"}
_REFRESH_SECONDS = 0.2
_LINE_SECONDS = 15.0


class LineProgress(Progress):
    """A line when a stage begins, for each project that failed, and now and then in between."""

    def __init__(self) -> None:
        self._name, self._projects, self._through, self._said_at = "", 0, 0, 0.0

    def stage(self, name: str, *, projects: int, commits: int | None, done: Callable[[], int]) -> None:
        self._name, self._projects, self._through, self._said_at = _NAMES[name], projects, 0, time.monotonic()
        waiting = f", {commits} commits" if commits else ""
        _write(f"{self._name}: {projects} {'repository' if projects == 1 else 'repositories'}{waiting}")

    def project(self, name: str, *, error: str | None) -> None:
        self._through += 1
        if error is not None:
            _write(f"failed: {visible(name)}: {visible(error)}")
        elif time.monotonic() - self._said_at > _LINE_SECONDS:
            self._said_at = time.monotonic()
            _write(f"{self._name}: {self._through} of {self._projects} done")


class BarProgress(Progress):
    """One bar a stage, over commits where their number is known, else over repositories."""

    def __init__(self) -> None:
        self._bar: tqdm[NoReturn] | None = None
        self._by_commits = False
        self._stop = threading.Event()
        self._ticker: threading.Thread | None = None

    def stage(self, name: str, *, projects: int, commits: int | None, done: Callable[[], int]) -> None:
        from tqdm import tqdm

        self.end()
        self._by_commits = bool(commits)
        total, unit = (commits, " commits") if commits else (projects, " repositories")
        self._bar = tqdm(total=total, unit=unit, desc=_NAMES[name], leave=False, dynamic_ncols=True)
        if self._by_commits:
            self._stop = threading.Event()
            self._ticker = threading.Thread(target=self._tick, args=(self._bar, done, self._stop), daemon=True)
            self._ticker.start()

    def project(self, name: str, *, error: str | None) -> None:
        if self._bar is None:
            return
        if error is not None:
            self._bar.write(f"failed: {visible(name)}: {visible(error)}", file=sys.stderr)
        if not self._by_commits:
            self._bar.update()

    def end(self) -> None:
        self._stop.set()
        if self._ticker is not None:
            self._ticker.join()
            self._ticker = None
        if self._bar is not None:
            self._bar.close()
            self._bar = None

    @staticmethod
    def _tick(bar: tqdm[NoReturn], done: Callable[[], int], stop: threading.Event) -> None:
        while not stop.wait(_REFRESH_SECONDS):
            bar.update(max(0, done() - int(bar.n)))


def _write(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
