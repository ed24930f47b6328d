# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Scan a portfolio: look at every repository, then metadata of all that changed, then paths, then lines, then metrics.

After each stage the lake can be read; a scan that ends early has lost nothing that was finished.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from ospora.collect.sources import Source
from ospora.core.depths import Depth
from ospora.lake.lake import Lake
from ospora.lake.vault import Vault
from ospora.scan.project import Plan, look
from ospora.scan.task import Task
from ospora.scan.values import publish_values
from ospora.scan.workers import Workers

_STAGED_FROM_COMMITS = 50_000
_LOOKS_AT_ONCE = 8


@dataclass(frozen=True)
class ScanOptions:
    """How to scan.

    jobs: how many git processes at once. as_of: instant up to which metrics count. office: folder of office files.
    """

    lake: Path
    as_of: dt.datetime
    depth: Depth = "lines"
    jobs: int = 0
    office: Path | None = None
    follow_alternates: bool = False


class Progress:
    """What a scan tells about itself while it works; the base class says nothing."""

    def stage(self, name: str, *, projects: int, commits: int | None, done: Callable[[], int]) -> None:
        """A stage begins. commits: how many wait, when known. done: how many are finished by now."""

    def project(self, name: str, *, error: str | None) -> None:
        """A project is through with this stage."""

    def end(self) -> None:
        """The last stage is over."""


@dataclass
class ScanResult:
    """What a scan did. failed: project id → reason."""

    projects: list[str] = field(default_factory=list)
    changed: set[str] = field(default_factory=set)
    failed: dict[str, str] = field(default_factory=dict)
    commits_read: int = 0


def scan(sources: Sequence[Source], options: ScanOptions, *, progress: Progress | None = None) -> ScanResult:
    """Read all sources into the lake and publish the metrics.

    Errors: LakeError when the data folder cannot be written or another scan is at work on it.
    What is wrong with one repository is in the result and does not stop the others.
    """
    lake = Lake(options.lake)
    lake.prepare()
    with lake.writing():
        lake.remove_leftovers()
        Vault(lake.vault_folder)  # makes the key before threads and processes ask for it
        run = _Run(lake, options, progress or Progress())
        try:
            return run.scan(sources)
        finally:
            run.workers.stop()


class _Run:
    """One scan at work."""

    def __init__(self, lake: Lake, options: ScanOptions, progress: Progress) -> None:
        self.lake, self.options, self.progress = lake, options, progress
        self.jobs = options.jobs or os.cpu_count() or 1
        self.workers = Workers(lake, count=self.jobs)
        self.result = ScanResult()

    def scan(self, sources: Sequence[Source]) -> ScanResult:
        plans = self._look(sources)
        self.result.projects = [plan.task.project_id for plan in plans]
        waiting = [plan for plan in plans if plan.waiting]
        tasks = [self._with_jobs(plan.task, projects=len(waiting)) for plan in self._largest_first(waiting)]
        new = {plan.task.project_id for plan in waiting if plan.is_new}
        commits = self._stage("metadata", [task for task in tasks if task.project_id in new], commits=None)
        depths = self._depths(projects=len(tasks), commits=commits)
        for depth in depths:
            if len(depths) > 1:  # whoever waits for a large portfolio has numbers after each stage
                publish_values(self.lake, as_of=self.options.as_of, threads=self.jobs)
            alive = [task for task in tasks if task.project_id not in self.result.failed]
            self._stage(depth, alive, commits=commits or None)
        publish_values(self.lake, as_of=self.options.as_of, threads=self.jobs)
        self.progress.end()
        return self.result

    def _look(self, sources: Sequence[Source]) -> list[Plan]:
        options = self.options
        tasks = [
            Task(source, options.lake, options.office, options.depth, follow_alternates=options.follow_alternates)
            for source in sources
        ]
        self.progress.stage("look", projects=len(tasks), commits=None, done=lambda: 0)
        plans = []
        with ThreadPoolExecutor(max(1, min(_LOOKS_AT_ONCE, len(tasks)))) as threads:
            for plan in threads.map(look, tasks):
                self._note(plan.task, plan.error)
                plans.append(plan)
        return plans

    def _stage(self, stage: Depth, tasks: Sequence[Task], *, commits: int | None) -> int:
        """Run one stage over some projects, and return how many commits wait for the deeper stages."""
        counter = self.workers.commits_done
        if not tasks:
            return 0
        with counter.get_lock():
            counter.value = 0
        self.progress.stage(stage, projects=len(tasks), commits=commits, done=lambda: counter.value)
        by_id = {task.project_id: task for task in tasks}
        waiting = 0
        for outcome in self.workers.run(tasks, stage):
            self._note(by_id[outcome.project_id], outcome.error)
            waiting += outcome.commits_waiting
            if stage == "metadata":
                self.result.commits_read += outcome.commits_read
            if outcome.changed:
                self.result.changed.add(outcome.project_id)
        return waiting

    def _note(self, task: Task, error: str | None) -> None:
        if error is not None:
            self.result.failed[task.project_id] = error
        self.progress.project(task.source.shown_name, error=error)

    def _depths(self, *, projects: int, commits: int) -> list[Depth]:
        """The stages after metadata. Paths come on their own only where somebody would wait long for the lines."""
        if self.options.depth == "metadata":
            return []
        staged = self.options.depth == "lines" and (projects > 1 or commits > _STAGED_FROM_COMMITS)
        return ["paths", "lines"] if staged else [self.options.depth]

    def _with_jobs(self, task: Task, *, projects: int) -> Task:
        """Share the cores: a project alone gets all of them, one of many gets one."""
        return replace(task, git_jobs=max(1, self.jobs // max(1, projects)))

    def _largest_first(self, plans: Sequence[Plan]) -> list[Plan]:
        """The largest repositories begin first, so that none of them is left for the end."""
        return sorted(plans, key=lambda plan: (-plan.packed_bytes, plan.task.project_id))
