# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Processes that each read one project at a time, and end when the scan that started them ends, however it ends."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import IO, TYPE_CHECKING

from ospora.core.depths import Depth
from ospora.core.errors import RepositoryError
from ospora.lake.lake import Lake
from ospora.lake.storage import warm_up
from ospora.scan.project import run_stage
from ospora.scan.task import Outcome, Task

if TYPE_CHECKING:
    from multiprocessing.sharedctypes import Synchronized

_PARENT_CHECK_SECONDS = 0.5
_counter: Synchronized[int] | None = None
_part_in_writing: IO[str] | None = None


class Workers:
    """A pool of processes, started at the first use.

    count: processes. With one, or one task, work is done in this process.
    """

    def __init__(self, lake: Lake, *, count: int) -> None:
        self.lake = lake
        self.count = count
        # A fresh interpreter for each worker: a fork would copy threads and open databases of this one.
        self._context = multiprocessing.get_context("spawn")
        self.commits_done = self._context.Value("q", 0)
        self._pool: ProcessPoolExecutor | None = None

    def run(self, tasks: Sequence[Task], stage: Depth) -> Iterator[Outcome]:
        """Outcomes of one stage, in the order in which the projects are done."""
        if self.count == 1 or (len(tasks) == 1 and self._pool is None):
            warm_up()
            yield from (run_stage(task, stage, tick=self._tick) for task in tasks)
            return
        pool = self._started()
        futures = {pool.submit(_run, task, stage): task for task in tasks}
        for future in as_completed(futures):
            try:
                yield future.result()
            except BrokenProcessPool:
                reason = (
                    "the process that read it was ended by the system (out of memory?); scan again with fewer --jobs."
                )
                yield Outcome(futures[future].project_id, error=str(RepositoryError(reason)))
                self._pool = None

    def stop(self) -> None:
        """End all processes at once; what they had not finished is done by the next scan."""
        pool, self._pool = self._pool, None
        if pool is None:
            return
        processes = list((getattr(pool, "_processes", None) or {}).values())
        pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.terminate()

    def _tick(self, commits: int) -> None:
        with self.commits_done.get_lock():
            self.commits_done.value += commits

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self.count,
                mp_context=self._context,
                initializer=_begin,
                initargs=(self.commits_done, os.getpid(), self.lake),
            )
        return self._pool


def _begin(counter: Synchronized[int], parent: int, lake: Lake) -> None:
    """Set up a worker: Ctrl-C is the parent's to handle, and a parent that is gone takes the worker along."""
    global _counter, _part_in_writing  # noqa: PLW0603 - a shared counter reaches a worker only while it starts
    _counter = counter
    _part_in_writing = lake.take_part_in_writing()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, args=(parent,), daemon=True).start()


def _end_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_PARENT_CHECK_SECONDS)
    os._exit(1)


def _run(task: Task, stage: Depth) -> Outcome:
    return run_stage(task, stage, tick=_tick)


def _tick(commits: int) -> None:
    if _counter is not None:
        with _counter.get_lock():
            _counter.value += commits
