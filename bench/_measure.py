# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Time whole processes, in turn, and compare medians: machines are shared and noisy, so only ratios are quoted."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
QUIET_GIT = {
    "PATH": os.environ["PATH"],
    "HOME": "/nonexistent",
    "LC_ALL": "C",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}


@dataclass
class Case:
    """One thing to time. before: runs untimed before each run. words: what it printed last."""

    name: str
    command: Sequence[str]
    before: Callable[[], None] = lambda: None
    environment: dict[str, str] = field(default_factory=lambda: dict(os.environ))
    seconds: list[float] = field(default_factory=list)
    cpu_seconds: list[float] = field(default_factory=list)
    printed: str = ""

    @property
    def median(self) -> float:
        """Median wall time in seconds."""
        return statistics.median(self.seconds)

    def run(self) -> None:
        """Run once and keep the times."""
        self.before()
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        started = time.perf_counter()
        done = subprocess.run(
            self.command, env=self.environment, capture_output=True, text=True, check=False, errors="replace"
        )
        self.seconds.append(time.perf_counter() - started)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.cpu_seconds.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        if done.returncode != 0:
            sys.exit(f"{self.name} failed: {done.stderr[-2000:]}")
        self.printed = done.stdout


def interleave(cases: Sequence[Case], *, rounds: int) -> None:
    """Run all cases in turn, round after round, so that a slow minute of the machine hits all of them."""
    for _ in range(rounds):
        for case in cases:
            case.run()


def ospora(*words: str) -> list[str]:
    """The command line of this checkout's ospora."""
    return [sys.executable, "-m", "ospora", *words]


def to_nowhere(command: str) -> list[str]:
    """A shell command whose output is dropped by the shell, as it would be by a reader that costs nothing."""
    return ["sh", "-c", f"{command} >/dev/null"]


def print_table(title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a Markdown table."""
    print(f"\n### {title}\n")
    for row in (header, ["---"] * len(header), *rows):
        print("| " + " | ".join(row) + " |")
    sys.stdout.flush()
