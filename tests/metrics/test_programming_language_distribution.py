# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Programming language distribution."""

from __future__ import annotations

from tests.metrics.handmade import History, by_item, reason, row_of, rows_of, value

METRIC = "programming_language_distribution"


def test_shares_of_bytes():
    history = History().file("a.py", 600, "Python").file("b.py", 150, "Python").file("c.html", 250, "HTML", "markup")
    row = row_of(history, METRIC)

    assert by_item(history, METRIC, "language") == {"HTML": 0.25, "Python": 0.75}
    assert (row.value, row.numerator, row.denominator) == (0.75, 750, 1000)


def test_no_file_is_no_number():
    assert reason(History().project("p"), METRIC) == (None, "no file in a programming or markup language")


def test_an_empty_repository_says_so():
    assert reason(History().project("p", state="empty", depth=None), METRIC) == (None, "empty repository")


def test_a_project_read_without_paths_has_no_number():
    history = History().project("p", depth="metadata")

    assert reason(history, METRIC) == (None, "paths were not read (depth: metadata)")


def test_one_language_is_everything():
    assert value(History().file("a.rs", 1, "Rust"), METRIC) == 1


def test_two_languages_of_one_size_are_a_half_each():
    assert value(History().file("a.rs", 5, "Rust").file("a.go", 5, "Go"), METRIC) == 0.5


def test_prose_data_and_what_is_not_written_here_are_left_out():
    history = History().file("a.py", 10, "Python").file("README.md", 999, "Markdown", "prose")
    history.file("d.json", 999, "JSON", "data").file("x", 999, None, None)
    history.file("v.js", 999, "JavaScript", vendored=True).file("g.js", 999, "JavaScript", generated=True)
    history.file("b.js", 999, "JavaScript", binary=True).file("l.js", 999, "JavaScript", lfs=True)

    assert by_item(history, METRIC, "language") == {"Python": 1}


def test_files_without_a_size_or_empty_are_no_language():
    history = History().file("a.py", None, "Python").file("b.c", 0, "C").file("d.go", 3, "Go")

    assert by_item(history, METRIC, "language") == {"Go": 1}


def test_a_window_has_no_files_of_its_own():
    history = History().file("a.py", 10, "Python").commit("2026-01-01")
    asked = {"start": "2026-01-01", "end": "2026-02-01"}

    assert reason(history, METRIC, **asked) == (None, "defined for the whole history only")


def test_projects_do_not_mix():
    history = History().file("a.py", 10, "Python").file("a.go", 30, "Go", project="q")
    largest = {row.project_id: row.numerator for row in rows_of(history, METRIC) if row.dimension == ""}

    assert largest == {"p": 10, "q": 30}
