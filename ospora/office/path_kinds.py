# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""What kind of work a change to a path is: ordered rules over the name of the file and the folders it lies in."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib import resources
from typing import Any, Literal

PathKind = Literal["code", "test", "documentation", "translation", "design", "build", "data", "governance", "other"]

SHIPPED_FILE = "path_rules.toml"
LONGEST = 4096
"""Characters of a path that rules look at: what Linux can open. A longer one is `other`."""

_FOLDERS_REMEMBERED = 4096
_NAMES_REMEMBERED = 16384
_TAG = r"(?:(?i:%s)(?:[-_]r?(?:[A-Za-z]{2}|[A-Za-z]{4}|[0-9]{3})){0,2}(?:@[A-Za-z]{2,12})?)"

_GATE_AT_START = re.compile(r"\^(?:\(\?i:((?:[A-Za-z_|-]|\\\.)+)\)|([A-Za-z_-]+)(?![?*{]))")
_GATE_AT_END = re.compile(r"\\\.(?:\(\?:([A-Za-z0-9|+]+)\)|([A-Za-z0-9]+))\$$")


@dataclass(frozen=True)
class PathRule:
    """One rule. Lists are in lower case; patterns match whole texts as they are written.

    needs_both: a condition on the name and one on the folders must hold, instead of either.
    """

    id: str
    kind: PathKind
    reason: str
    names: tuple[str, ...] = ()
    extensions: tuple[str, ...] = ()
    name_patterns: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    directories: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    directory_patterns: tuple[str, ...] = ()
    needs_both: bool = False


class PathRules:
    """Rules in the order of their precedence.

    languages: codes that {tag} in a pattern stands for. fingerprint: sha256 (hex) of all that can change an answer.
    """

    def __init__(self, rules: Sequence[PathRule], *, languages: Sequence[str]) -> None:
        self.rules = tuple(rules)
        self.fingerprint = _fingerprint(self.rules, languages)
        self._names = _NameConditions(self.rules, tag=_tag(languages))
        self._folders = _FolderConditions(self.rules, tag=_tag(languages))
        # Folders repeat in a tree, and so do names such as __init__.py; both memories are bounded.
        self._of_name = lru_cache(_NAMES_REMEMBERED)(self._names.holding)
        self._of_folder = lru_cache(_FOLDERS_REMEMBERED)(self._folders.holding)
        self._both = sum(1 << place for place, rule in enumerate(self.rules) if rule.needs_both)
        self._kinds: tuple[PathKind, ...] = (*(rule.kind for rule in self.rules), "other")

    def kind(self, path: str) -> PathKind:
        """Kind of a path with slashes, relative to the root of its repository."""
        return self._kinds[self._place(path)]

    def rule_of(self, path: str) -> str | None:
        """Id of the rule that decides, or None when the path is `other`."""
        place = self._place(path)
        return self.rules[place].id if place >= 0 else None

    def _place(self, path: str) -> int:
        """Place of the first rule that holds; -1 when none does, which is the place of `other`.

        Which rules hold is a number with a bit for each, the first rule lowest.
        """
        if len(path) > LONGEST:
            return -1
        folder, _, name = path.rpartition("/")
        by_name, by_folder = self._of_name(name), self._of_folder(folder)
        holding = (by_name | by_folder) & ~self._both | by_name & by_folder
        return (holding & -holding).bit_length() - 1


class _Patterns:
    """Patterns, each with the bit of its rule; compiled when the first text comes, as most are never needed."""

    def __init__(self) -> None:
        self._added: list[tuple[str, int, tuple[str, ...]]] = []

    def add(self, pattern: str, bit: int, *, starts: Iterable[str] = ()) -> None:
        """starts: beginnings in lower case of which every match has one; without any, nothing is known of them."""
        self._added.append((pattern, bit, tuple(starts)))

    @cached_property
    def _compiled(self) -> list[tuple[re.Pattern[str], int, tuple[str, ...]]]:
        return [(re.compile(pattern), bit, starts) for pattern, bit, starts in self._added]

    def holding(self, text: str) -> int:
        """Bits of the rules of which a pattern matches the whole text."""
        holding, lower = 0, text.lower()
        for pattern, bit, starts in self._compiled:
            if (not starts or lower.startswith(starts)) and pattern.fullmatch(text):
                holding |= bit
        return holding


