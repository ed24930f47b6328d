# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Text from outside, made safe to show: names, paths, addresses and error messages are hostile input."""

from __future__ import annotations

import re
import unicodedata

# C0 and C1 controls act on a terminal; bidirectional overrides make text read otherwise than it is stored.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_USERINFO = re.compile(r"(?<=://)\S*@")


def visible(text: str) -> str:
    """Replace characters that act instead of showing by a visible escape, such as \\x1b."""
    return _UNSAFE.sub(lambda match: match.group().encode("unicode_escape", "surrogatepass").decode("ascii"), text)


def without_credentials(text: str) -> str:
    """Remove user names and passwords from every URL in a text."""
    return _USERINFO.sub("", text)


def display_width(text: str) -> int:
    """Columns that a text takes on a terminal: wide characters count two, combining ones none."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )
