# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Write a commented office.toml to start from."""

from __future__ import annotations

import argparse
from pathlib import Path

from ospora.cli._options import print_text
from ospora.core.display import visible
from ospora.core.errors import LakeError, UsageError
from ospora.office.config import FILE_NAME, TEMPLATE

HELP = "write a commented office.toml to start from"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", nargs="?", type=Path, default=Path(), help="where to write it (default: .)")


def run(arguments: argparse.Namespace) -> int:
    path: Path = arguments.folder / FILE_NAME
    try:
        arguments.folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(TEMPLATE)
    except FileExistsError:
        raise UsageError(f"{path} exists already; edit it, or remove it first.") from None
    except OSError as error:
        raise LakeError(f"{path} could not be written: {error.strerror}.") from None
    print_text(f"Wrote {visible(str(path))}. Name your repositories in it, then run `ospora scan`.")
    return 0
