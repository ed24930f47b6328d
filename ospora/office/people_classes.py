# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Who is a person, who is automation and who is an AI agent: ordered rules over the name and address of an identity."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Literal, TypeGuard, get_args

from ospora.core.errors import UsageError

PersonClass = Literal["human", "automation", "ai_agent"]

SHIPPED_FILE = "people_rules.toml"
LONGEST = 400
"""Characters of a name or address that rules look at; a longer one is nobody's name, and no rule matches it."""

_GITHUB_NOREPLY = "@users.noreply.github.com"
_GITHUB_NUMBER = re.compile(r"[0-9]+\+")
_LIST_KEYS = (
    "names",
    "name_suffixes",
    "name_patterns",
    "addresses",
    "address_suffixes",
    "address_patterns",
    "github_apps",
    "github_accounts",
)
_KEYS = {"id", "class", "reason", "needs", *_LIST_KEYS}
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# What makes a pattern slow on hostile names, or means something else than it says here.
_REFERENCE = re.compile(r"\\[1-9]")
_SPECIAL_OR_REPEATED_GROUP = re.compile(r"\(\?(?!:)|\)[*+{]")
_ESCAPED = re.compile(r"\\.", re.DOTALL)
_ESCAPED_OR_CLASS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_OPEN_ENDED = re.compile(r"[*+]|\{[0-9]*,\}")


