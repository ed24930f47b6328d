# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ospora.core.display import display_width
from ospora.report.terminal import render_terminal, sparkline, table, wrap
from tests.report.sample import add_living_project, add_states


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_no_line_is_wider_than_the_terminal(tables, width):
    add_living_project(tables)

    page = render_terminal(tables.load(), width=width, colour=False)

    assert max(display_width(line) for line in page.splitlines()) <= width


def test_without_colour_there_are_no_escape_codes(tables):
    add_living_project(tables)
    add_states(tables)

    plain = render_terminal(tables.load(), width=100, colour=False)
    coloured = render_terminal(tables.load(), width=100, colour=True)

    assert "\x1b" not in plain
    assert "\x1b[1mwater-portal\x1b[0m" in coloured
    assert re.sub(r"\x1b\[\d+m", "", coloured) == plain


def test_a_month_line_says_the_same_in_words(tables):
    tables.project("p")
    tables.months("p", "code_changes_commits", [3, None, 0, 12], first=(2026, 8))

    page = render_terminal(tables.load(), width=100, colour=False)

    assert "Months from Aug 2026 to Nov 2026\nCommits  ▃·▁█  lowest 0, highest 12, last 12, 1 not known\n" in page


def test_a_stale_project_says_so_before_its_numbers(tables):
    add_living_project(tables, state="stale", state_reason="no answer")

    page = render_terminal(tables.load(), width=200, colour=False)

    assert page.index("Out of date. These numbers are from an earlier scan") < page.index("130 commits")


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ([0, 1, 2], "▁▅█"),
        ([0, 0], "▁▁"),
        ([None, None], "··"),
        ([5], "█"),
        ([], ""),
        ([-1, 7], "▁█"),
        ([1e308, 0], "█▁"),
    ],
)
def test_sparkline(values, line):
    assert sparkline(values) == line


def test_a_table_is_aligned_by_what_characters_take():
    made = table([("日本", "ok"), ("a", "failed: no such folder")], ("project", "state"), 80)

    assert made.split("\n") == [
        "project  state",
        "-------  ----------------------",
        "日本     ok",
        "a        failed: no such folder",
    ]


def test_a_table_wraps_its_widest_column():
    made = table([("water-portal", "the server did not answer in time")], ("project", "reason"), 30)

    assert made.split("\n") == [
        "project       reason",
        "------------  ----------------",
        "water-portal  the server did",
        "              not answer in",
        "              time",
    ]


def test_a_table_cleans_what_it_shows():
    made = table([("\x1b[31mred", "https://user:secret@forge.example")], ("project", "source"), 80)

    assert made.split("\n")[2] == "\\x1b[31mred  https://forge.example"


def test_a_table_without_rows_is_its_head():
    assert table([], ("project", "state"), 80) == "project  state\n-------  -----"


@given(st.text(), st.integers(2, 60))
def test_wrapped_lines_fit_and_keep_every_word(text, width):
    lines = wrap(text, width)

    assert max(display_width(line) for line in lines) <= width
    assert "".join(lines).replace(" ", "") == "".join(text.split())


@given(st.lists(st.tuples(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))), st.integers(30, 100))
def test_a_table_fits_its_width(rows, width):
    made = table(rows, ("a", "b", "c"), width)

    assert max(display_width(line) for line in made.split("\n")) <= width
