# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""What a repository calls itself never becomes markup, a command of the terminal, or a formula of a table."""

import re

import pytest

from ospora.report._content import shown
from ospora.report.html import render_html
from ospora.report.markdown import escape, render_markdown
from ospora.report.terminal import render_terminal
from tests.report.page import read
from tests.report.sample import HOSTILE, add_hostile_project

# Line feeds are ours; everything else that acts instead of showing has no place in a report.
ACTING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@pytest.fixture(params=HOSTILE, ids=[f"text-{number}" for number in range(len(HOSTILE))])
def hostile(request, tables):
    add_hostile_project(tables, request.param)
    add_hostile_project(tables, request.param, "hostile-1111")
    return request.param, tables


def test_html_shows_it_as_text_and_has_the_same_elements_as_for_a_plain_name(hostile):
    text, tables = hostile
    page = render_html(tables.load())
    tables.connection.execute(
        "UPDATE projects SET name = 'x', unit = 'x', role = 'x', source = 'x', branch = 'x', state_reason = 'x'"
    )
    plain = render_html(tables.load())

    tree = read(page)
    assert [(found.tag, sorted(found.attributes)) for found in tree.all()] == [
        (found.tag, sorted(found.attributes)) for found in read(plain).all()
    ]
    assert [found.tag for found in tree.all("script", "img")] == []
    assert [found.text for found in tree.all("h3") if found.id == "p1-name"] == [f"{shown(text)} (hostile-0000)"]
    assert ACTING.findall(page) == []
    assert {
        value for found in tree.all() for name, value in found.attributes.items() if shown(text) in (value or "")
    } == set()


def test_markdown_shows_it_escaped(hostile):
    text, tables = hostile
    page = render_markdown(tables.load())

    assert ACTING.findall(page) == []
    assert f"## {escape(shown(text))} (hostile-0000)\n" in page
    without_commands = re.sub("`ospora explain [a-z_]+ PROJECT`", "", page)
    assert re.findall(r"(?<!\\)[<`]|(?<!\\)\[.*\]\(", without_commands) == []
    rows = [line for line in page.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {4, 8}


@pytest.mark.parametrize("colour", [True, False])
def test_a_terminal_gets_no_command_from_it(hostile, colour):
    _, tables = hostile

    page = render_terminal(tables.load(), width=80, colour=colour)

    ours = re.compile(r"\x1b\[(?:1|2|33|0)m") if colour else re.compile(r"(?!)")
    assert ACTING.findall(ours.sub("", page)) == []


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a|b", r"a\|b"),
        ("`x`", r"\`x\`"),
        ("<b>", r"\<b\>"),
        ("=1+1", r"\=1+1"),
        ("1. x", r"1\. x"),
        ("45.4 days", "45.4 days"),
        ("[a](b)", r"\[a\](b)"),
        ("https://x.example", r"https\://x.example"),
        ("www.x.example", r"www\.x.example"),
        ("@somebody", r"\@somebody"),
        ("&lt;", r"\&lt;"),
        ("\\", "\\\\"),
    ],
)
def test_escape(text, escaped):
    assert escape(text) == escaped
