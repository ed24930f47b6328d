# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""The documentation: links lead somewhere, pages are found, records are numbered, words are sorted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.project import ROOT, project_files, read

PAGES = [path for path in project_files() if path.suffix == ".md" and not {"golden", "recorded"} & set(path.parts)]
DOCS = [path for path in PAGES if path.parts[0] == "docs"]
RECORDS = [path for path in DOCS if path.parent == Path("docs/decisions")]
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")


def prose(path):
    """Text of a page without its code."""
    return re.sub(r"`[^`\n]*`", "", re.sub(r"(?ms)^```.*?^```$", "", read(path)))


def anchors(path):
    """Names that the headings of a page can be linked by, as forges make them."""
    headings = re.findall(r"(?m)^#+ (.*)$", re.sub(r"(?ms)^```.*?^```$", "", read(path)))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(path):
    for target in LINK.findall(prose(path)):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        found = (ROOT / path.parent / name).resolve() if name else ROOT / path
        if not found.exists() or (anchor and found.suffix == ".md" and anchor not in anchors(found)):
            yield target


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_link_to_a_file_leads_somewhere(page):
    assert list(broken_links(page)) == []


def test_every_page_of_the_documentation_is_on_its_map():
    linked = {(Path("docs") / target.partition("#")[0]) for target in LINK.findall(prose("docs/index.md"))}

    assert [str(page) for page in DOCS if page != Path("docs/index.md") and page not in linked] == []


def test_the_map_speaks_of_the_four_folders():
    headings = re.findall(r"(?m)^## (.*)$", read("docs/index.md"))

    assert {"Tutorials", "How-to guides", "Reference", "Explanation"} <= set(headings)


def test_decisions_are_numbered_without_gaps():
    assert [record.name[:4] for record in RECORDS] == [f"{number:04}" for number in range(1, len(RECORDS) + 1)]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.name[:4])
def test_a_decision_carries_its_number_and_its_three_parts(record):
    text = read(record)

    assert re.match(r"# (\d{4}): \S", text).group(1) == record.name[:4]
    assert re.findall(r"(?m)^## (.*)$", text) == ["Context", "Decision", "Consequences"]
    assert re.search(r"(?m)^Date: \d{4}-\d{2}-\d{2}\. State: (in force|superseded by \d{4})\.$", text)


def glossary():
    rows = re.findall(r"(?m)^\| ([^|]+) \| ([^|]+) \|$", read("docs/glossary.md"))
    return [(word, meaning) for word, meaning in rows if word not in {"word", "---"}]


def test_the_glossary_is_sorted_and_has_each_word_once():
    words = [word for word, _ in glossary()]

    assert words == sorted(set(words), key=str.casefold)


def test_the_glossary_has_an_entry_for_each_word_it_marks():
    words = {word.casefold() for word, _ in glossary()}
    marked = {word.casefold() for _, meaning in glossary() for word in re.findall(r"\*([^*]+)\*", meaning)}
    singular = {re.sub(r"ies$", "y", word).removesuffix("s") for word in marked - words}

    assert singular - words == set()


def test_the_readme_names_both_commands_at_its_top():
    top = "\n".join(read("README.md").splitlines()[:25])

    assert re.findall(r"(?m)^\$ (make \w+)", top) == ["make run", "make test"]


@pytest.mark.parametrize("page", [page for page in PAGES if page.parts[:2] != ("docs", "reference")], ids=str)
def test_prose_has_one_sentence_a_line(page):
    lines = [line for line in prose(page).splitlines() if not line.startswith(("|", "- **", "#", "1.", "2.", "3."))]
    crowded = [
        line for line in lines if re.search(r"[a-z)*]{3}[.?!] [A-Z][a-z]+ [a-z]", line) and not line.startswith("- ")
    ]

    assert crowded == []
