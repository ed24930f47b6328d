# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""How deep a history is read: each depth is a complete answer, and holds all that the one before it holds."""

from __future__ import annotations

from typing import Literal, get_args

Depth = Literal["metadata", "paths", "lines"]
"""metadata: commits, people, tags; paths: also which paths a commit touched; lines: also lines added and deleted."""

DEPTHS: tuple[Depth, ...] = get_args(Depth)


def is_deeper(depth: Depth, than: Depth) -> bool:
    """Whether a depth holds more than another."""
    return DEPTHS.index(depth) > DEPTHS.index(than)
