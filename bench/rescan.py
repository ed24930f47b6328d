# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""What a second scan costs: nothing new, one commit in a hundred new, and many small repositories."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from bench._measure import QUIET_GIT, Case, interleave, ospora, print_table
from bench.history import git_text, scan_case

SMALL_COMMITS = 100


def measure_new_commits(repository: Path, folder: Path, *, rounds: int) -> None:
    """A rescan when one commit in a hundred is new, as a share of a full scan."""
    copy = folder / "growing.git"
    shutil.rmtree(copy, ignore_errors=True)
    subprocess.run(
        ["git", "clone", "-q", "--bare", "--no-hardlinks", str(repository), str(copy)], check=True, env=QUIET_GIT
    )
    tip = git_text(copy, "rev-parse", "HEAD")
    commits = int(git_text(copy, "rev-list", "--count", "HEAD"))
    new = max(1, commits // 100)
    older = git_text(copy, "rev-list", "--first-parent", "-1", f"--skip={_first_parent_steps(copy, new)}", "HEAD")
    lake, kept = folder / "growing", folder / "growing-kept"

    def to_older() -> None:
        shutil.rmtree(lake, ignore_errors=True)
        shutil.copytree(kept, lake)

    git_text(copy, "update-ref", "HEAD", older)
    shutil.rmtree(kept, ignore_errors=True)
    scan_case(copy, kept, "lines").run()
    git_text(copy, "update-ref", "HEAD", tip)
    full = scan_case(copy, folder / "growing-full", "lines")
    rescan = scan_case(copy, lake, "lines")
    rescan.before = to_older
    interleave([full, rescan], rounds=rounds)
    ratio = rescan.median / full.median
    read = int(git_text(copy, "rev-list", "--count", f"{older}..{tip}"))
    row = [
        repository.name,
        str(commits),
        str(read),
        f"{full.median:.2f}",
        f"{rescan.median:.2f}",
        f"{ratio:.3f}",
        "reached" if ratio <= 0.05 else "missed",
    ]
    print_table(
        "Rescan with 1 % new commits, report included",
        ["repository", "commits", "new", "full s", "rescan s", "ratio", "goal 0.05"],
        [row],
    )


def _first_parent_steps(repository: Path, new: int) -> int:
    """How many first-parent steps back about so many commits lie."""
    total = int(git_text(repository, "rev-list", "--count", "HEAD"))
    first_parent = int(git_text(repository, "rev-list", "--count", "--first-parent", "HEAD"))
    return max(1, new * first_parent // total)


def measure_portfolios(folder: Path, *, rounds: int) -> None:
    """200 small repositories from nothing, and 100 of them again unchanged."""
    places = [small_repository(folder / "small" / f"r{number:03d}.git", number) for number in range(200)]
    lake, unchanged = folder / "portfolio", folder / "unchanged"
    full = Case("200 repositories of 100 commits", ospora("scan", *map(str, places), "--data", str(lake), "--quiet", "--as-of", "2026-11-21"),
                before=lambda: shutil.rmtree(lake, ignore_errors=True))  # fmt: skip
    again = Case(
        "100 repositories, unchanged",
        ospora("scan", *map(str, places[:100]), "--data", str(unchanged), "--quiet", "--as-of", "2026-11-21"),
    )
    shutil.rmtree(unchanged, ignore_errors=True)
    again.run()
    again.seconds.clear()
    interleave([full, again], rounds=rounds)
    rows = [[full.name, f"{full.median:.2f}", "20"], [again.name, f"{again.median:.2f}", "2"]]
    print_table("Portfolios", ["what", "wall s", "goal s"], rows)


def small_repository(place: Path, seed: int) -> Path:
    """A repository of a hundred commits by five people, always the same for a seed."""
    if place.exists():
        return place
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(place)], check=True, env=QUIET_GIT)
    stream = []
    for number in range(SMALL_COMMITS):
        person = f"P{(number * seed + number) % 5} <p{(number * seed + number) % 5}@example.org> {1_600_000_000 + number * 7_000 + seed} +0200"
        content = "".join(f"line {line} of {number % 17}\n" for line in range(number % 50))
        stream.append(
            f"commit refs/heads/main\nauthor {person}\ncommitter {person}\ndata 6\nchange\nM 100644 inline src/f{number % 23}.py\ndata {len(content)}\n{content}\n"
        )
    subprocess.run(
        ["git", "-C", str(place), "fast-import", "--quiet"], input="".join(stream).encode(), check=True, env=QUIET_GIT
    )
    return place


if __name__ == "__main__":
    measure_portfolios(Path(sys.argv[1]), rounds=3)
