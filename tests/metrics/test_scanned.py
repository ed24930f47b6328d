# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""The scanner finds in a hard repository what the loader of these tests finds, metric for metric."""

from __future__ import annotations

import pytest

from ospora.core.windows import Window
from ospora.lake.lake import Lake
from ospora.metrics._compute import Options, compute_window, prepare
from tests.metrics.handmade import METRICS, at
from tests.scan.scanning import scan_into

AS_OF = at("2026-11-22")
WINDOWS = [
    Window(start=None, end=AS_OF),
    Window(start=at("2025-11-22"), end=AS_OF),
    Window(start=at("2026-01-01"), end=at("2026-02-01")),
]
# Languages and kinds come from the files themselves, which the loader does not look at.
ELSEWHERE = {
    ("programming_language_distribution", ""),
    ("programming_language_distribution", "language"),
    ("types_of_contributions", "kind"),
}


@pytest.fixture(scope="module")
def lake(repository, tmp_path_factory):
    lake = tmp_path_factory.mktemp("lake")
    scan_into(lake, repository.folder)
    return Lake(lake)


def numbers(connection, options):
    """(window, metric, dimension, item) → value, numerator, denominator, reason."""
    prepare(connection, as_of=AS_OF, options=options)
    found = {}
    for window in WINDOWS:
        for row in compute_window(connection, list(METRICS.values()), window):
            if (row.metric, row.dimension) not in ELSEWHERE:
                key = (str(window), row.metric, row.dimension, row.item)
                found[key] = (row.value, row.numerator, row.denominator, row.reason)
    return found


@pytest.mark.parametrize("options", [Options(), Options(include_automation=True), Options(include_merges=True)])
def test_the_scanner_gives_the_same_numbers(repository, lake, options):
    with repository.connect() as ours, lake.connect() as scanned:
        assert numbers(scanned, options) == numbers(ours, options)
