# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Run the measurements: python -m bench [--rounds N] [--no-peers] REPOSITORY…"""

from __future__ import annotations

import argparse
import platform
import tempfile
from pathlib import Path

from bench import history, rescan


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("repositories", nargs="*", type=Path, help="bare repositories or git directories")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-peers", action="store_true", help="leave perceval and pydriller out")
    arguments = parser.parse_args()
    print(
        f"Python {platform.python_version()} on {platform.machine()}; medians of {arguments.rounds} interleaved rounds, whole processes."
    )
    with tempfile.TemporaryDirectory(prefix="ospora-bench-") as folder:
        for repository in arguments.repositories:
            history.measure(repository.resolve(), Path(folder), rounds=arguments.rounds, peers=not arguments.no_peers)
            rescan.measure_new_commits(repository.resolve(), Path(folder), rounds=arguments.rounds)
        rescan.measure_portfolios(Path(folder), rounds=arguments.rounds)


if __name__ == "__main__":
    main()
