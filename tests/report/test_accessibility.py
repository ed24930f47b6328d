# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""The page in a browser: the rules of axe-core for WCAG 2.2 AA, reflow, forced colours, keyboard, policy.

Needs Chromium, playwright, and axe-core (npm): its file is named by OSPORA_AXE or lies in tools/axe.
"""

import os
import shutil
from pathlib import Path

import pytest

from ospora.report.html import render_html
from tests.report.sample import HOSTILE, add_hostile_project, add_living_project, add_quiet_project, add_states

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
INSTALLED_AXE = Path(__file__).parents[2] / "tools/axe/node_modules/axe-core/axe.min.js"
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync")
PHONE, SCREEN = {"width": 320, "height": 640}, {"width": 1280, "height": 800}


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("there is no Chromium")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def axe():
    path = Path(os.environ.get("OSPORA_AXE", INSTALLED_AXE))
    if not path.is_file():
        pytest.skip("axe-core is not there; name its axe.min.js in OSPORA_AXE")
    return path.read_text(encoding="utf-8")


@pytest.fixture(params=["project", "portfolio", "many"])
def address(request, tables, tmp_path):
    add_living_project(tables)
    if request.param != "project":
        add_states(tables)
        add_hostile_project(tables, HOSTILE[0])
        add_quiet_project(tables, "long", name="a-name-without-any-place-to-break-" * 8)
    if request.param == "many":
        for number in range(19):
            add_quiet_project(tables, f"quiet-{number}", reason="it broke")
    page = tmp_path / "report.html"
    page.write_text(render_html(tables.load()), encoding="utf-8")
    return page.as_uri()


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (SCREEN, "dark")], ids=["phone-light", "screen-dark"])
def test_no_rule_is_broken_with_everything_unfolded(browser, axe, address, size, scheme):
    page = browser.new_context(viewport=size, bypass_csp=True, color_scheme=scheme).new_page()
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    page.evaluate(axe)

    found = page.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES)

    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found["violations"]] == []


@pytest.mark.parametrize("unfolded", [False, True])
@pytest.mark.parametrize("width", [320, 360, 1000])
def test_a_page_never_scrolls_sideways(browser, address, width, unfolded):
    page = browser.new_context(viewport={"width": width, "height": 640}).new_page()
    page.goto(address)
    page.evaluate(f"document.querySelectorAll('details').forEach(one => {{ one.open = {str(unfolded).lower()}; }})")

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_text_may_be_spaced_out(browser, address):
    page = browser.new_context(viewport=PHONE, bypass_csp=True).new_page()
    page.goto(address)
    spaced = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    page.add_style_tag(content=spaced)

    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_page_works_from_the_right_too(browser, address):
    page = browser.new_context(viewport=PHONE).new_page()
    page.goto(address)
    page.evaluate("document.documentElement.dir = 'rtl'")

    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_style_sheet_is_allowed_and_nothing_is_asked_for(browser, address):
    page = browser.new_context().new_page()
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(address)

    assert asked == [address]
    assert said == []
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontWeight") == "650"


def test_the_first_tab_offers_to_skip_to_the_content(browser, address):
    page = browser.new_context().new_page()
    page.goto(address)
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.hash") == "#main"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0


def test_charts_take_the_colours_that_are_forced(browser, address):
    page = browser.new_context(forced_colors="active").new_page()
    page.goto(address)

    text, line, bar = page.evaluate(
        """() => [
            getComputedStyle(document.body).color,
            getComputedStyle(document.querySelector('.plot .s1')).stroke,
            getComputedStyle(document.querySelector('.plot .f1')).fill,
        ]"""
    )
    assert text == line == bar
