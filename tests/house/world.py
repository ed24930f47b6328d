# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""What a reader has before them: a command `ospora`, and small repositories with a fixed history."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.gitrepo import ADA, BEN, DAY, ENVIRONMENT, NOON, Commit, build, new_repository
from tests.house.project import ROOT

BOT = ("renovate[bot]", "29139614+renovate[bot]@users.noreply.github.com")


def make_repository(folder: Path) -> None:
    """A repository of four commits by two people and a bot over some months, with one release."""
    history = [
        Commit({"README.md": b"# Hello\n"}, author=ADA, when=NOON, offset="+0545"),
        Commit({"main.py": b"print('hello')\n"}, author=BEN, when=NOON + 40 * DAY, offset="-0030"),
        Commit({"main.py": b"print('hello, world')\n"}, author=ADA, when=NOON + 90 * DAY),
        Commit({"locked.txt": b"one==1\n"}, author=BOT, when=NOON + 91 * DAY),
    ]
    build(new_repository(folder, bare=False), history, tags={"v1.0.0": 2})


def install_command(folder: Path) -> None:
    """Put a command `ospora` into a folder: this checkout, in this Python."""
    command = folder / "ospora"
    command.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m ospora "$@"\n')
    command.chmod(0o755)


def run_script(script: str, folder: Path, commands: Path) -> subprocess.CompletedProcess[str]:
    """Run lines of a shell in a folder, to the first that fails. commands: folder that comes first in PATH."""
    environment = {**ENVIRONMENT, "PATH": f"{commands}{os.pathsep}{ENVIRONMENT['PATH']}", "COLUMNS": "100"}
    command = ["bash", "-euo", "pipefail", "-c", script]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
