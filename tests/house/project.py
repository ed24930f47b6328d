# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""The files of this repository: those that git tracks and those that it would, ignored ones left out."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@cache
def project_files() -> tuple[Path, ...]:
    """Paths relative to ROOT, sorted; links and what was deleted but not yet committed are left out."""
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        check=True,
    ).stdout
    paths = sorted({Path(name) for name in listed.decode().split("\0") if name})
    return tuple(path for path in paths if (ROOT / path).is_file() and not (ROOT / path).is_symlink())


def read(path: Path | str) -> str:
    """Text of a file of this repository; bytes that are no UTF-8 show as replacement characters."""
    return (ROOT / path).read_text(encoding="utf-8", errors="replace")
