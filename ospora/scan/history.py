# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""First stage of a project: commits, trailers, tags and people. It reads what is new and drops what is gone."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ospora.collect.history import has_commit, list_commits, read_commits
from ospora.collect.mailmap import find_mailmap, map_contacts
from ospora.collect.objects import look_up
from ospora.collect.repository import Refs, Repository, object_format_of, reading_room
from ospora.collect.tags import read_tags
from ospora.core.sql import parquet_rows
from ospora.facts import people as people_table
from ospora.facts import tags as tags_table
from ospora.facts.people import Person, person_key
from ospora.lake.manifest import MISSING, Manifest, Part, Reading
from ospora.lake.storage import writer
from ospora.lake.vault import Vault
from ospora.office.people_classes import ClassRules
from ospora.scan.parts import PartStore, next_number


@dataclass(frozen=True)
class HistoryStage:
    """Reads the history of one project. before: what the last scan left."""

    store: PartStore
    vault: Vault
    people_rules: ClassRules
    path_rules: str
    before: Manifest

    def is_current(self, refs: Refs) -> bool:
        """Whether nothing that decides the facts has changed since the last scan.

        The mailmap lies in the tip's tree, so an unchanged tip has an unchanged mailmap.
        """
        reading = self._reading(refs, mailmap=self.before.reading.mailmap)
        return self.before.state in ("ok", "empty") and self.before.reading == reading

    def read(self, repository: Repository, refs: Refs) -> tuple[Manifest, int]:
        """The manifest after reading what is new, and how many commits were read.

        Errors: RepositoryError when git cannot read the history to its end.
        """
        before = replace(self.before, repository=str(repository.common_dir), reason=None)
        if refs.tip is None:
            empty = Manifest(before.project_id, before.name, before.source, before.repository, before.unit, before.role)
            reading = self._reading(refs, mailmap=None)
            return replace(empty, state="empty", reason="the branch has no commit yet", reading=reading), 0
        with reading_room(repository, object_format=object_format_of(refs.tip), shallow=refs.shallow) as environment:
            mailmap = find_mailmap(environment, refs.tip)
            if mailmap is not None and look_up(environment, [mailmap]) == [None]:
                mailmap = f"{MISSING}{mailmap}"
            reading = self._reading(refs, mailmap=mailmap)
            return self._read_new(before, reading, refs=refs, tip=refs.tip, environment=environment)

    def _reading(self, refs: Refs, *, mailmap: str | None) -> Reading:
        tags = "\n".join(f"{name} {oid}" for name, oid in sorted(refs.tags.items()))
        return Reading(
            branch=refs.branch,
            tip=refs.tip,
            tags=hashlib.sha256(tags.encode("utf-8", "surrogateescape")).hexdigest(),
            shallow=refs.shallow,
            is_partial=refs.is_partial,
            mailmap=mailmap,
            people_rules=self.people_rules.fingerprint,
            path_rules=self.path_rules,
        )

    def _read_new(
        self, before: Manifest, reading: Reading, *, refs: Refs, tip: str, environment: Mapping[str, str]
    ) -> tuple[Manifest, int]:
        kept, known = self._kept_parts(before, reading, tip=tip, environment=environment)
        number = next_number(before) + len(kept)
        commits = read_commits(environment, tip=tip, known=known)
        new = self.store.write(commits, vault=self.vault, boundary=reading.shallow, start=number)
        self.vault.save()
        parts = self.store.compact((*kept, *new), number=number + len(new))
        tags = before.tags
        if tags is None or reading.tags != before.reading.tags:
            lines = (tags_table.row(tag) for tag in read_tags(environment, refs.tags))
            tags = self.store.store_lines(tags_table.TABLE, lines)
        people = self._people(before, parts, reading=reading, environment=environment)
        after = replace(before, state="ok", reading=reading, parts=parts, tags=tags, people=people)
        return after, sum(part.commit_count for part in new)

    def _kept_parts(
        self, before: Manifest, reading: Reading, *, tip: str, environment: Mapping[str, str]
    ) -> tuple[tuple[Part, ...], tuple[str, ...]]:
        """Parts that still hold, without the commits that are gone, and the commit up to which they know history."""
        old = before.reading.tip
        same_ground = (before.reading.shallow, before.reading.path_rules) == (reading.shallow, reading.path_rules)
        if old is None or not before.parts or not same_ground or not has_commit(environment, old):
            return (), ()
        parts = before.parts
        lost = list_commits(environment, tip=old, known=(tip,)) if old != tip else []
        if lost:
            start = next_number(before)
            parts = tuple(self.store.without(part, lost, number=n) for n, part in enumerate(parts, start))
        return tuple(part for part in parts if part.commit_count), (old,)

    def _people(
        self, before: Manifest, parts: Sequence[Part], *, reading: Reading, environment: Mapping[str, str]
    ) -> str:
        """The people table; rows of the last scan hold on while the mailmap and the rules are the same."""
        rules = (reading.mailmap, reading.people_rules)
        kept: dict[str, Person] = {}
        if before.people is not None and rules == (before.reading.mailmap, before.reading.people_rules):
            kept = {person.identity_id: person for person in self._people_of(before.people)}
        wanted = self.store.identities(parts)
        if before.people is not None and kept.keys() == wanted:
            return before.people
        made = self._classed(wanted - kept.keys(), mailmap=reading.readable_mailmap, environment=environment)
        people = [*(person for person in kept.values() if person.identity_id in wanted), *made]
        lines = (people_table.row(person) for person in sorted(people, key=lambda person: person.identity_id))
        return self.store.store_lines(people_table.TABLE, lines)

    def _classed(self, identities: set[str], *, mailmap: str | None, environment: Mapping[str, str]) -> list[Person]:
        """Who each identity is. One that was erased from the vault stays a person of its own."""
        contacts = self.vault.contacts(identities)
        known = sorted(contacts)
        mapped = map_contacts(environment, [contacts[identity] for identity in known], mailmap=mailmap)
        people = [Person(identity, identity, "human", None) for identity in identities - contacts.keys()]
        for identity, contact in zip(known, mapped, strict=True):
            name, address = (part.decode("utf-8", "replace") for part in contact)
            kind, rule = self.people_rules.classify(name, address)
            people.append(Person(identity, self.vault.person_id(person_key(contact)), kind, rule))
        return people

    def _people_of(self, file: str) -> list[Person]:
        rows = parquet_rows(self.store.folder / file)
        query = f"SELECT identity_id, person_id, class, rule FROM {rows}"
        with writer() as connection:
            return [Person(*row) for row in connection.execute(query).fetchall()]