class _NameConditions:
    """Which rules hold for the name of a file.

    Every pattern says at its start or its end which names it is about, so that few names meet any pattern.
    """

    def __init__(self, rules: Sequence[PathRule], *, tag: str) -> None:
        self._names = _bits((name, place) for place, rule in enumerate(rules) for name in rule.names)
        self._extensions = _bits((end, place) for place, rule in enumerate(rules) for end in rule.extensions)
        self._by_start: dict[str, _Patterns] = defaultdict(_Patterns)
        self._by_end: dict[str, _Patterns] = defaultdict(_Patterns)
        for place, rule in enumerate(rules):
            for text in rule.name_patterns:
                starts, ends = pattern_gates(text)
                gates = [self._by_end[end] for end in ends] or [self._by_start[start] for start in starts]
                for gate in gates:
                    gate.add(text.replace("{tag}", tag), 1 << place, starts=starts)
        self._starts = tuple(self._by_start)

    def holding(self, name: str) -> int:
        """Bits of the rules that hold, the first rule lowest."""
        lower = name.lower()
        holding = self._names.get(lower, 0)
        dot = lower.rfind(".")
        if dot > 0:
            end = lower[dot:]
            holding |= self._extensions.get(end, 0)
            before = lower.rfind(".", 1, dot)
            if before > 0:
                holding |= self._extensions.get(lower[before:], 0)
            if end in self._by_end:
                holding |= self._by_end[end].holding(name)
        if lower.startswith(self._starts):
            for start, patterns in self._by_start.items():
                if lower.startswith(start):
                    holding |= patterns.holding(name)
        return holding


class _FolderConditions:
    """Which rules hold for the folders that a file lies in."""

    def __init__(self, rules: Sequence[PathRule], *, tag: str) -> None:
        self._folders = _bits((one, place) for place, rule in enumerate(rules) for one in rule.folders)
        self._directories = _bits((one, place) for place, rule in enumerate(rules) for one in rule.directories)
        self._roots = _bits((one, place) for place, rule in enumerate(rules) for one in rule.roots)
        self._patterns = _Patterns()
        self._rows: dict[str, _Patterns] = defaultdict(_Patterns)
        for place, rule in enumerate(rules):
            for text in rule.directory_patterns:
                self._patterns.add(text.replace("{tag}", tag), 1 << place)
            for row in rule.paths:
                self._rows[row.partition("/")[0]].add(_row(row, tag), 1 << place)
        self._of_one = lru_cache(_FOLDERS_REMEMBERED)(self._holding_one)

    def holding(self, folder: str) -> int:
        """Bits of the rules that hold, the first rule lowest. folder: with slashes, or empty at the root."""
        holding = self._folders.get(folder.lower(), 0)
        if not folder:
            return holding
        lower = folder.lower().split("/")
        holding |= self._roots.get(lower[0], 0)
        for one in folder.split("/"):
            holding |= self._of_one(one)
        for start in self._rows.keys() & lower:
            holding |= self._rows[start].holding(f"/{folder}/")
        return holding

    def _holding_one(self, folder: str) -> int:
        return self._directories.get(folder.lower(), 0) | self._patterns.holding(folder)


@cache
def load_path_rules() -> PathRules:
    """The rules that ship with Ospora."""
    content = tomllib.loads(resources.files(__package__).joinpath(SHIPPED_FILE).read_text(encoding="utf-8"))
    return PathRules([_rule(entry) for entry in content["rule"]], languages=content["language_codes"].split())


def render_reference() -> str:
    """The page docs/reference/path-kinds.md, from the rules that ship."""
    rules = load_path_rules().rules
    rows = [
        f"| {place} | [`{rule.id}`](#{rule.id}) | {rule.kind} | {rule.reason} |" for place, rule in enumerate(rules, 1)
    ]
    sections = [line for rule in rules for line in ("", *_section(rule))]
    return "\n".join([_PAGE_HEAD, *rows, *sections, ""])


