# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Which identities are one person, and who is a person at all."""

from __future__ import annotations

import re
from typing import NamedTuple

from ospora.collect.history import Contact
from ospora.facts._table import Table, text

TABLE = Table(
    name="people",
    grain="one identity (a name and address as git recorded them) of one project",
    origin=".mailmap, the address, and the rules of people_rules.toml",
    columns=(text("identity_id"), text("person_id"), text("class"), text("rule")),
    key=("project_id", "identity_id"),
)

_FORGE_NUMBER = re.compile(rb"^[0-9]+\+(?=.*@users\.noreply\.github\.com\Z)")


class Person(NamedTuple):
    """What is said of one identity. kind: human, automation or ai_agent; rule: the rule that decided, or None."""

    identity_id: str
    person_id: str
    kind: str
    rule: str | None


def person_key(contact: Contact) -> bytes:
    """What makes two identities one person: the address after .mailmap, or the name where there is no address.

    Letters A to Z count as lower case, and the account number that GitHub puts before a hidden address is left out.
    """
    name, address = contact
    return _FORGE_NUMBER.sub(b"", address.lower()) or name.lower()


def row(person: Person) -> bytes:
    """The line of one identity."""
    return "\t".join((person.identity_id, person.person_id, person.kind, person.rule or "")).encode()
