# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""The HTML report as a browser shows it: accessible by the rules of WCAG 2.2 AA, and no wider than a telephone."""

from __future__ import annotations

import pytest

from tests.house.browser import look_at
from tests.house.world import install_command, make_repository, run_script

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE, SCREEN = 320, 1280


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    here = tmp_path_factory.mktemp("report")
    install_command(here)
    for name in ("tax-library", "water-portal"):
        make_repository(here / name)
    done = run_script("ospora scan tax-library water-portal --quiet --report report.html", here, here)
    assert done.returncode == 0, done.stderr
    return here / "report.html"


@pytest.mark.parametrize("width", [PHONE, SCREEN])
def test_the_report_breaks_no_rule_and_needs_no_scrolling_sideways(report, tmp_path, width):
    look = look_at(report, tmp_path, width=width)

    assert look.violations == []
    assert look.page_width <= look.width == width


def test_the_report_is_legible_in_a_dark_theme(report, tmp_path):
    dark = ("--blink-settings=preferredColorScheme=0",)

    assert look_at(report, tmp_path, width=SCREEN, options=dark).violations == []


def test_the_rules_find_what_is_wrong(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        '<!doctype html><html><head><meta http-equiv="Content-Security-Policy" content="script-src \'none\'">'
        "<title>Bad</title></head><body><main><h1>Bad</h1>"
        '<p style="color: #bbb; background: #fff">pale</p><div style="width: 700px">wide</div></main></body></html>'
    )

    look = look_at(page, tmp_path, width=PHONE)

    assert [rule for rule, _ in look.violations] == ["color-contrast", "html-has-lang"]
    assert look.page_width > look.width == PHONE
