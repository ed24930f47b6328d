# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Contrast, by the formula of WCAG 2.2 (relative luminance)."""

import re

import pytest

from ospora.report._palette import DARK, LIGHT, style_sheet

TEXT = ("text", "muted", "link")
DRAWN = ("s1", "s2", "axis", "mark")


def luminance(colour):
    channels = [int(colour[position : position + 2], 16) / 255 for position in (1, 3, 5)]
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_gives_the_known_extremes():
    assert contrast("#000000", "#ffffff") == 21
    assert contrast("#777777", "#777777") == 1


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", TEXT)
def test_text_has_a_contrast_of_four_and_a_half(palette, name):
    assert contrast(palette[name], palette["paper"]) >= 4.5
    assert contrast(palette[name], palette["panel"]) >= 4.5
    assert contrast(palette[name], palette["notice"]) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", DRAWN)
def test_what_is_drawn_has_a_contrast_of_three(palette, name):
    assert contrast(palette[name], palette["paper"]) >= 3
    assert contrast(palette[name], palette["notice"]) >= 3


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_a_bar_stands_out_from_its_track(palette):
    assert contrast(palette["s1"], palette["line"]) >= 3


def test_both_palettes_name_the_same_colours():
    assert LIGHT.keys() == DARK.keys()


def test_the_style_sheet_uses_only_colours_of_the_palette():
    _, rules = style_sheet().split("}}\n*{", 1)

    assert set(re.findall(r"var\(--([a-z0-9]+)\)", rules)) <= LIGHT.keys()
    assert re.findall(r"#[0-9a-f]{3,8}\b", rules) == []


def test_the_style_sheet_reads_the_same_in_html_and_xml_and_loads_nothing():
    assert re.findall(r"[<>&]|url\(|@import", style_sheet()) == []


def test_the_style_sheet_knows_dark_screens_forced_colours_and_paper():
    for media in ("(prefers-color-scheme:dark)", "(forced-colors:active)", "print"):
        assert f"@media {media}" in style_sheet()


def test_the_style_sheet_has_no_physical_sides():
    assert (
        re.findall(r"(?:margin|padding|border)-(?:left|right|top|bottom)|text-align:(?:left|right)", style_sheet())
        == []
    )