def _rule(entry: dict[str, Any]) -> PathRule:
    """One entry of the shipped file; a key that is not there is a mistake of ours, and raises TypeError."""
    given: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
    return PathRule(needs_both=given.pop("needs", "either") == "both", **given)


def _bits(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Text → number with the bit of every rule that names it."""
    bits: dict[str, int] = {}
    for text, place in pairs:
        bits[text] = bits.get(text, 0) | 1 << place
    return bits


def _row(row: str, tag: str) -> str:
    """Pattern of folders in a row, without regard to case, somewhere in a text that begins and ends with a slash."""
    parts = (tag if part == "{tag}" else re.escape(part) for part in row.split("/"))
    return f"(?s:.*)/(?i:{'/'.join(parts)})/(?s:.*)"


def pattern_gates(pattern: str) -> tuple[list[str], list[str]]:
    """Beginnings and ends, in lower case, of which every name that a pattern on names matches has one.

    Either list is empty when the pattern does not say it in a form that is read here: the words or the word
    right after ^, and the words or the word after the last dot.
    """
    start, end = _GATE_AT_START.match(pattern), _GATE_AT_END.search(pattern)
    starts = (start[1] or start[2]).replace("\\", "").lower().split("|") if start else []
    ends = [f".{word}" for word in (end[1] or end[2]).lower().split("|")] if end else []
    return starts, sorted(set(ends))


def _tag(languages: Sequence[str]) -> str:
    """Pattern of a language tag. Grouped by first letter, so that a text that is none is left after one look."""
    rests: dict[str, list[str]] = {}
    for code in sorted(languages, key=lambda code: (-len(code), code)):
        rests.setdefault(code[0], []).append(code[1:])
    return _TAG % "|".join(f"{first}(?:{'|'.join(ends)})" for first, ends in sorted(rests.items()))


def _fingerprint(rules: Iterable[PathRule], languages: Sequence[str]) -> str:
    content = [sorted(languages)]
    content += [
        [rule.id, rule.kind, str(rule.needs_both), *(repr(texts) for texts in _lists(rule).values())] for rule in rules
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=True).encode()).hexdigest()


def _lists(rule: PathRule) -> dict[str, tuple[str, ...]]:
    """What the reference calls each condition, and its texts."""
    return {
        "Name is": rule.names,
        "Name ends in": rule.extensions,
        "Name matches": rule.name_patterns,
        "Lies in": tuple(folder or "(the root)" for folder in rule.folders),
        "In a folder": rule.directories,
        "In the first folder": rule.roots,
        "In the folders": rule.paths,
        "In a folder that matches": rule.directory_patterns,
    }


def _section(rule: PathRule) -> list[str]:
    both = ["One condition on the name and one on the folders must hold."] if rule.needs_both else []
    said = [f"- {what}: {', '.join(f'`{text}`' for text in texts)}" for what, texts in _lists(rule).items() if texts]
    return [f"### {rule.id}", "", f"Kind `{rule.kind}`: {rule.reason}.", *both, "", *said]


_PAGE_HEAD = """\
# Kinds of work

*Written by `make docs` from the code; changes here are overwritten.*

Each path is one kind of work: `code`, `test`, `documentation`, `translation`, `design`, `build`, `data`, `governance` or `other`.
The first rule that holds decides; a path that no rule knows, and a submodule, is `other`.

What this means where kinds meet:

- A test's pictures, data and catalogues are tests: without the test nobody would need them.
- A read-me is documentation wherever it lies, and a translated one is a translation.
- A script that builds the documentation, such as `docs/conf.py` or `docs/Makefile`, is documentation: that is the work it serves.
- Below another folder, `docs/` holds documentation unless the file is source code, which may be code about documents.
- Style sheets are code; pictures, sound, film and fonts are design.
- JSON, YAML, XML and TOML of no other use are data.

In a pattern, `{tag}` stands for a language tag such as `fr`, `pt-BR`, `pt-rBR` or `zh_Hans_CN`.
Names, ends and folders are compared without regard to case; patterns mind it, so that `ReportTest.java` is a test and `latest.java` is not.

## Rules

In the order of their precedence.

| | rule | kind | reason |
|---|---|---|---|"""
