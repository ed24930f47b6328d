# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Looks at a page as a person with a browser would: headless Chromium, and the rules of axe-core.

No driver and no server: the rules are put into a copy of the page, and its frame is printed with what they found.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

AXE = Path(__file__).parents[2] / "tools/axe/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_QUIET = "--headless --no-sandbox --disable-gpu --disable-background-networking --disable-sync --no-first-run"
# A policy of the page against scripts is right, and would stop the rules that are put in.
_POLICY = re.compile(r"<meta[^>]*content-security-policy[^>]*>", re.IGNORECASE)
_PROBE = """
<script>%(axe)s</script>
<script>
axe.run(document, {runOnly: {type: "tag", values: %(rules)s}}).then(result => {
  parent.postMessage({
    width: innerWidth,
    page_width: document.documentElement.scrollWidth,
    violations: result.violations.map(one => [one.id, one.nodes.map(node => node.target.join(" "))]),
  }, "*");
});
</script>
"""
_FRAME = """<!doctype html>
<iframe src="%(page)s" style="border: 0; width: %(width)dpx; height: 900px"></iframe>
<script>
addEventListener("message", event => {
  const found = document.createElement("script");
  found.type = "application/json";
  found.id = "axe-found";
  found.textContent = JSON.stringify(event.data);
  document.body.append(found);
});
</script>
"""


@dataclass(frozen=True)
class Look:
    """What a browser says of a page.

    width: of the window; page_width: of what is in it, larger when a reader must scroll sideways (both CSS pixels).
    violations: rule of axe-core and the elements that break it.
    """

    width: int
    page_width: int
    violations: list[tuple[str, list[str]]]


def chromium() -> str | None:
    """Path of a Chromium, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def require_browser() -> str:
    """Path of the browser; skips the test where there is none, fails it where one was promised."""
    found = chromium()
    if found is not None and AXE.exists():
        return found
    lacking = "no Chromium" if found is None else "no axe-core; run npm ci in tools/axe"
    if os.environ.get("OSPORA_BROWSER_TESTS") == "required":
        pytest.fail(lacking)
    pytest.skip(lacking)


def look_at(page: Path, workspace: Path, *, width: int = 1280, options: tuple[str, ...] = ()) -> Look:
    """Open a page that stands alone, at a width in CSS pixels, and judge it.

    The page is framed, because a window of Chromium cannot be as narrow as a telephone.
    """
    browser = require_browser()
    probe = _PROBE % {"axe": AXE.read_text(encoding="utf-8"), "rules": json.dumps(RULES)}
    text = _POLICY.sub("", page.read_text(encoding="utf-8"))
    before, closing, after = text.rpartition("</body>")
    copy = workspace / "probed.html"
    copy.write_text(before + probe + closing + after, encoding="utf-8")
    frame = workspace / "frame.html"
    frame.write_text(_FRAME % {"page": copy.as_uri(), "width": width}, encoding="utf-8")
    command = [
        browser,
        *_QUIET.split(),
        *options,
        f"--user-data-dir={workspace / 'profile'}",
        f"--window-size={max(width, 500) + 100},1000",
        "--virtual-time-budget=60000",
        "--dump-dom",
        frame.as_uri(),
    ]
    shown = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    found = re.search(r'<script type="application/json" id="axe-found">(.*?)</script>', shown, re.DOTALL)
    assert found is not None, "the rules did not run to their end"
    result = json.loads(found.group(1))
    return Look(
        width=result["width"],
        page_width=result["page_width"],
        violations=[(rule, elements) for rule, elements in result["violations"]],
    )
