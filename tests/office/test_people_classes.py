# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Cases lie in people_classes.toml; here is what holds for every case and every rule."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ospora.core.errors import UsageError
from ospora.office.people_classes import (
    LONGEST,
    ClassRules,
    Condition,
    Rule,
    load_class_rules,
    pattern_trouble,
    render_reference,
)

CASES = tomllib.loads((Path(__file__).parent / "people_classes.toml").read_text("utf-8"))
HITS = [(name, address, one["class"], one["id"]) for one in CASES["rule"] for name, address in one["hits"]]
MISSES = [(name, address, kind, one["id"]) for one in CASES["rule"] for name, address, kind in one["misses"]]
PEOPLE = [tuple(pair) for pair in CASES["people"]["identities"]]
IDENTITIES = [case[:2] for case in [*HITS, *MISSES, *PEOPLE]]
RULES = load_class_rules()
BY_ID = {rule.id: rule for rule in RULES.rules}


def conditions(rules=RULES):
    return [condition for rule in rules.rules for condition in (rule.name, rule.address)]


@pytest.mark.parametrize(("name", "address", "kind", "rule"), HITS)
def test_the_rule_decides(name, address, kind, rule):
    assert RULES.classify(name, address) == (kind, rule)


@pytest.mark.parametrize(("name", "address", "kind", "rule"), MISSES)
def test_the_rule_leaves_its_near_miss_alone(name, address, kind, rule):
    answer = RULES.classify(name, address)

    assert answer[0] == kind
    assert answer[1] != rule


@pytest.mark.parametrize(("name", "address"), PEOPLE)
def test_a_person_is_a_person(name, address):
    assert RULES.classify(name, address) == ("human", None)


def test_every_rule_has_a_hit_and_a_near_miss_in_its_order():
    assert [one["id"] for one in CASES["rule"]] == [rule.id for rule in RULES.rules]
    assert [one["id"] for one in CASES["rule"] if not (one["hits"] and one["misses"])] == []


def test_there_are_enough_cases_on_both_sides():
    people = [case for case in [*HITS, *MISSES] if case[2] == "human"]

    assert len(HITS) >= 120
    assert len(people) + len(PEOPLE) >= 120


def test_case_does_not_matter():
    for name, address in IDENTITIES:
        assert RULES.classify(name.upper(), address.upper()) == RULES.classify(name.lower(), address.lower())


@given(st.text(), st.text())
def test_case_does_not_matter_for_any_text(name, address):
    swapped = [re.sub("[A-Za-z]", lambda letter: letter.group().swapcase(), text) for text in (name, address)]

    assert RULES.classify(*swapped) == RULES.classify(name, address)


def test_space_around_does_not_matter():
    for name, address in IDENTITIES:
        assert RULES.classify(f" {name}\t", f"{address} ") == RULES.classify(name, address)


def test_the_short_way_and_the_whole_list_agree():
    for name, address in IDENTITIES:
        plain = re.sub(r"^\d+\+(.*@users\.noreply\.github\.com)$", r"\1", address.casefold())
        slow = next((rule.id for rule in RULES.rules if rule.holds(name.casefold(), plain)), None)

        assert RULES.classify(name, address)[1] == slow


def test_no_name_or_address_is_taken_by_a_rule_above():
    shadowed = []
    for rule in RULES.rules:
        if not rule.needs_both:
            shadowed += [(rule.id, x) for x in rule.name.exact if RULES.classify(x, "x@y.example")[1] != rule.id]
            shadowed += [(rule.id, x) for x in rule.address.exact if RULES.classify("Jane Roe", x)[1] != rule.id]

    assert shadowed == []


def literals():
    """Pieces of text, one of which every match of any rule holds: whole texts, ends, and runs of letters of patterns."""
    for condition in conditions():
        yield from condition.exact
        yield from condition.suffixes
        for pattern in condition.patterns:
            bare = re.sub(r"\\.|\[\^?[^\]]*\]|\{[^}]*\}", " ", pattern.pattern)
            runs = re.findall("[a-z@]{2,}", bare)
            assert runs, pattern.pattern
            yield from runs


LITERALS = re.compile("|".join(re.escape(text) for text in sorted(set(literals()))))


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_name_without_any_word_of_any_rule_is_a_person(name, address):
    name, address = (LITERALS.sub("", text.casefold()) for text in (name, address))
    while LITERALS.search(name + "\n" + address):
        name, address = (LITERALS.sub("", text) for text in (name, address))

    assert RULES.classify(name, address) == ("human", None)


