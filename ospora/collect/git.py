# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Run git on our own terms: a fixed environment, no prompts, no network, every exit code looked at."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import IO

from ospora.core.display import visible, without_credentials
from ospora.core.errors import RepositoryError, SourceError

# Keeps malloc from giving memory back to the system between diffs: 3 to 6 % less CPU
# (docs/explanation/performance.md).
_MALLOC = {"MALLOC_TRIM_THRESHOLD_": "1073741824", "MALLOC_MMAP_THRESHOLD_": "1073741824"}

# What decides how git behaves comes from here alone: no file of the machine, the user or a scanned repository.
_OFFLINE = {
    "LC_ALL": "C",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_PAGER": "cat",
    "HOME": os.devnull,
    **_MALLOC,
}

# `diff.context=0` lets git cut the equal end of two files before it compares them: 9 to 39 % less CPU.
# Commit-graph files of a scanned repository are not believed: they could show a shorter history.
SETTINGS = (
    *("-c", "diff.context=0"),
    *("-c", "diff.renames=false"),
    *("-c", "core.commitGraph=false"),
    *("-c", "core.quotePath=false"),
    *("-c", "log.showSignature=false"),
    *("-c", "log.showRoot=true"),
    *("-c", "log.mailmap=false"),
    *("-c", "i18n.logOutputEncoding=UTF-8"),
)


@functools.cache
def git_program() -> str:
    """Path of git.

    Errors: SourceError when git is not installed.
    """
    found = shutil.which("git")
    if found is None:
        raise SourceError("git was not found; install git 2.30 or newer and try again.")
    return found


def offline_environment(extra: Mapping[str, str]) -> dict[str, str]:
    """Environment for reading: nothing of the caller's but PATH and TMPDIR, no network, no prompt."""
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR", "LD_LIBRARY_PATH") if name in os.environ}
    return {**kept, **_OFFLINE, **extra}


def run_git(arguments: Sequence[str], *, environment: Mapping[str, str], stdin: bytes = b"") -> bytes:
    """Standard output of one git command.

    Errors: RepositoryError with git's own last words when it exits with anything but 0.
    """
    done = subprocess.run([git_program(), *arguments], input=stdin, capture_output=True, env=environment, check=False)
    if done.returncode != 0:
        raise RepositoryError(failure_sentence(arguments, returncode=done.returncode, stderr=done.stderr))
    return done.stdout


@contextmanager
def stream_git(
    arguments: Sequence[str], *, environment: Mapping[str, str], stdin: IO[bytes] | None = None
) -> Iterator[IO[bytes]]:
    """Run git and yield its standard output; when the block has read it to the end, the exit code must be 0.

    stdin: an open file that git reads from, or None.
    Errors: RepositoryError when git ends with anything but 0, so that a git that dies halfway
    never looks like a shorter history. A block that leaves early by an exception kills git.
    """
    with tempfile.TemporaryFile() as stderr:
        process = subprocess.Popen(
            [git_program(), *arguments],
            stdin=stdin if stdin is not None else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=stderr,
            env=environment,
        )
        assert process.stdout is not None  # stdout=PIPE above
        try:
            yield process.stdout
        except BaseException:
            process.kill()
            raise
        finally:
            process.stdout.close()
            process.wait()
        if process.returncode != 0:
            stderr.seek(0)
            raise RepositoryError(
                failure_sentence(arguments, returncode=process.returncode, stderr=stderr.read(20_000))
            )


def failure_sentence(arguments: Sequence[str], *, returncode: int, stderr: bytes) -> str:
    """One sentence on a git that failed: which command, and its first and last words, safe to show."""
    verb = next((word for word in _without_settings(arguments)), "git")
    lines = [line for line in stderr.decode("utf-8", "replace").splitlines() if line.strip()]
    said = without_credentials("; ".join(dict.fromkeys([*lines[:1], *lines[-1:]])))
    how = f"was ended by signal {-returncode}" if returncode < 0 else f"ended with exit code {returncode}"
    return f"git {verb} {how}: {visible(said)[:400] or 'it said nothing'}"


def _without_settings(arguments: Sequence[str]) -> Iterator[str]:
    """The words of a git command line after its -c settings."""
    words = iter(arguments)
    for word in words:
        if word == "-c":
            next(words, None)
        elif not word.startswith("--"):
            yield word
