# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Colours of the page in its two schemes, and the style sheet made of them. The tests compute every contrast."""

from __future__ import annotations

from functools import cache
from pathlib import Path

# text, muted, link and the series s1, s2 are read or seen on paper and on panel; line separates and carries nothing.
LIGHT = {
    "paper": "#ffffff",
    "panel": "#f4f6f8",
    "text": "#1a1f26",
    "muted": "#4c5661",
    "line": "#ccd3da",
    "link": "#0b4f9e",
    "s1": "#1d5c96",
    "s2": "#a8480c",
    "axis": "#66707b",
    "notice": "#fdf3dc",
    "mark": "#8a5a00",
}
DARK = {
    "paper": "#13171c",
    "panel": "#1c2229",
    "text": "#e9ecef",
    "muted": "#b0b9c3",
    "line": "#3a434d",
    "link": "#8fbef5",
    "s1": "#7db4ea",
    "s2": "#f0a15e",
    "axis": "#8a95a1",
    "notice": "#33290f",
    "mark": "#dba83c",
}


@cache
def style_sheet() -> str:
    """The whole style sheet. It holds no character that HTML or XML would escape, so it reads the same in both."""
    rules = Path(__file__).with_name("report.css").read_text(encoding="utf-8")
    return (
        f":root{{color-scheme:light dark;{_variables(LIGHT)}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{{_variables(DARK)}}}}}\n"
        # Paper is white whatever the screen shows.
        f"@media print{{:root{{color-scheme:light;{_variables(LIGHT)}}}}}\n{rules}"
    )


def _variables(palette: dict[str, str]) -> str:
    return ";".join(f"--{name}:{colour}" for name, colour in palette.items())
