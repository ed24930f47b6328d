# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""The vault: the one file that holds names and addresses, and the key that makes pseudonyms.

Everything else in the lake holds pseudonyms only. Taking a person out of the vault makes their pseudonym
point at nobody; taking the key away does so for everybody.
"""

from __future__ import annotations

import hmac
import os
import secrets
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from ospora.collect.history import Contact
from ospora.core.errors import LakeError

_KEY_BYTES = 32
_PSEUDONYM_BYTES = 16
_SCHEMA = "CREATE TABLE IF NOT EXISTS identities (identity_id TEXT PRIMARY KEY, name BLOB, address BLOB) WITHOUT ROWID"


class Vault:
    """Names and addresses of one lake.

    folder: where key and names are kept; only its owner may read it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.key = _load_key(folder / "key")
        self._known: dict[Contact, str] = {}
        self._new: dict[str, Contact] = {}

    def identity_id(self, contact: Contact) -> str:
        """Pseudonym of a name and address: the same in every project of this lake, of no use outside of it."""
        known = self._known.get(contact)
        if known is None:
            known = self._pseudonym(b"identity", *contact)
            self._known[contact] = known
            self._new[known] = contact
        return known

    def person_id(self, key: bytes) -> str:
        """Pseudonym of a person. key: what makes identities one person."""
        return self._pseudonym(b"person", key)

    def identity_writer(self) -> Callable[[Contact], bytes]:
        """identity_id as a function that gives bytes, for the writers of rows."""
        made: dict[Contact, bytes] = {}

        def identity(contact: Contact) -> bytes:
            found = made.get(contact)
            if found is None:
                found = made[contact] = self.identity_id(contact).encode()
            return found

        return identity

    def save(self) -> dict[str, Contact]:
        """Write the identities that are new since the last save, and return them."""
        saved, self._new = self._new, {}
        rows = [(identity, *contact) for identity, contact in sorted(saved.items())]
        with self._names("written", "check its rights and space") as names, names:
            names.executemany("INSERT OR IGNORE INTO identities VALUES (?, ?, ?)", rows)
        return saved

    def contacts(self, identities: Iterable[str]) -> dict[str, Contact]:
        """Names and addresses of the identities that the vault still knows."""
        wanted = sorted(set(identities))
        found: dict[str, Contact] = {}
        advice = (
            "check its rights; when it is damaged, restore it from a backup, or remove the data folder and scan again"
        )
        with self._names("read", advice) as names:
            for start in range(0, len(wanted), 500):
                some = wanted[start : start + 500]
                marks = ",".join("?" * len(some))
                query = f"SELECT identity_id, name, address FROM identities WHERE identity_id IN ({marks})"
                found.update((row[0], (row[1], row[2])) for row in names.execute(query, some))
        return found

    @contextmanager
    def _names(self, done: str, advice: str) -> Iterator[sqlite3.Connection]:
        """The database of names. done, advice: what could not be done with it, and what helps then.

        Errors: LakeError when it is damaged, or may not be used.
        """
        try:
            with closing(self._open()) as names:
                yield names
        except (sqlite3.Error, OSError) as error:
            raise LakeError(f"The vault {self.folder} could not be {done} ({error}); {advice}.") from None

    def _open(self) -> sqlite3.Connection:
        path = self.folder / "names.sqlite"
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
        names = sqlite3.connect(path, timeout=60)
        try:
            names.execute(_SCHEMA)
        except sqlite3.Error:
            names.close()
            raise
        return names

    def _pseudonym(self, *parts: bytes) -> str:
        return hmac.digest(self.key, b"\0".join(parts), "sha256")[:_PSEUDONYM_BYTES].hex()


def _load_key(path: Path) -> bytes:
    """The key of a vault; made at random the first time."""
    try:
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _create_key(path)
        key = bytes.fromhex(path.read_text("ascii"))
    except (OSError, ValueError) as error:
        raise LakeError(
            f"The key {path} cannot be read or made ({error}); check the rights of the data folder."
        ) from None
    if len(key) != _KEY_BYTES:
        raise LakeError(
            f"The key {path} is damaged; restore it from a backup, or remove the data folder and scan again."
        )
    return key


def _create_key(path: Path) -> None:
    """Make the key whole before it appears under its name; whoever comes second keeps the first one's."""
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix="key.")  # only the owner may read it
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(_KEY_BYTES))
    try:
        os.link(beside, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(beside)
