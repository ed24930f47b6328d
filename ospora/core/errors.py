# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Every error that a user can fix, one sentence each: what, where, what to do next."""

from __future__ import annotations


class OsporaError(Exception):
    """Base of all errors that are shown without a traceback."""

    exit_code = 4


class UsageError(OsporaError):
    """The command or a file of the office asks for something that does not exist."""

    exit_code = 2


class SourceError(OsporaError):
    """A source cannot be read: missing, not a repository, refused as unsafe."""


class RepositoryError(OsporaError):
    """Git could not read a repository to the end; nothing of this attempt is kept."""


class LakeError(OsporaError):
    """The data folder cannot be read or written."""


class MissingTableError(OsporaError):
    """A metric was asked for before its table was built."""
