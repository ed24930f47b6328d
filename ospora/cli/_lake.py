# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Which office and which lake a command works on."""

from __future__ import annotations

import argparse
import datetime as dt
import os
from collections.abc import Sequence
from pathlib import Path

from ospora.cli._options import DATA_VARIABLE, DEFAULT_DATA, as_of_from, utf8_path
from ospora.collect.sources import Source
from ospora.core.errors import UsageError
from ospora.lake.lake import Lake
from ospora.office.config import OfficeConfig, load_config


def office_folder(arguments: argparse.Namespace) -> Path:
    """The office's folder: --office, else the one we are in."""
    folder: Path = arguments.office if arguments.office is not None else Path()
    if not folder.is_dir():
        raise UsageError(f"The office folder {folder} does not exist.")
    return folder


def office_of(arguments: argparse.Namespace) -> OfficeConfig | None:
    """The office's configuration, or None when its folder has no office.toml."""
    return load_config(office_folder(arguments))


def lies_in_source(folder: Path, sources: Sequence[Source]) -> bool:
    """Whether a folder lies inside of a repository that is one of some sources, in whichever of its worktrees."""
    ids = {source.project_id for source in sources if source.kind == "path"}
    here = folder.resolve()
    return any(Source("path", str(place)).project_id in ids for place in (here, *here.parents)) if ids else False


def lake_of(arguments: argparse.Namespace, office: OfficeConfig | None) -> Lake:
    """The lake: --data, else the environment, else office.toml, else a folder here."""
    chosen = arguments.data or os.environ.get(DATA_VARIABLE) or (office.data if office else None) or DEFAULT_DATA
    return Lake(utf8_path(Path(chosen)))


def existing_lake(arguments: argparse.Namespace) -> Lake:
    """The lake, which a scan must have filled before."""
    lake = lake_of(arguments, office_of(arguments))
    if not (lake.root / "lake.json").is_file():
        raise UsageError(f"There is no lake in {lake.root}; run `ospora scan SOURCE` first, or name it with --data.")
    lake.check()
    return lake


def as_of_published(arguments: argparse.Namespace, lake: Lake) -> dt.datetime:
    """The instant that was asked for, else the one that the lake's published values count up to."""
    published = lake.values_as_of()
    if arguments.as_of is None and published is not None:
        return dt.datetime.fromisoformat(published)
    return as_of_from(arguments)
