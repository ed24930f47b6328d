# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Read a test repository the way a scan does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ospora.collect.repository import Refs, object_format_of, open_repository, read_refs, reading_room


@contextmanager
def room_of(path: Path) -> Iterator[tuple[dict[str, str], Refs]]:
    """Environment of the reading room of a repository, and its refs."""
    repository = open_repository(path)
    refs = read_refs(repository)
    assert refs.tip is not None
    with reading_room(repository, object_format=object_format_of(refs.tip), shallow=refs.shallow) as environment:
        yield environment, refs
