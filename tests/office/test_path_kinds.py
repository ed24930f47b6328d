# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Cases lie in path_kinds.toml; here is what holds for every path and every rule."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ospora.office.path_kinds import (
    LONGEST,
    PathKind,
    PathRule,
    PathRules,
    load_path_rules,
    pattern_gates,
    render_reference,
)
from ospora.office.people_classes import pattern_trouble

CASES = tomllib.loads((Path(__file__).parent / "path_kinds.toml").read_text("utf-8"))
HITS = [(path, one["kind"], one["id"]) for one in CASES["rule"] for path in one["paths"]]
NEAR = list(CASES["near"].items())
RULES = load_path_rules()


@pytest.mark.parametrize(("path", "kind", "rule"), HITS)
def test_the_rule_decides(path, kind, rule):
    assert (RULES.kind(path), RULES.rule_of(path)) == (kind, rule)


@pytest.mark.parametrize(("path", "kind"), NEAR)
def test_a_path_that_looks_like_another_kind(path, kind):
    assert RULES.kind(path) == kind


def test_every_rule_has_a_case_in_its_order():
    assert [one["id"] for one in CASES["rule"]] == [rule.id for rule in RULES.rules]
    assert [one["id"] for one in CASES["rule"] if not one["paths"]] == []


def test_every_kind_has_cases_of_both_sorts():
    assert {kind for _, kind, _ in HITS} == set(get_args(PathKind)) - {"other"}
    assert {kind for _, kind in NEAR} >= {"code", "test", "documentation", "translation", "governance", "other"}
    assert len(HITS) >= 150
    assert len(NEAR) >= 60


def test_ids_are_given_once():
    ids = [rule.id for rule in RULES.rules]

    assert sorted(set(ids)) == sorted(ids)


def test_lists_are_in_lower_case():
    for rule in RULES.rules:
        for texts in (rule.names, rule.extensions, rule.folders, rule.directories, rule.roots, rule.paths):
            assert [text for text in texts if text != text.lower()] == []


def test_extensions_begin_with_a_dot_and_have_two_at_most():
    ends = [end for rule in RULES.rules for end in rule.extensions]

    assert [end for end in ends if not re.fullmatch(r"\.[a-z0-9+]+(\.[a-z0-9+]+)?", end)] == []


def test_no_name_or_extension_is_taken_by_a_rule_above():
    shadowed = []
    for rule in RULES.rules:
        if not rule.needs_both:
            shadowed += [(rule.id, name) for name in rule.names if RULES.rule_of(f"src/{name}") != rule.id]
            shadowed += [(rule.id, end) for end in rule.extensions if RULES.rule_of(f"src/x{end}") != rule.id]

    assert shadowed == []


def test_a_rule_that_needs_both_has_both():
    for rule in RULES.rules:
        on_name = rule.names + rule.extensions + rule.name_patterns
        on_folders = rule.folders + rule.directories + rule.roots + rule.paths + rule.directory_patterns
        assert (on_name and on_folders) if rule.needs_both else (on_name or on_folders), rule.id


def patterns():
    return [text for rule in RULES.rules for text in rule.name_patterns + rule.directory_patterns]


def test_every_pattern_takes_linear_time():
    slow = "a pattern is written in lower case"
    plain = [(text, re.sub(r"\(\?i:", "(?:", text).replace("{tag}", "xx")) for text in patterns()]

    assert [text for text, bare in plain if pattern_trouble(bare) not in (None, slow)] == []


def test_every_pattern_on_names_says_which_names_it_is_about():
    assert [p for rule in RULES.rules for p in rule.name_patterns if not any(pattern_gates(p))] == []


@pytest.mark.parametrize(
    ("pattern", "starts", "ends"),
    [
        (r"^(?i:license|notice)(?:\.md)?$", ["license", "notice"], []),
        (r"^tests?\.(?:py|rb)$", ["test"], [".py", ".rb"]),
        (r"^.+\.R$", [], [".r"]),
        (r"^(?i:\.eslintrc)$", [".eslintrc"], []),
        (r"^.+$", [], []),
    ],
)
def test_the_gates_of_a_pattern(pattern, starts, ends):
    assert pattern_gates(pattern) == (starts, ends)


