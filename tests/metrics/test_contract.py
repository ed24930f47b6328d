# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""What every metric of the room keeps to."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from ospora.core.windows import Window
from ospora.metrics._compute import Options, compute_window, prepare
from ospora.metrics._definition import Metric
from tests.metrics.handmade import AS_OF, METRICS, History

COLUMNS = ["project_id", "period_id", "dimension", "item", "value", "numerator", "denominator", "reason"]
UNITS = {"people", "commits", "lines", "releases", "contributions", "ratio", "index", "days", "hours"}
every_metric = pytest.mark.parametrize("module", METRICS.values(), ids=METRICS.keys())


@every_metric
def test_the_id_is_the_name_of_the_module(module):
    assert isinstance(module.METRIC, Metric)
    assert module.METRIC.id == module.__name__.rpartition(".")[2]


@every_metric
def test_it_says_what_it_is(module):
    metric = module.METRIC

    assert metric.question.endswith("?")
    assert metric.unit in UNITS
    assert metric.source
    assert metric.title
    assert metric.rule.endswith(".")
    assert metric.chaoss_id is None or re.fullmatch(r"\d{4}", metric.chaoss_id)
    assert "CHAOSS" in metric.source
    assert set(metric.spans) <= {"all", "year", "month"}


@every_metric
def test_its_query_starts_with_the_grain_and_reads_no_clock(module):
    assert module.SQL.startswith("-- one row per project")
    assert not re.search(r"\b(now|today|current_\w+|random|uuid)\b", module.SQL.replace("is_now", ""), re.IGNORECASE)


@pytest.fixture(scope="module")
def prepared():
    with History().commit("2026-01-01").connect() as connection:
        prepare(connection, as_of=AS_OF, options=Options())
        compute_window(connection, [*METRICS.values()], Window(start=None, end=AS_OF))
        yield connection


@every_metric
def test_its_query_gives_the_columns(prepared, module):
    columns = [column[0] for column in prepared.execute(module.SQL).description]

    assert columns[:8] == COLUMNS
    assert columns[8:] in ([], ["caveat"])


@every_metric
def test_it_has_a_test_of_its_own(module):
    assert (Path(__file__).parent / f"test_{module.METRIC.id}.py").exists()


@every_metric
def test_a_git_command_takes_a_scope(module):
    command = getattr(module, "git_command", None)

    assert command is None or list(inspect.signature(command).parameters) == ["scope"]
