# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Read a small file that a stranger has written: never a link, a pipe or a device, and never more than is allowed."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from ospora.core.display import visible
from ospora.core.errors import SourceError


def read_small(path: Path, *, limit: int) -> bytes | None:
    """Content of a regular file, or None when there is none.

    limit: most bytes.
    Errors: SourceError when it is a link, a pipe or a device, is larger, or may not be read.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise SourceError(f"{visible(str(path))} cannot be read: {getattr(error, 'strerror', error)}.") from None
    with os.fdopen(descriptor, "rb") as file:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise SourceError(f"{visible(str(path))} is no regular file; the repository is not safe to read.")
        if found.st_size > limit:
            raise SourceError(f"{visible(str(path))} has {found.st_size} bytes, more than the {limit} that are read.")
        return file.read(limit)