def without_shortcuts(path):
    """The rule that decides, asked one after the other without any index or memory."""
    code = "|".join(sorted(LANGUAGES, key=len, reverse=True))
    tag = rf"(?:(?i:{code})(?:[-_]r?(?:[A-Za-z]{{2}}|[A-Za-z]{{4}}|[0-9]{{3}})){{0,2}}(?:@[A-Za-z]{{2,12}})?)"
    folder, _, name = path.rpartition("/")
    lower, folders = name.lower(), folder.split("/") if folder else []
    ends = [lower[place:] for place in range(1, len(lower)) if lower[place] == "." and lower[place:].count(".") <= 2]
    for rule in RULES.rules:
        by_name = (
            lower in rule.names
            or any(end in rule.extensions for end in ends)
            or any(re.fullmatch(text.replace("{tag}", tag), name) for text in rule.name_patterns)
        )
        by_folder = (
            folder.lower() in rule.folders
            or any(one.lower() in rule.directories for one in folders)
            or (folders and folders[0].lower() in rule.roots)
            or any(
                re.search("/" + re.escape(row).replace(r"\{tag\}", tag) + "/", f"/{folder}/", re.IGNORECASE)
                for row in rule.paths
            )
            or any(re.fullmatch(text.replace("{tag}", tag), one) for text in rule.directory_patterns for one in folders)
        )
        if (by_name and by_folder) if rule.needs_both else (by_name or by_folder):
            return rule.id
    return None


LANGUAGES = tomllib.loads(
    (Path(__file__).parents[2] / "ospora/office/path_rules.toml").read_text("utf-8"),
)["language_codes"].split()
PIECES = sorted(
    {part for path, *_ in [*HITS, *NEAR] for part in re.split(r"(?<=[/._-])|(?=[/._-])", path) if part}
    | set(LANGUAGES[:20])
)


@pytest.mark.parametrize("path", [path for path, *_ in [*HITS, *NEAR]])
def test_the_index_and_the_plain_list_agree(path):
    assert RULES.rule_of(path) == without_shortcuts(path)


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_the_index_and_the_plain_list_agree_for_any_mixture(path):
    assert RULES.rule_of(path) == without_shortcuts(path)


@given(st.text())
def test_any_text_has_a_kind(path):
    assert RULES.kind(path) in get_args(PathKind)


@given(st.text(alphabet="abcxyz/.-_", max_size=30))
def test_a_folder_of_tests_makes_a_test_of_all_but_read_me_and_notes(path):
    assert RULES.kind(f"tests/{path}") in ("test", "documentation", "translation")


def test_hostile_paths_end():
    deep, long = "tests/" * 100_000 + "x.py", "a" * 1_000_000 + ".py"
    undecodable = b"tests/\xff\xfe.py".decode("utf-8", "surrogateescape")

    assert [RULES.kind(path) for path in (deep, long, undecodable)] == ["other", "other", "test"]
    assert RULES.kind("a/" * ((LONGEST - 4) // 2) + "x.py") == "code"
    assert RULES.kind("x\n.py") == "code"


def test_memory_is_bounded():
    rules = PathRules(RULES.rules, languages=LANGUAGES)
    for number in range(30_000):
        rules.kind(f"folder-{number}/name-{number}.py")

    assert rules._of_name.cache_info().currsize <= 16_384
    assert rules._of_folder.cache_info().currsize <= 4_096
    assert rules._folders._of_one.cache_info().currsize <= 4_096


def test_names_and_folders_are_looked_at_once():
    rules = PathRules(RULES.rules, languages=LANGUAGES)
    for path in ["a/b/__init__.py", "a/b/main.py", "a/c/__init__.py"] * 1000:
        rules.kind(path)

    assert rules._of_name.cache_info().misses == 2
    assert rules._of_folder.cache_info().misses == 2


def test_the_fingerprint_follows_what_can_change_an_answer():
    one = PathRule("one", "code", "r", extensions=(".py",))
    same = PathRule("one", "code", "another reason", extensions=(".py",))
    other = PathRule("one", "code", "r", names=(".py",))
    both = PathRule("one", "code", "r", extensions=(".py",), needs_both=True)
    two = PathRule("two", "test", "r", extensions=(".c",))

    def fingerprint(*rules, languages=("fr",)):
        return PathRules(rules, languages=languages).fingerprint

    assert re.fullmatch("[0-9a-f]{64}", RULES.fingerprint)
    assert fingerprint(one) == fingerprint(same)
    different = {
        fingerprint(one),
        fingerprint(other),
        fingerprint(both),
        fingerprint(one, two),
        fingerprint(two, one),
        fingerprint(one, languages=("fr", "de")),
    }
    assert len(different) == 6


def test_without_rules_everything_is_other():
    rules = PathRules([], languages=["fr"])

    assert (rules.kind("src/main.py"), rules.rule_of("src/main.py")) == ("other", None)


def test_the_reference_page_is_current():
    page = Path(__file__).parents[2] / "docs/reference/path-kinds.md"

    assert page.read_text(encoding="utf-8") == render_reference()
