# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""The metrics of this room: every module whose name does not start with an underscore."""

from __future__ import annotations

from typing import Protocol, cast

from ospora.core.members import load_members
from ospora.metrics._definition import GitScope, Metric


class MetricModule(Protocol):
    """A member of this room. Where plain git can give the number, it also holds git_command(scope)."""

    __name__: str
    METRIC: Metric
    SQL: str


def load_metrics() -> list[MetricModule]:
    """All metrics, sorted by id.

    Errors: ValueError when two modules have the same id.
    """
    modules = [cast(MetricModule, module) for module in load_members("ospora.metrics")]
    names: dict[str, str] = {}
    for module in modules:
        first = names.setdefault(module.METRIC.id, module.__name__)
        if first != module.__name__:
            raise ValueError(f"{first} and {module.__name__} are both the metric {module.METRIC.id!r}.")
    return sorted(modules, key=lambda module: module.METRIC.id)


def git_command(module: MetricModule, scope: GitScope) -> str | None:
    """A shell command that gives the plain value with git alone, or None where git cannot."""
    command = getattr(module, "git_command", None)
    return None if command is None else str(command(scope))
