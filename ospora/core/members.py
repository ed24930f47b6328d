# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Members of a room: every module in its folder whose name does not start with an underscore."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType


def load_members(package: str) -> list[ModuleType]:
    """Import all members of a package, sorted by name.

    package: dotted name, such as "ospora.metrics".
    """
    room = importlib.import_module(package)
    names = sorted(found.name for found in pkgutil.iter_modules(room.__path__) if not found.name.startswith("_"))
    return [importlib.import_module(f"{package}.{name}") for name in names]
