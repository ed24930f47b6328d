# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""A scan that is killed at any moment leaves a lake that can be read, and the next scan goes on from there."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time

import pytest

from ospora.lake.lake import ALL_TABLES, Lake
from tests.gitrepo import NOON, Commit, build, new_repository
from tests.scan.scanning import AS_OF, KEY, everything, scan_into


def command(lake, *repositories):
    places = [str(place) for place in repositories]
    return [
        sys.executable,
        "-m",
        "ospora",
        "scan",
        *places,
        "--data",
        str(lake),
        "--as-of",
        "2026-11-21",
        "--jobs",
        "2",
        "--quiet",
    ]


@pytest.fixture
def portfolio(tmp_path):
    """Three repositories that take a while."""
    places = [new_repository(tmp_path / f"r{n}") for n in range(3)]
    for number, place in enumerate(places):
        commits = [
            Commit(when=NOON + n * 60, files={f"f{n % 40}.py": b"line %d\n" % n * (n % 300)})
            for n in range(400 * (number + 1))
        ]
        build(place, commits, tags={"v1.0": 100})
    return places


@pytest.mark.slow
def test_killed_at_random_moments_and_resumed_the_lake_is_that_of_a_whole_scan(tmp_path, portfolio):
    scan_into(tmp_path / "whole", *portfolio)
    whole = everything(tmp_path / "whole")
    took = _whole_scan_seconds(tmp_path, portfolio)
    chance = random.Random(2026)
    lake = tmp_path / "lake"
    survivors = 0
    for _ in range(16):
        if chance.random() < 0.3:
            shutil.rmtree(lake, ignore_errors=True)
        (lake / "vault").mkdir(parents=True, exist_ok=True)
        (lake / "vault" / "key").write_text(KEY)
        process = subprocess.Popen(
            command(lake, *portfolio), start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(chance.uniform(0.05, took * 1.1))
        survivors += process.poll() is not None
        process.kill()
        process.wait()
        if (lake / "lake.json").exists():
            readable(lake)
    assert survivors < 11, "the moments were too late to kill anything"
    done = subprocess.run(command(lake, *portfolio), check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert everything(lake) == whole
    assert list((lake / "tmp").iterdir()) == []


def _whole_scan_seconds(tmp_path, portfolio):
    started = time.monotonic()
    subprocess.run(command(tmp_path / "timed", *portfolio), check=True)
    return time.monotonic() - started


def readable(lake):
    """Every table that the lake names can be read, and says of each project only what it holds whole."""
    with Lake(lake).connect() as connection:
        for name in ALL_TABLES:
            connection.execute(f'SELECT * FROM "{name}"').fetchall()
        query = "SELECT p.project_id, p.commit_count, count(c.commit_id) FROM projects p LEFT JOIN commits c USING (project_id) GROUP BY ALL"
        counts = connection.execute(query).fetchall()
    assert [found for _, _, found in counts] == [said for _, said, _ in counts]


def test_nothing_is_left_running_after_a_kill(tmp_path, portfolio):
    process = subprocess.Popen(
        command(tmp_path / "lake", *portfolio), start_new_session=True, stderr=subprocess.DEVNULL
    )
    time.sleep(1.0)
    process.kill()
    process.wait()
    deadline = time.monotonic() + 20
    while _group(process.pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert _group(process.pid) == []


def _group(leader):
    """Processes of a session that are still alive."""
    alive = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat") as file:
                    fields = file.read().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == leader and fields[0] != "Z":
                alive.append(int(entry))
    return alive


@pytest.mark.skipif(not os.path.isdir("/proc"), reason="the processes of a session are listed in /proc")
def test_an_interrupt_ends_the_scan_with_a_sentence(tmp_path, portfolio):
    process = subprocess.Popen(
        command(tmp_path / "lake", *portfolio), start_new_session=True, stderr=subprocess.PIPE, text=True
    )
    while not (tmp_path / "lake" / "scan.lock").exists():  # before that Python itself is starting
        time.sleep(0.01)
    time.sleep(0.3)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    if process.returncode == 0:
        pytest.skip("the scan was over before the interrupt")
    assert process.returncode == 130
    assert said.strip() == "ospora: stopped. What was finished is kept; run the same command again to go on."
    done = subprocess.run(command(tmp_path / "lake", *portfolio), check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert AS_OF.isoformat() == Lake(tmp_path / "lake").values_as_of()
