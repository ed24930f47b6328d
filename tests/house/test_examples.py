# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""The examples of the documentation, run as a reader would: each page in a folder with two scanned repositories.

In a page, a block `sh` is run, a block with a file name beside its kind is written to that file, and a block `sql`
is given to DuckDB. Other blocks are only shown.
"""

from __future__ import annotations

import re
import shutil

import duckdb
import pytest

from tests.house.project import project_files, read
from tests.house.world import install_command, make_repository, run_script

BLOCK = re.compile(r"(?ms)^```(\w+)(?: (\S+))?\n(.*?)^```$")
PAGES = [
    path
    for path in project_files()
    if path.suffix == ".md"
    and (path.parts[0] == "docs" or str(path) == "README.md")
    and any(kind in {"sh", "sql"} for kind, _, _ in BLOCK.findall(read(path)))
]


@pytest.fixture(scope="module")
def commands(tmp_path_factory):
    folder = tmp_path_factory.mktemp("commands")
    install_command(folder)
    return folder


@pytest.fixture(scope="module")
def scanned(tmp_path_factory, commands):
    """Two folders: the one that pages speak of, and how it is after its first scan."""
    world = tmp_path_factory.mktemp("world")
    for place in ("tax-library", "water-portal", "repositories/tax-library", "repositories/water-portal"):
        make_repository(world / "here" / place)
    done = run_script("ospora scan tax-library water-portal", world / "here", commands)
    assert done.returncode == 0, done.stderr
    shutil.copytree(world / "here", world / "saved", symlinks=True)
    return world / "here", world / "saved"


@pytest.fixture
def here(scanned):
    """The folder as it is after its first scan, at its own place: a project is known by its path."""
    folder, saved = scanned
    shutil.rmtree(folder)
    shutil.copytree(saved, folder, symlinks=True)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=str)
def test_the_examples_of_a_page_run(page, here, commands):
    for kind, name, text in BLOCK.findall(read(page)):
        if kind == "sh":
            done = run_script(text, here, commands)
            assert done.returncode == 0, f"{text}\n{done.stdout}\n{done.stderr}"
        elif name:
            (here / name).write_text(text)
        elif kind == "sql":
            query = re.sub(r"'(ospora-\S+)'", lambda match: f"'{here / match.group(1)}'", text)
            assert duckdb.sql(query).fetchall() != []
