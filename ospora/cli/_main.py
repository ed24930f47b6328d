# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""The command line: finds the commands in this folder, runs one, and turns what went wrong into a sentence."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol, cast

from ospora import __version__
from ospora.core.display import visible, without_credentials
from ospora.core.errors import OsporaError
from ospora.core.members import load_members

DONE, CHECK_FAILED, WRONG_USE, SOME_FAILED, NOTHING_DONE = range(5)
INTERRUPTED = 130

_EPILOG = """\
Exit codes: 0 done, 1 a check failed as asked, 2 wrong use, 3 some projects failed (the rest is done and listed),
4 nothing could be done.
"""


class CommandModule(Protocol):
    """What every module of this folder offers."""

    HELP: str
    """One line that says what the command does."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's arguments."""

    def run(self, arguments: argparse.Namespace) -> int:
        """Run the command and return the exit code."""


def main(words: Sequence[str] | None = None) -> int:
    """Run `ospora` with the words of a command line; those of this process when None. Returns the exit code."""
    _open_closed_streams()
    try:
        try:
            arguments = build_parser().parse_args(words)
            return cast(CommandModule, arguments.module).run(arguments)
        finally:
            sys.stdout.flush()  # here, where what goes wrong can still be said
    except OsporaError as error:
        _say(f"ospora: {visible(without_credentials(str(error)))}")
        return error.exit_code
    except BrokenPipeError:
        _drop_output()  # whoever read it has closed it
        return DONE
    except OSError as error:
        _drop_output()
        what = f"{error.filename} cannot be used" if error.filename else "The output could not be written"
        _say(f"ospora: {visible(what)} ({error.strerror or error}); check its space and rights.")
        return NOTHING_DONE
    except KeyboardInterrupt:
        _say("ospora: stopped. What was finished is kept; run the same command again to go on.")
        return INTERRUPTED


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands; each command's module says what it takes."""
    parser = argparse.ArgumentParser(
        prog="ospora",
        description="The open source programme office as software: what your repositories are, who keeps them alive, "
        "and why each number is what it is.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"ospora {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for module in load_members("ospora.cli"):
        command = cast(CommandModule, module)
        name = module.__name__.rpartition(".")[2]
        sub = commands.add_parser(name, help=command.HELP, description=module.__doc__)
        command.add_arguments(sub)
        sub.set_defaults(module=module)
    return parser


def _say(sentence: str) -> None:
    with suppress(OSError):  # where standard error is full or gone, the exit code has to do
        print(sentence, file=sys.stderr)


def _open_closed_streams() -> None:
    """Give standard streams that were closed a place that leads nowhere, before a file of ours takes their number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - it closes with the process


def _drop_output() -> None:
    """Let what still waits to be printed go nowhere: a second failure at exit would only add noise."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
