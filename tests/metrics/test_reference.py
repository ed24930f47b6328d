# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""The reference page of the metrics."""

from __future__ import annotations

from pathlib import Path

from ospora.metrics._reference import render_reference
from tests.metrics.handmade import METRICS

PAGE = Path(__file__).parents[2] / "docs/reference/metrics.md"


def test_the_committed_page_is_current():
    assert PAGE.read_text(encoding="utf-8") == render_reference()


def test_every_metric_has_a_line_with_its_rule_and_its_chaoss_page():
    lines = {line.split("`")[1]: line for line in render_reference().splitlines() if line.startswith("| [`")}

    assert lines.keys() == METRICS.keys()
    for module in METRICS.values():
        assert module.METRIC.rule in lines[module.METRIC.id]
        assert (
            f"https://chaoss.community/?p={module.METRIC.chaoss_id}" in lines[module.METRIC.id]
            or module.METRIC.chaoss_id is None
        )
