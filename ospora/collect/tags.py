# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Read tags: what they point at, when they were made, and whether their name is a version."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from ospora.collect.history import epoch_seconds
from ospora.collect.objects import look_up, read_objects

_PERSON_DATE = re.compile(rb"> (\d+) [+-]\d+$")
# v1, 1.2, release-1.2.3, netty-4.1.0.Final, 2024-05-01, v2.0.0-rc.1: at the end of the name, after a separator.
_VERSION = re.compile(
    r"(?:^|[-_/.@]|(?<=[a-z])(?=\d))(?:[vV]\.?)?"
    r"(\d+(?:[._-]\d+)+|(?<=[vV])\d+|\d{8})"
    r"([._+-]?[A-Za-z][A-Za-z0-9._+-]*|[+-][A-Za-z0-9._+-]+)?$"
)
_PRERELEASE = re.compile(
    r"(?i)(?:^|[._+\d-])(a|b|c|rc|cr|m|alpha|beta|gamma|pre|preview|dev|snapshot|nightly|milestone|test)(?:[._-]?\d+|$|[._-])"
)
_UNFINISHED = re.compile(r"(?i)(?:^|[-_/.])(nightly|weekly|snapshot|dev|preview)[-_/.]")
_RELEASE_WORDS = {"", "final", "ga", "release", "stable", "lts"}


class TagRecord(NamedTuple):
    """One tag. commit: id of the commit it points at in the end, or None when it points at something else.

    tagged_at: epoch seconds, of the tagger or else of the commit; dated_by says which (`tagger`, `commit`).
    """

    name: str
    commit: str | None
    tagged_at: int | None
    dated_by: str | None


class Version(NamedTuple):
    """The version that a tag's name carries."""

    text: str
    is_prerelease: bool


def read_tags(environment: Mapping[str, str], tags: Mapping[str, str]) -> list[TagRecord]:
    """Read all tags, sorted by name.

    tags: full ref name → object id. A tag whose object is missing keeps its name and loses its date.
    """
    names = sorted(tags)
    kinds = look_up(environment, (tags[name] for name in names))
    peeled = look_up(environment, (f"{tags[name]}^{{commit}}" for name in names))
    annotated = [info.oid for info in kinds if info is not None and info.kind == "tag"]
    commits = [info.oid for info in peeled if info is not None and info.kind == "commit"]
    tagger_dates = {oid: _header_date(content, b"tagger ") for oid, content in read_objects(environment, annotated)}
    commit_dates = {oid: _header_date(content, b"committer ") for oid, content in read_objects(environment, commits)}
    records = []
    for name, target in zip(names, peeled, strict=True):
        commit = target.oid if target is not None and target.kind == "commit" else None
        by_tagger = tagger_dates.get(tags[name])
        by_commit = commit_dates.get(commit) if commit is not None else None
        dated_by = "tagger" if by_tagger is not None else "commit" if by_commit is not None else None
        records.append(
            TagRecord(
                name=name.removeprefix("refs/tags/"),
                commit=commit,
                tagged_at=by_tagger if by_tagger is not None else by_commit,
                dated_by=dated_by,
            )
        )
    return records


def version_of(tag: str) -> Version | None:
    """The version in a tag's name, or None when the name is no version (`latest`, `before-merge`)."""
    match = _VERSION.search(tag)
    if match is None:
        return None
    number, rest = match[1], match[2] or ""
    word = rest.strip("._+-").lower()
    is_prerelease = word not in _RELEASE_WORDS and _PRERELEASE.search(rest) is not None
    is_prerelease = is_prerelease or _UNFINISHED.search(tag[: match.start(1)]) is not None
    return Version(text=number + rest, is_prerelease=is_prerelease)


def _header_date(content: bytes, header: bytes) -> int | None:
    """Date in the header line of a raw tag or commit."""
    for line in content.partition(b"\n\n")[0].split(b"\n"):
        if line.startswith(header):
            match = _PERSON_DATE.search(line)
            return epoch_seconds(match[1]) if match else None
    return None
