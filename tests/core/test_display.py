# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Text from outside shows what it is and does nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ospora.core.display import display_width, visible, without_credentials


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", r"\x1b[31mred"),
        ("a\nb\tc\0", r"a\nb\tc\x00"),
        ("\u202etxt.exe", r"\u202etxt.exe"),
        ("\x9b31m", r"\x9b31m"),
        ("\udcff", r"\udcff"),
        ("Zoë 名前 שלום", "Zoë 名前 שלום"),
    ],
)
def test_characters_that_act_become_visible(text, shown):
    assert visible(text) == shown


@given(st.text())
def test_nothing_that_acts_is_left_and_a_second_pass_changes_nothing(text):
    shown = visible(text)
    assert visible(shown) == shown
    assert shown.encode("utf-8").decode("utf-8") == shown
    assert not set(shown) & set(map(chr, [*range(32), *range(127, 160)]))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("fatal: https://ada:pw@host/x failed", "fatal: https://host/x failed"),
        ("ssh://git:pw@host/a and https://token@host/b", "ssh://host/a and https://host/b"),
        ("https://ada:p@ss@host/x", "https://host/x"),
        ("mail ada@host about https://host/x", "mail ada@host about https://host/x"),
    ],
)
def test_credentials_leave_every_address(text, shown):
    assert without_credentials(text) == shown


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("名前", 4), ("e\u0301", 1), ("", 0)])
def test_width_on_a_terminal(text, columns):
    assert display_width(text) == columns