@dataclass(frozen=True)
class Condition:
    """What a name or an address must be; one of them is enough.

    exact, suffixes: lower case. patterns: match the whole text.
    """

    exact: frozenset[str] = frozenset()
    suffixes: tuple[str, ...] = ()
    patterns: tuple[re.Pattern[str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.exact or self.suffixes or self.patterns)

    def holds(self, text: str) -> bool:
        """Whether a text in lower case is what the condition asks for."""
        if text in self.exact or text.endswith(self.suffixes):
            return True
        # A plain loop: `any` over a generator takes longer than the patterns.
        for one in self.patterns:  # noqa: SIM110
            if one.fullmatch(text):
                return True
        return False


@dataclass(frozen=True)
class Rule:
    """One rule. needs_both: a condition on the name and one on the address must hold, instead of either."""

    id: str
    person_class: PersonClass
    reason: str
    name: Condition
    address: Condition
    needs_both: bool = False

    def holds(self, name: str, address: str) -> bool:
        """Whether the rule matches an identity, both parts in lower case."""
        if self.needs_both:
            return self.name.holds(name) and self.address.holds(address)
        return self.name.holds(name) or self.address.holds(address)


class ClassRules:
    """Rules in the order in which they are asked.

    fingerprint: sha256 (hex) of everything that can change an answer; reasons and remarks are left out.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)
        self.fingerprint = _fingerprint(self.rules)
        # Nine identities in ten are people: two conditions that hold when any rule could spare them the whole list.
        self._any_name = _union(rule.name for rule in self.rules)
        self._any_address = _union(rule.address for rule in self.rules)

    def classify(self, name: str, address: str) -> tuple[PersonClass, str | None]:
        """Class of an identity and the id of the rule that decided; a person by default, with no rule.

        name, address: as git recorded them. Linear in their length, whoever wrote them.
        """
        if len(name) > LONGEST or len(address) > LONGEST:
            return "human", None
        name = name.strip().casefold()
        address = _plain_address(address.strip().casefold())
        if self._any_name.holds(name) or self._any_address.holds(address):
            for rule in self.rules:
                if rule.holds(name, address):
                    return rule.person_class, rule.id
        return "human", None


def load_class_rules(*office_files: Path | None) -> ClassRules:
    """The rules of an office's files, in the order given, and after them those that ship with Ospora.

    office_files: people.toml of an office; None stands for an office that has none.
    Errors: UsageError, one sentence with file and rule, when a file cannot be read or a rule is not clear.
    """
    rules = [rule for path in office_files if path is not None for rule in _read(str(path), _text(path))]
    rules += _read(SHIPPED_FILE, _shipped_text())
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise UsageError(f"Two rules about people have the id {rule.id!r}; give the one in people.toml another id.")
        seen.add(rule.id)
    return ClassRules(rules)


def render_reference() -> str:
    """The page docs/reference/people-rules.md, from the rules that ship."""
    rules = _read(SHIPPED_FILE, _shipped_text())
    rows = [
        f"| {place} | [`{rule.id}`](#{rule.id}) | `{rule.person_class}` | {rule.reason} |"
        for place, rule in enumerate(rules, 1)
    ]
    sections = [line for rule in rules for line in ("", *_section(rule))]
    return "\n".join([_PAGE_HEAD, *rows, *sections, ""])


def pattern_trouble(pattern: str) -> str | None:
    """Why a pattern is not allowed, or None: anchored, lower case, and of a form that takes linear time.

    With one open-ended repetition at most, and none of a group, a matcher has few places to go back to.
    """
    if not (pattern.startswith("^") and pattern.endswith("$")) or pattern.endswith("\\$"):
        return "a pattern starts with ^ and ends with $"
    bare = _ESCAPED_OR_CLASS.sub("x", pattern)
    if _SPECIAL_OR_REPEATED_GROUP.search(bare) or _REFERENCE.search(pattern):
        return "a pattern has no lookaround, no reference back and no repeated group"
    if len(_OPEN_ENDED.findall(bare)) > 1:
        return "a pattern repeats without end (* or +) at most once"
    if re.search("[A-Z]", _ESCAPED.sub("", pattern)):
        return "a pattern is written in lower case"
    try:
        re.compile(pattern)
    except re.error as error:
        return f"the pattern is no regular expression ({error})"
    return None


def _plain_address(address: str) -> str:
    """An address without the number that GitHub puts before its account, so that old and new forms are one."""
    if address.endswith(_GITHUB_NOREPLY) and (number := _GITHUB_NUMBER.match(address)):
        return address[number.end() :]
    return address


def _union(conditions: Iterable[Condition]) -> Condition:
    """A condition that holds when any of them does: one set, one tuple, one pattern."""
    given = list(conditions)
    patterns = [pattern.pattern for one in given for pattern in one.patterns]
    joined = "|".join(f"(?:{pattern[1:-1]})" for pattern in patterns)
    return Condition(
        exact=frozenset(text for one in given for text in one.exact),
        suffixes=tuple(sorted({suffix for one in given for suffix in one.suffixes})),
        patterns=(re.compile(joined),) if patterns else (),
    )


def _fingerprint(rules: Iterable[Rule]) -> str:
    content = [
        (rule.id, rule.person_class, rule.needs_both, *_content(rule.name), *_content(rule.address)) for rule in rules
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=True).encode()).hexdigest()


def _content(condition: Condition) -> tuple[list[str], list[str], list[str]]:
    return sorted(condition.exact), sorted(condition.suffixes), [one.pattern for one in condition.patterns]


def _shipped_text() -> str:
    return resources.files(__package__).joinpath(SHIPPED_FILE).read_text(encoding="utf-8")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}.") from None


def _read(source: str, text: str) -> list[Rule]:
    """Rules of one file, in its order. source: what an error names."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{source} is not valid TOML: {error}.") from None
    unknown = sorted(content.keys() - {"rule"})
    if unknown:
        raise UsageError(f"{source} has {unknown[0]!r}, which nothing reads; rules stand under [[rule]].")
    entries = content.get("rule", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise UsageError(f"{source} has a rule that is no table; write [[rule]] above each.")
    return [_rule(entry, source=f"{source}, rule {entry.get('id', place)!r}") for place, entry in enumerate(entries, 1)]


def _rule(entry: Mapping[str, Any], *, source: str) -> Rule:
    unknown = sorted(entry.keys() - _KEYS)
    if unknown:
        raise UsageError(f"{source}: {unknown[0]!r} is no key of a rule; there are {', '.join(sorted(_KEYS))}.")
    for key in ("id", "class", "reason"):
        if not isinstance(entry.get(key), str) or not entry[key].strip():
            raise UsageError(f'{source}: {key} is missing or no text; write {key} = "…".')
    if not _ID.fullmatch(entry["id"]):
        raise UsageError(f"{source}: an id has lower-case letters and digits, joined by hyphens.")
    person_class, needs = entry["class"], entry.get("needs", "either")
    if not _is_class(person_class):
        raise UsageError(f"{source}: {person_class!r} is no class; there are {', '.join(get_args(PersonClass))}.")
    if needs not in ("either", "both"):
        raise UsageError(f"{source}: needs is {needs!r}; it can be 'either' or 'both'.")
    lists = {key: _lower_list(entry, key, source=source) for key in _LIST_KEYS}
    name, address = _name_condition(lists, source=source), _address_condition(lists, source=source)
    if not (name and address if needs == "both" else name or address):
        raise UsageError(f"{source}: it has no condition on {'both' if needs == 'both' else 'a'} name or address.")
    return Rule(entry["id"], person_class, entry["reason"], name, address, needs == "both")


def _is_class(text: str) -> TypeGuard[PersonClass]:
    return text in get_args(PersonClass)


def _lower_list(entry: Mapping[str, Any], key: str, *, source: str) -> list[str]:
    texts = entry.get(key, [])
    if not isinstance(texts, list) or not all(isinstance(text, str) and text.strip() for text in texts):
        raise UsageError(f'{source}: {key} is no list of texts; write {key} = ["…"].')
    return texts if key.endswith("_patterns") else [text.casefold() for text in texts]


def _name_condition(lists: Mapping[str, list[str]], *, source: str) -> Condition:
    return Condition(
        exact=frozenset([*lists["names"], *(f"{slug}[bot]" for slug in lists["github_apps"])]),
        suffixes=tuple(lists["name_suffixes"]),
        patterns=tuple(_patterns(lists["name_patterns"], source=source)),
    )


def _address_condition(lists: Mapping[str, list[str]], *, source: str) -> Condition:
    at_github = [*(f"{slug}[bot]" for slug in lists["github_apps"]), *lists["github_accounts"]]
    addresses = [*lists["addresses"], *(login + _GITHUB_NOREPLY for login in at_github)]
    return Condition(
        exact=frozenset(_plain_address(address) for address in addresses),
        suffixes=tuple(lists["address_suffixes"]),
        patterns=tuple(_patterns(lists["address_patterns"], source=source)),
    )


def _patterns(texts: Iterable[str], *, source: str) -> Iterator[re.Pattern[str]]:
    for text in texts:
        trouble = pattern_trouble(text)
        if trouble is not None:
            raise UsageError(f"{source}: {text!r} cannot be used: {trouble}.")
        yield re.compile(text)


def _section(rule: Rule) -> list[str]:
    both = ["Both must hold."] if rule.needs_both else []
    said = [*_said("Name", rule.name), *_said("Address", rule.address)]
    return [f"### {rule.id}", "", f"Class `{rule.person_class}`: {rule.reason}.", *both, "", *said]


def _said(part: str, condition: Condition) -> list[str]:
    kinds = {
        "is": sorted(condition.exact),
        "ends in": condition.suffixes,
        "matches": [one.pattern for one in condition.patterns],
    }
    return [f"- {part} {kind}: {', '.join(f'`{text}`' for text in texts)}" for kind, texts in kinds.items() if texts]


_PAGE_HEAD = """\
# Rules about people

*Written by `make docs` from the code; changes here are overwritten.*

Each identity, a name and an address as git recorded them, is a person (`human`), `automation`, or an AI agent (`ai_agent`).
The first rule that matches decides, and its id is kept in the table `people`; without a rule, an identity is a person.
Case does not matter, and the number before `+` in a GitHub noreply address is dropped before comparing.
An office corrects these rules in its `people.toml`, which has the same form and is asked first.

```toml
[[rule]]
id = "our-release-account"
class = "automation"
reason = "the account that our pipeline commits with"
addresses = ["release@water.example"]

[[rule]]
id = "our-colleague-bot"
class = "human"
reason = "Bot is a family name"
needs = "both"
names = ["jan bot"]
address_suffixes = ["@water.example"]
```

| key | what it holds |
|---|---|
| `id` | lower-case letters and digits, joined by hyphens; of this rule alone |
| `class` | `human`, `automation` or `ai_agent` |
| `reason` | why, in a few words |
| `names`, `addresses` | whole names or addresses |
| `name_suffixes`, `address_suffixes` | ends of them |
| `name_patterns`, `address_patterns` | patterns over the whole of them, `^…$`, in lower case; no lookaround, no reference back, \
no repeated group, and `*` or `+` at most once, so that no name can make them slow |
| `github_apps` | an app, by the part before `[bot]`: its name, and its address at GitHub |
| `github_accounts` | an account: its address at GitHub |
| `needs` | `either` (default): a condition on the name or on the address is enough; `both`: one on each must hold |

## Rules that ship with Ospora

In the order in which they are asked.

| | rule | class | reason |
|---|---|---|---|"""
