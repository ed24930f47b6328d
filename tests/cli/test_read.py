# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Commands that read a lake: status, show, metrics, report, export."""

import csv
import json

import duckdb
import pytest


def test_status_lists_projects(ospora, ospora_json, rich_lake):
    assert ospora("status", "--data", rich_lake)[1].splitlines()[-1].split() == ["rich", "ok", "lines", "18"]
    code, document = ospora_json("status", "--data", rich_lake)
    assert (code, document["projects"][0]["tip"] is not None, document["as_of"]) == (
        0,
        True,
        "2026-11-22T00:00:00+00:00",
    )


def test_show_says_it_in_words_and_in_json(ospora, ospora_json, rich_lake):
    code, out, _ = ospora("show", "rich", "--data", rich_lake)
    assert code == 0
    assert "people contributed" in out
    assert "\x1b" not in out
    code, document = ospora_json("show", "rich", "--data", rich_lake)
    assert (code, [project["name"] for project in document["projects"]]) == (0, ["rich"])


def test_show_as_of_another_day_counts_up_to_that_day(ospora_json, rich_lake):
    def commits(*words):
        _, document = ospora_json("show", "rich", "--data", rich_lake, *words)
        return [value["value"] for value in document["projects"][0]["values"]
                if (value["metric"], value["span"], value["dimension"]) == ("code_changes_commits", "all", None)]  # fmt: skip

    assert commits() == [15.0]
    assert commits("--as-of", "2023-11-30") == [3.0]


def test_metrics_are_listed_with_their_chaoss_pages(ospora, ospora_json):
    code, out, _ = ospora("metrics")
    assert code == 0
    assert "3944" in next(line for line in out.splitlines() if line.startswith("contributor_absence_factor"))
    _, document = ospora_json("metrics")
    assert {metric["id"]: metric["chaoss_id"] for metric in document}["contributors"] == "3467"


def test_metrics_over_a_window_and_by_month(ospora, ospora_json, rich_lake):
    words = (
        "metrics",
        "rich",
        "--data",
        rich_lake,
        "--metric",
        "code_changes_commits",
        "--from",
        "2023-11-01",
        "--to",
        "2023-12-31",
    )
    _, window = ospora_json(*words)
    _, months = ospora_json(*words, "--by", "month")
    plain = [(value["period_start"], value["value"]) for value in months if value["dimension"] == ""]
    assert plain == [("2023-11-01T00:00:00Z", 3.0), ("2023-12-01T00:00:00Z", 2.0)]
    assert [value["value"] for value in window if value["dimension"] == ""] == [5.0]
    code, out, _ = ospora(*words)
    assert code == 0
    assert "code_changes_commits" in out


def test_a_report_in_html_and_markdown(ospora, rich_lake, tmp_path):
    assert ospora("report", "--data", rich_lake, "--out", tmp_path / "r.html")[0] == 0
    assert ospora("report", "rich", "--data", rich_lake, "--format", "markdown", "--out", tmp_path / "r.md")[0] == 0
    assert "rich" in (tmp_path / "r.html").read_text()
    assert "| " in (tmp_path / "r.md").read_text()
    code, out, _ = ospora("report", "--data", rich_lake, "--format", "markdown", "--out", "-")
    assert (code, out.rstrip("\n")) == (
        0,
        ospora("report", "--data", rich_lake, "--format", "markdown", "--out", "-")[1].rstrip("\n"),
    )
    assert ospora("report", "--data", rich_lake, "--out", tmp_path / "no" / "r.html")[0] == 4


@pytest.mark.parametrize("form", ["parquet", "csv", "json"])
def test_every_format_holds_every_row(ospora, rich_lake, tmp_path, form):
    assert ospora("export", "--data", rich_lake, "--format", form, "--out", tmp_path)[0] == 0
    read = {"parquet": "read_parquet", "csv": "read_csv", "json": "read_json"}[form]
    counts = {
        name: duckdb.connect().execute(f"SELECT count(*) FROM {read}('{tmp_path}/{name}.{form}')").fetchone()[0]
        for name in ("commits", "changes", "people", "values")
    }
    with_parquet = tmp_path / "again"
    assert ospora("export", "--data", rich_lake, "--out", with_parquet)[0] == 0
    assert counts == {
        name: duckdb.connect().execute(f"SELECT count(*) FROM '{with_parquet}/{name}.parquet'").fetchone()[0]
        for name in counts
    }
    assert (counts["commits"], counts["people"]) == (18, 10)


def test_a_cell_that_a_spreadsheet_would_run_is_made_text(ospora, rich_lake, tmp_path):
    assert ospora("export", "--data", rich_lake, "--format", "csv", "--table", "files", "--out", tmp_path)[0] == 0
    with (tmp_path / "files.csv").open(encoding="utf-8", newline="") as file:
        paths = [row["path"] for row in csv.DictReader(file)]
    assert "'=1+1.csv" in paths
    assert "café.txt" in paths
    assert [path.name for path in tmp_path.iterdir()] == ["files.csv"]


def test_instants_in_json_say_that_they_are_utc(ospora, rich_lake, tmp_path):
    ospora("export", "--data", rich_lake, "--format", "json", "--table", "commits", "--out", tmp_path)
    commits = json.loads((tmp_path / "commits.json").read_text())
    assert {commit["authored_at"] for commit in commits} >= {"2023-11-15T12:00:00Z"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--format", "xls"), "There is no format 'xls'; choose one of csv, json, parquet"),
        (("--table", "people2"), "There is no table 'people2'"),
        (("other",), "There is no project 'other'"),
    ],
)
def test_an_export_of_what_does_not_exist_is_said(ospora, rich_lake, tmp_path, words, said):
    code, _, err = ospora("export", *words, "--data", rich_lake, "--out", tmp_path)
    assert code == 2
    assert said in err


def test_an_export_into_a_file_is_said(ospora, rich_lake, tmp_path):
    (tmp_path / "file").write_text("")
    assert ospora("export", "--data", rich_lake, "--out", tmp_path / "file")[0] == 4
