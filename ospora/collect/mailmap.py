# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Apply a project's own `.mailmap`, by asking git, so that our reading of the file is git's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ospora.collect.git import SETTINGS, run_git
from ospora.collect.history import Contact
from ospora.core.errors import RepositoryError


def find_mailmap(environment: Mapping[str, str], commit: str) -> str | None:
    """Object id of the `.mailmap` at the top of a commit's tree, or None; a symlink is none, as in git."""
    output = run_git([*SETTINGS, "ls-tree", "-z", "--full-tree", commit, ".mailmap"], environment=environment)
    mode, _, rest = output.partition(b" ")
    kind, _, rest = rest.partition(b" ")
    return rest[: rest.index(b"\t")].decode() if kind == b"blob" and mode.startswith(b"100") else None


def map_contacts(environment: Mapping[str, str], contacts: Sequence[Contact], *, mailmap: str | None) -> list[Contact]:
    """The contact that `.mailmap` says each contact stands for, in the order given.

    mailmap: object id of the file, or None when the project has none.
    Errors: RepositoryError when git cannot read the file or loses a contact.
    """
    plain = [_without_marks(contact) for contact in contacts]
    if mailmap is None or not contacts:
        return plain
    asked = b"".join(name + b" <" + address + b">\n" for name, address in plain)
    settings = [*SETTINGS, "-c", f"mailmap.blob={mailmap}"]
    answer = run_git([*settings, "check-mailmap", "--stdin"], environment=environment, stdin=asked)
    mapped = [_contact(line) for line in answer.split(b"\n")[:-1]]
    if len(mapped) != len(contacts):
        raise RepositoryError(f"git check-mailmap answered for {len(mapped)} of {len(contacts)} contacts.")
    return mapped


def _without_marks(contact: Contact) -> Contact:
    """Without the characters that part name and address: git drops them too when it reads a contact."""
    name, address = (part.translate(None, b"<>\n\0") for part in contact)
    return name, address


def _contact(line: bytes) -> Contact:
    name, _, address = line.rpartition(b"<")
    return name.rstrip(b" "), address.rstrip(b">")
