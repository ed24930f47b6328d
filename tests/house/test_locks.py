# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""The locks: complete, with hashes, without the address of any index, and one version of each package for all."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.house.project import project_files, read

PROJECT = tomllib.loads(read("pyproject.toml"))
LOCKS = {
    "requirements.lock": (),
    "requirements-test.lock": ("test", "check"),
    "requirements-bench.lock": ("bench",),
}
# Written so that this file does not name what it looks for.
REGISTRY_HOST = re.compile(r"p[y]pi\.(org|python)|pythonh[o]sted\.org|n[p]mjs\.(org|com)|[a-z.]*d[e]bian\.(org|net)")


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def wanted(extras: tuple[str, ...]) -> set[str]:
    """Names that pyproject.toml asks for directly: to run, to build, and for the extras."""
    project = PROJECT["project"]
    asked = [*project["dependencies"], *PROJECT["build-system"]["requires"]]
    for extra in extras:
        asked += project["optional-dependencies"][extra]
    return {normal(re.match(r"[\w.-]+", line).group()) for line in asked}


def requirements(lock: str) -> list[str]:
    """Logical lines of a lock, continuation lines joined, comments left out."""
    text = re.sub(r"(?m)^\s*#.*\n", "", read(lock))
    return [line for line in text.replace("\\\n", " ").splitlines() if line.strip()]


def versions(lock: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line in requirements(lock):
        name, version = re.match(r"([\w.-]+)==([^\s;]+)", line).groups()
        found.setdefault(normal(name), set()).add(version)
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_pinned_and_has_hashes(lock):
    loose = [
        line[:60] for line in requirements(lock) if not re.match(r"[\w.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line)
    ]

    assert loose == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(lock):
    assert re.findall(r"(?i)\S+://\S+|--(?:extra-)?index\S*|--find-links\S*|--trusted-host\S*| @ \S+", read(lock)) == []


@pytest.mark.parametrize(("lock", "extras"), LOCKS.items())
def test_a_lock_covers_what_the_project_asks_for(lock, extras):
    assert wanted(extras) - versions(lock).keys() == set()


def test_the_default_install_stays_small():
    direct = wanted(())

    assert direct == {"duckdb", "enry-python", "flit-core", "tqdm"}
    assert versions("requirements.lock").keys() == direct | {"cffi", "colorama", "pycparser"}


@pytest.mark.parametrize("lock", ["requirements-test.lock", "requirements-bench.lock"])
def test_what_runs_is_what_is_tested_and_measured(lock):
    runtime = versions("requirements.lock")

    assert {name: versions(lock)[name] for name in runtime} == runtime


def test_the_runtime_is_one_version_for_every_python():
    forked = {name: found for name, found in versions("requirements.lock").items() if len(found) != 1}

    assert forked == {}


def test_every_extra_is_locked():
    locked = {extra for extras in LOCKS.values() for extra in extras}

    assert set(PROJECT["project"]["optional-dependencies"]) == locked


def test_each_dependency_of_the_default_install_says_why_it_is_here():
    lines = [line.strip() for line in read("pyproject.toml").splitlines()]
    start = lines.index("dependencies = [") + 1
    block = lines[start : lines.index("]", start)]
    silent = [
        line
        for above, line in zip(["", *block], block, strict=False)
        if line.startswith('"') and not above.startswith("#")
    ]

    assert [line for line in block if line.startswith('"')] != []
    assert silent == []


def test_npm_lock_carries_integrity_and_no_address():
    lock = read("tools/axe/package-lock.json")

    assert lock.count('"integrity": "sha512-') == lock.count('"node_modules/')
    assert re.findall(r"\w+://\S+", lock) == []


def test_no_file_names_the_host_of_a_package_registry():
    naming = [str(path) for path in project_files() if REGISTRY_HOST.search(read(path))]

    assert naming == []


@pytest.mark.parametrize(
    "text",
    ["https://py" + "pi.org/simple", "files.python" + "hosted.org", "registry.npm" + "js.org", "deb.deb" + "ian.org"],
)
def test_the_search_for_hosts_would_find_one(text):
    assert REGISTRY_HOST.search(text)
