# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""office.toml: what an office says of itself and of the repositories that it makes, uses, funds and watches."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from ospora.core.depths import DEPTHS, Depth
from ospora.core.errors import UsageError

_Choice = TypeVar("_Choice", bound=str)

ROLES = ("produced", "used", "funded", "watched")
FILE_NAME = "office.toml"

TEMPLATE = """\
# The office's own file. Keep it under version control; it holds no secrets.
# `ospora scan` without arguments reads everything that is listed here.

[office]
# name = "Open Source Programme Office of the Ministry of Examples"

[scan]
# How deep histories are read: metadata (commits, people, tags), paths (also which paths a commit touched),
# lines (also how many lines it added and deleted).
# depth = "lines"
# Where tables are kept, seen from this file.
# data = "ospora-data"
# How many git processes may work at once; 0 takes one for each core.
# jobs = 0
# Whether repositories may borrow objects from outside of themselves (objects/info/alternates).
# follow_alternates = false

# One block a source: a path seen from this file, an address (https, ssh, file), a git bundle,
# a text file of sources, or a folder to search (then ask for `discover`).
# [[source]]
# at = "https://git.example.org/statistics/survey.git"
# name = "Survey"              # shown instead of the last words of the address
# unit = "Statistics"          # which part of the office answers for it
# role = "produced"            # produced, used, funded or watched
# branch = "main"              # read this branch instead of the default one
#
# [[source]]
# at = "../repositories"
# discover = true
"""


@dataclass(frozen=True)
class SourceEntry:
    """One [[source]] of office.toml. at: path (already seen from the file) or address, as the user wrote it."""

    at: str
    name: str | None = None
    unit: str | None = None
    role: str | None = None
    branch: str | None = None
    discover: bool = False


@dataclass(frozen=True)
class OfficeConfig:
    """What office.toml says. folder: where it lies; data: folder of the lake, or None for the default."""

    folder: Path
    name: str | None = None
    depth: Depth = "lines"
    data: Path | None = None
    jobs: int = 0
    follow_alternates: bool = False
    sources: tuple[SourceEntry, ...] = field(default=())


def load_config(folder: Path) -> OfficeConfig | None:
    """Read office.toml of a folder, or None when there is none.

    Errors: UsageError naming the file, the key and what would be right.
    """
    path = folder / FILE_NAME
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}.") from None
    return _config(content, path=path)


def _config(content: dict[str, Any], *, path: Path) -> OfficeConfig:
    _check_keys(content, known=("office", "scan", "source"), where=f"{path}")
    office = _section(content, "office", {"name": str}, path=path)
    scan = _section(content, "scan", {"depth": str, "data": str, "jobs": int, "follow_alternates": bool}, path=path)
    depth = _one_of(scan.get("depth", "lines"), DEPTHS, where=f"{path}: [scan] depth")
    jobs = scan.get("jobs", 0)
    if jobs < 0:
        raise UsageError(f"{path}: [scan] jobs is {jobs}; write 0 for one job a core, or a positive number.")
    entries = content.get("source", [])
    if not isinstance(entries, list):
        raise UsageError(f"{path}: write each source as [[source]], with two brackets.")
    return OfficeConfig(
        folder=path.parent,
        name=office.get("name"),
        depth=depth,
        data=path.parent / scan["data"] if "data" in scan else None,
        jobs=jobs,
        follow_alternates=scan.get("follow_alternates", False),
        sources=tuple(_source(entry, number=n, path=path) for n, entry in enumerate(entries, 1)),
    )


def _source(entry: object, *, number: int, path: Path) -> SourceEntry:
    where = f"{path}: [[source]] number {number}"
    types = {"at": str, "name": str, "unit": str, "role": str, "branch": str, "discover": bool}
    checked = _checked(entry, types, where=where)
    if "at" not in checked:
        raise UsageError(f'{where} has no `at`; write at = "path or address".')
    if "role" in checked:
        _one_of(checked["role"], ROLES, where=f"{where}: role")
    return SourceEntry(**checked)


def _section(content: dict[str, Any], name: str, types: dict[str, type], *, path: Path) -> dict[str, Any]:
    return _checked(content.get(name, {}), types, where=f"{path}: [{name}]")


def _checked(section: object, types: dict[str, type], *, where: str) -> dict[str, Any]:
    if not isinstance(section, dict):
        raise UsageError(f"{where} must be a table of keys and values.")
    _check_keys(section, known=tuple(types), where=where)
    for key, value in section.items():
        if type(value) is not types[key]:
            words = {str: "text in quotes", int: "a whole number", bool: "true or false"}
            raise UsageError(f"{where}: {key} must be {words[types[key]]}, not {value!r}.")
    return section


def _check_keys(section: dict[str, Any], *, known: tuple[str, ...], where: str) -> None:
    for key in section:
        if key not in known:
            close = difflib.get_close_matches(key, known, n=1)
            hint = f"did you mean {close[0]!r}?" if close else f"known keys are {', '.join(known)}."
            raise UsageError(f"{where}: there is no key {key!r}; {hint}")


def _one_of(value: str, known: tuple[_Choice, ...], *, where: str) -> _Choice:
    for choice in known:
        if choice == value:
            return choice
    raise UsageError(f"{where} is {value!r}; write one of {', '.join(known)}.")
