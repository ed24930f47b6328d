# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Whole scans, from git to report, against bare git and against perceval and pydriller, at equal content."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from bench._measure import QUIET_GIT, ROOT, Case, interleave, ospora, print_table, to_nowhere

GOALS = {"lines": ("numstat", 0.65), "paths": ("numstat", 0.25), "metadata": ("log", 2.5)}
FIELDS = "%H%x00%P%x00%an%x00%ae%x00%at%x00%ad%x00%cn%x00%ce%x00%ct%x00%cd%x00%B"
PYDRILLER_COMMITS = 300

PERCEVAL = """
import sys
from perceval.backends.core.git import GitParser, GitRepository
repository = GitRepository(sys.argv[1], sys.argv[1])
commits = lines = 0
for commit in GitParser(repository.log(branches=[sys.argv[2]])).parse():
    commits += 1
    lines += sum(int(entry["added"]) for entry in commit["files"] if entry.get("added", "-") not in ("-", None))
print(commits, lines)
"""
PYDRILLER = """
import sys, itertools
from pydriller import Repository
commits = 0
for commit in itertools.islice(Repository(sys.argv[1], order="reverse").traverse_commits(), int(sys.argv[2])):
    commits += 1
    for file in commit.modified_files:
        file.added_lines, file.deleted_lines
print(commits)
"""


def measure(repository: Path, folder: Path, *, rounds: int, peers: bool) -> None:
    """Measure one bare repository and print its rows."""
    branch = git_text(repository, "symbolic-ref", "--short", "HEAD")
    commits = int(git_text(repository, "rev-list", "--count", "HEAD"))
    place = shlex.quote(str(repository))
    bare = {
        "numstat": Case(
            "git log --numstat",
            to_nowhere(f"git -C {place} log --numstat --no-renames --format=%H"),
            environment=QUIET_GIT,
        ),
        "log": Case("git log --format", to_nowhere(f"git -C {place} log --format={FIELDS}"), environment=QUIET_GIT),
    }
    scans = {depth: scan_case(repository, folder / depth, depth) for depth in GOALS}
    others = peer_cases(repository, branch) if peers else []
    interleave([*bare.values(), *scans.values(), *others], rounds=rounds)
    rows = [
        [case.name, f"{case.median:.2f}", f"{case.median / bare['numstat'].median:.2f}", "", ""]
        for case in bare.values()
    ]
    for depth, case in scans.items():
        against, goal = GOALS[depth]
        ratio = case.median / bare[against].median
        rows.append(
            [
                case.name,
                f"{case.median:.2f}",
                f"{case.median / bare['numstat'].median:.2f}",
                f"{ratio:.2f} of {against}",
                f"{goal} {'reached' if ratio <= goal else 'missed'}",
            ]
        )
    for case in others:
        share = 1.0 if case.name == "perceval" else min(1.0, PYDRILLER_COMMITS / commits)
        whole = case.median / share
        rows.append([f"{case.name}{'' if share == 1 else f' ({PYDRILLER_COMMITS} commits, extrapolated)'}", f"{whole:.2f}", f"{whole / bare['numstat'].median:.2f}",
                     ", ".join(f"{depth} {whole / scan.median:.1f}x faster" for depth, scan in scans.items()), ""])  # fmt: skip
    print_table(
        f"{repository.name}: {commits} commits, {rounds} rounds",
        ["what", "wall s", "of numstat", "ratio", "goal"],
        rows,
    )
    check_totals(repository, folder / "lines", others)


def scan_case(repository: Path, folder: Path, depth: str) -> Case:
    """A scan from nothing: git, facts, metrics and the HTML report."""
    words = [
        "scan",
        str(repository),
        "--depth",
        depth,
        "--data",
        str(folder),
        "--report",
        f"{folder}.html",
        "--quiet",
        "--as-of",
        "2026-11-21",
    ]
    return Case(
        f"ospora scan --depth {depth}", ospora(*words), before=lambda: shutil.rmtree(folder, ignore_errors=True)
    )


def peer_cases(repository: Path, branch: str) -> list[Case]:
    """The peers, where they are installed."""
    cases = [
        Case("perceval", [sys.executable, "-c", PERCEVAL, str(repository), branch]),
        Case("pydriller", [sys.executable, "-c", PYDRILLER, str(repository), str(PYDRILLER_COMMITS)]),
    ]
    return [
        case
        for case in cases
        if subprocess.run([sys.executable, "-c", f"import {case.name}"], capture_output=True, check=False).returncode
        == 0
    ]


def check_totals(repository: Path, lake: Path, others: list[Case]) -> None:
    """Say whether all saw the same history: commits and lines added of commits that are no merges."""
    command = (
        f"git -C {shlex.quote(str(repository))} -c diff.context=0 log --no-merges --numstat --no-renames --format="
    )
    awk = "awk '$1 ~ /^[0-9]+$/ { a += $1; d += $2 } END { printf \"%d %d\", a, d }'"
    by_git = subprocess.run(
        ["sh", "-c", f"{command} | {awk}"], capture_output=True, text=True, check=True, env=QUIET_GIT
    ).stdout
    commits = int(git_text(repository, "rev-list", "--count", "HEAD"))
    query = ("SELECT count(*)::BIGINT FROM commits", "SELECT sum(lines_added)::BIGINT || ' ' || sum(lines_deleted)::BIGINT FROM changes",
             "SELECT count(*) FILTER (lines_status = 'submodule')::BIGINT FROM changes")  # fmt: skip
    program = "\n".join(
        (
            "import json, sys",
            "from pathlib import Path",
            "from ospora.lake.lake import Lake",
            "with Lake(Path(sys.argv[1])).connect() as connection:",
            "    print(json.dumps([connection.execute(query).fetchone()[0] for query in json.loads(sys.argv[2])]))",
        )
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(lake), json.dumps(query)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    ours = json.loads(done.stdout)
    same = (ours[0], ours[1]) == (commits, by_git)
    print(f"\nTotals: ospora {ours[0]} commits, lines {ours[1]}; git {commits} commits, lines {by_git}: "
          f"{'equal' if same else f'not equal ({ours[2]} submodule entries, which git counts as lines)'}.")  # fmt: skip
    for case in others:
        print(f"{case.name} printed (commits, lines added): {case.printed.strip()}")


def git_text(repository: Path, *words: str) -> str:
    """Output of a git command, without its last line break."""
    return subprocess.run(
        ["git", "-C", str(repository), *words], capture_output=True, text=True, check=True, env=QUIET_GIT
    ).stdout.strip()
