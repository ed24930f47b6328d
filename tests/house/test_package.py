# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""The wheel: every file of the package, nothing else, and a command that starts from it."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile

import pytest

from tests.house.project import ROOT, project_files

BUILD = "import sys; from flit_core.buildapi import build_wheel; print(build_wheel(sys.argv[1]))"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    built = subprocess.run(
        [sys.executable, "-c", BUILD, str(folder)], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()
    return folder / built


def test_the_wheel_holds_the_package_and_nothing_else(wheel):
    package = {str(path) for path in project_files() if path.parts[0] == "ospora"}
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}

    assert packed == package


def test_the_wheel_carries_the_licence(wheel):
    with zipfile.ZipFile(wheel) as archive:
        licences = [name for name in archive.namelist() if "/licenses/" in name]
        metadata = archive.read(next(name for name in archive.namelist() if name.endswith("/METADATA"))).decode()

    assert {name.split("/licenses/")[1] for name in licences} == {"LICENSE", "LICENSES/Apache-2.0.txt"}
    assert "License-Expression: Apache-2.0" in metadata


@pytest.mark.slow
def test_the_command_starts_from_the_wheel_alone(wheel, tmp_path):
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    environment = {**os.environ, "PYTHONPATH": str(site)}

    said = subprocess.run(
        [sys.executable, "-m", "ospora", "--version"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert "0.1.0" in said.stdout