@given(st.from_regex(r"[a-z]{1,12}", fullmatch=True), st.from_regex(r"[a-z]{1,12}", fullmatch=True))
def test_any_app_of_github_is_no_person(owner, slug):
    assert RULES.classify(f"{owner}-{slug}[bot]", f"1+{owner}-{slug}[bot]@users.noreply.github.com")[0] != "human"


class Counting:
    """A pattern that counts the characters it was asked to look at."""

    def __init__(self, pattern):
        self.pattern, self.looked_at = pattern, 0

    def fullmatch(self, text):
        self.looked_at += len(text)
        return self.pattern.fullmatch(text)


@pytest.mark.parametrize("piece", ["a", "-bot", "claude-", " bot", "bot@", "1+", "(", "[bot]", " ", "\u0130"])
def test_no_pattern_looks_at_a_hostile_name(piece):
    rules = load_class_rules()
    counted = [Counting(pattern) for one in (rules._any_name, rules._any_address) for pattern in one.patterns]
    rules._any_name, rules._any_address = (
        Condition(one.exact, one.suffixes, (counter,))  # type: ignore[arg-type]
        for one, counter in zip((rules._any_name, rules._any_address), counted, strict=True)
    )
    long = (piece * 1_000_000)[:1_000_000]

    assert rules.classify(long, "jane@water.example") == ("human", None)
    assert rules.classify("Jane Roe", long) == ("human", None)
    assert sum(counter.looked_at for counter in counted) == 0


def test_a_pattern_looks_at_a_usual_name_once():
    rules = load_class_rules()
    counter = Counting(rules._any_name.patterns[0])
    rules._any_name = Condition(rules._any_name.exact, rules._any_name.suffixes, (counter,))  # type: ignore[arg-type]

    rules.classify("a" * LONGEST, "jane@water.example")

    assert counter.looked_at == LONGEST


def test_every_pattern_that_ships_takes_linear_time():
    assert [p.pattern for one in conditions() for p in one.patterns if pattern_trouble(p.pattern)] == []


@pytest.mark.parametrize(
    ("pattern", "trouble"),
    [
        ("bot$", "starts with ^"),
        ("^bot", "ends with $"),
        (r"^bot\$", "ends with $"),
        ("^(a+)+$", "repeated group"),
        ("^(?:a|b)*$", "repeated group"),
        ("^(?:ab){2,3}$", "repeated group"),
        ("^(?=a).$", "lookaround"),
        ("^(?<!a)b$", "lookaround"),
        (r"^(a)\1$", "reference back"),
        ("^a+b*$", "at most once"),
        ("^a{2,}b+$", "at most once"),
        ("^Bot$", "lower case"),
        ("^[A-Z]ot$", "lower case"),
        ("^(bot$", "no regular expression"),
    ],
)
def test_a_pattern_that_may_be_slow_or_unclear_is_refused(pattern, trouble):
    assert trouble in str(pattern_trouble(pattern))


@pytest.mark.parametrize("pattern", ["^bot$", r"^\S+-bot$", "^[a-z*+)]bot$", r"^\(bot\)\*$", "^(?:ro)?bot{1,3}$"])
def test_a_plain_pattern_is_allowed(pattern):
    assert pattern_trouble(pattern) is None


def office(tmp_path, text):
    path = tmp_path / "people.toml"
    path.write_text(text, encoding="utf-8")
    return path


OURS = """
[[rule]]
id = "our-colleague"
class = "human"
reason = "Bot is a family name"
needs = "both"
names = ["Jan Bot"]
addresses = ["jan-bot@water.example"]

[[rule]]
id = "our-portal"
class = "automation"
reason = "commits from the portal"
addresses = ["portal@water.example"]
"""


def test_rules_of_the_office_come_first(tmp_path):
    rules = load_class_rules(office(tmp_path, OURS))

    assert RULES.classify("Jan Bot", "jan-bot@water.example") == ("automation", "bot-address")
    assert rules.classify("Jan Bot", "Jan-Bot@water.example") == ("human", "our-colleague")
    assert rules.classify("Other Bot", "jan-bot@water.example") == ("automation", "bot-address")
    assert RULES.classify("Jane Roe", "portal@water.example") == ("human", None)
    assert rules.classify("Jane Roe", "portal@water.example") == ("automation", "our-portal")
    assert [rule.id for rule in rules.rules][:2] == ["our-colleague", "our-portal"]


