# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""The script gives, in a fresh DuckDB and from files, what the engine gives."""

from __future__ import annotations

import duckdb
import pytest

from ospora.core.errors import MissingTableError
from ospora.core.windows import Window
from ospora.metrics._compute import Options, compute_window, prepare
from ospora.metrics._script import sql_script
from tests.metrics.handmade import COLUMNS, METRICS, at

AS_OF = at("2026-11-22")
WINDOWS = {
    "all": Window(start=None, end=AS_OF),
    "january": Window(start=at("2026-01-01"), end=at("2026-02-01")),
}


@pytest.fixture(scope="module")
def files(repository, tmp_path_factory):
    """Table → its Parquet files."""
    folder = tmp_path_factory.mktemp("it's a lake")
    with repository.connect() as connection:
        connection.execute(
            "INSERT INTO files VALUES ('p', 'a.py', '', '', 7, 1, 'Python', 'programming', 'code', NULL, NULL, NULL, NULL)"
        )
        connection.execute("INSERT INTO tags VALUES ('p', 'v1', '', '2026-01-03', 'tagger', '1', true, false)")
        connection.execute("INSERT INTO projects SELECT 'q', * EXCLUDE (project_id) FROM projects")
        for name in COLUMNS:
            connection.table(name).write_parquet(str(folder / f"{name}.parquet"))
    return {name: [str(folder / f"{name}.parquet")] for name in COLUMNS}


@pytest.fixture(scope="module")
def lake(files):
    with duckdb.connect(config={"threads": 1}) as connection:
        for name, (path,) in files.items():
            connection.read_parquet(path).create_view(name)
        prepare(connection, as_of=AS_OF, options=Options())
        yield connection


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("metric", METRICS)
def test_the_script_gives_the_rows_of_the_engine(files, lake, metric, window):
    script = sql_script(METRICS[metric], tables=files, window=WINDOWS[window], project_id="p", as_of=AS_OF)
    with duckdb.connect(config={"threads": 1}) as fresh:
        found = fresh.execute(script).fetchall()
    rows = [row for row in compute_window(lake, [METRICS[metric]], WINDOWS[window]) if row.project_id == "p"]
    absent = "defined for the whole history only", "not defined for the whole history"

    assert found == [tuple(row)[5:11] for row in rows if row.reason not in absent]


def test_a_table_may_be_given_as_a_query(files):
    nobody = "SELECT 'p' AS project_id, 'x' AS identity_id, 'x' AS person_id, 'human' AS class, NULL AS rule"
    tables = {"commits": files["commits"], "people": nobody}
    script = sql_script(METRICS["code_changes_commits"], tables=tables, window=WINDOWS["january"], project_id="p")
    with duckdb.connect() as fresh:
        # With nobody known to be a bot, the bot's commit counts too.
        assert fresh.execute(script).fetchall()[0][2] == 3


def test_options_and_the_clock_reach_the_script(files):
    options = Options(include_merges=True, include_automation=True)
    metric, window = METRICS["code_changes_commits"], Window(start=None, end=at("2031-01-01"))
    with duckdb.connect() as fresh:
        everything = fresh.execute(
            sql_script(metric, tables=files, window=window, project_id="p", options=options)
        ).fetchall()
        known = fresh.execute(
            sql_script(metric, tables=files, window=window, project_id="p", as_of=at("2026-01-01"))
        ).fetchall()

    assert everything[0][2] == 19
    assert known[0][2] == 6


def test_a_script_asks_only_for_what_it_reads(files):
    script = sql_script(METRICS["committers"], tables=files, window=WINDOWS["all"], project_id="p")

    assert [name for name in COLUMNS if f"VIEW {name} AS" in script] == ["commits", "people"]
    assert "kind_bit" not in script


def test_a_table_that_is_not_there_is_named(files):
    with pytest.raises(MissingTableError, match="'trailers'"):
        sql_script(METRICS["contributors"], tables={**files, "trailers": None}, window=WINDOWS["all"], project_id="p")


def test_a_project_id_is_only_ever_text(files):
    script = sql_script(METRICS["committers"], tables=files, window=WINDOWS["all"], project_id="x'); DROP TABLE y; --")
    with duckdb.connect() as fresh:
        assert fresh.execute(script).fetchall() == []
