# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Tables to report on, and golden files: `pytest tests/report --update-golden` writes them again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from tests.report.sample import Tables

GOLDEN = Path(__file__).with_name("golden")


def pytest_addoption(parser):
    parser.addoption("--update-golden", action="store_true", help="write the golden files of the reports again")


@pytest.fixture
def tables():
    with duckdb.connect() as connection:
        yield Tables(connection)


@pytest.fixture
def golden(request):
    """Compare a text with a golden file, or write the file when that was asked for."""

    def compare(name, text):
        path = GOLDEN / name
        if request.config.getoption("--update-golden", default=False):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture
def fixed():
    """Content that does not change with the version of Ospora."""
    return lambda content: replace(content, version="0.0.0")