def test_the_first_of_two_rules_of_the_office_wins(tmp_path):
    both = '[[rule]]\nid = "one"\nclass = "human"\nreason = "r"\nnames = ["x"]\n'
    both += '[[rule]]\nid = "two"\nclass = "automation"\nreason = "r"\nnames = ["x"]\n'

    assert load_class_rules(office(tmp_path, both)).classify("x", "") == ("human", "one")


def test_the_fingerprint_follows_what_can_change_an_answer(tmp_path):
    plain = load_class_rules(office(tmp_path, OURS)).fingerprint
    remarked = load_class_rules(office(tmp_path, "# why\n" + OURS.replace("from the portal", "by it"))).fingerprint
    other = load_class_rules(office(tmp_path, OURS.replace("portal@", "gate@"))).fingerprint
    turned = ClassRules(load_class_rules(office(tmp_path, OURS)).rules[::-1]).fingerprint

    assert RULES.fingerprint == load_class_rules(None).fingerprint
    assert re.fullmatch("[0-9a-f]{64}", plain)
    assert plain == remarked
    assert len({RULES.fingerprint, plain, other, turned}) == 4


HEAD = '[[rule]]\nid = "ours"\nclass = "human"\nreason = "r"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[rule]\n", "is not valid TOML"),
        ("rules = 1\n", "'rules', which nothing reads"),
        ("rule = 1\n", "a rule that is no table"),
        ("rule = [1]\n", "a rule that is no table"),
        ('[[rule]]\nclass = "human"\n', "rule 1: id is missing"),
        ('[[rule]]\nid = "Our Rule"\nclass = "human"\nreason = "r"\n', "rule 'Our Rule': an id has lower-case"),
        ('[[rule]]\nid = "ours"\nclass = "robot"\nreason = "r"\nnames = ["x"]\n', "rule 'ours': 'robot' is no class"),
        ('[[rule]]\nid = "ours"\nclass = "human"\nnames = ["x"]\n', "rule 'ours': reason is missing"),
        (HEAD, "rule 'ours': it has no condition on a name or address"),
        (HEAD + 'needs = "both"\nnames = ["x"]\n', "rule 'ours': it has no condition on both name or address"),
        (HEAD + 'needs = "all"\nnames = ["x"]\n', "rule 'ours': needs is 'all'"),
        (HEAD + 'name = ["x"]\n', "rule 'ours': 'name' is no key"),
        (HEAD + 'names = "x"\n', "rule 'ours': names is no list of texts"),
        (HEAD + 'names = [""]\n', "rule 'ours': names is no list of texts"),
        (HEAD + "name_patterns = ['^(a+)+$']\n", "rule 'ours': '^(a+)+$' cannot be used"),
        (HEAD + "address_patterns = ['x']\n", "rule 'ours': 'x' cannot be used"),
        (HEAD + 'names = ["x"]\n' + HEAD + 'names = ["y"]\n', "Two rules about people have the id 'ours'"),
        (HEAD.replace("ours", "dependabot") + 'names = ["x"]\n', "the id 'dependabot'"),
    ],
)
def test_a_mistake_in_the_file_of_an_office_is_one_sentence(tmp_path, text, said):
    path = office(tmp_path, text)

    with pytest.raises(UsageError) as raised:
        load_class_rules(path)

    message = str(raised.value)
    assert said in message
    assert message.endswith(".")
    assert "\n" not in message
    assert str(path) in message or "Two rules" in message


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(UsageError, match=r"missing\.toml cannot be read"):
        load_class_rules(tmp_path / "missing.toml")
    (tmp_path / "latin.toml").write_bytes(b"# \xe9\n")
    with pytest.raises(UsageError, match=r"latin\.toml cannot be read"):
        load_class_rules(tmp_path / "latin.toml")


def test_reasons_of_agents_name_products_in_lower_case():
    reasons = [rule.reason.replace("GitHub", "") for rule in RULES.rules if rule.person_class == "ai_agent"]

    assert [reason for reason in reasons if reason != reason.lower()] == []


def test_a_rule_without_condition_matches_nobody():
    empty = Rule("x", "automation", "", Condition(), Condition())

    assert not empty.holds("", "")
    assert ClassRules([empty]).classify("", "") == ("human", None)


def test_the_reference_page_is_current():
    page = Path(__file__).parents[2] / "docs/reference/people-rules.md"

    assert page.read_text(encoding="utf-8") == render_reference()
