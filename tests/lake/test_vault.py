# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""The vault: pseudonyms that hold within a lake and mean nothing outside of it."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from ospora.core.errors import LakeError
from ospora.lake.vault import Vault

ADA = (b"Ada Example", b"ada@example.org")


def test_a_pseudonym_is_the_same_in_one_lake_and_another_in_the_next(tmp_path):
    one, again, other = Vault(tmp_path / "one"), Vault(tmp_path / "one"), Vault(tmp_path / "other")
    assert one.identity_id(ADA) == again.identity_id(ADA)
    assert one.identity_id(ADA) != other.identity_id(ADA)
    assert len(one.identity_id(ADA)) == 32


def test_name_and_address_do_not_run_into_each_other(tmp_path):
    vault = Vault(tmp_path)
    assert vault.identity_id((b"a", b"bc")) != vault.identity_id((b"ab", b"c"))
    assert vault.identity_id((b"a", b"")) != vault.person_id(b"a")


def test_what_is_saved_is_known_to_the_next_and_the_rest_is_not(tmp_path):
    vault = Vault(tmp_path)
    saved = vault.identity_id(ADA)
    assert vault.save() == {saved: ADA}
    assert vault.save() == {}
    unsaved = vault.identity_id((b"Ben", b"ben@example.org"))
    assert Vault(tmp_path).contacts([saved, unsaved]) == {saved: ADA}


def test_bytes_that_are_no_text_come_back(tmp_path):
    vault = Vault(tmp_path)
    strange = (b"J\xf6rg", b"\xff@example.org")
    identity = vault.identity_id(strange)
    vault.save()
    assert Vault(tmp_path).contacts([identity]) == {identity: strange}


def test_thousands_of_identities_are_found(tmp_path):
    vault = Vault(tmp_path)
    identities = [vault.identity_id((b"%d" % n, b"")) for n in range(2000)]
    vault.save()
    assert len(vault.contacts(identities)) == 2000


def test_many_who_make_the_key_at_once_get_the_same(tmp_path):
    with ThreadPoolExecutor(8) as threads:
        keys = list(threads.map(lambda _: Vault(tmp_path / "vault").key, range(32)))
    assert len(set(keys)) == 1
    assert sorted(path.name for path in (tmp_path / "vault").iterdir()) == ["key"]


@pytest.mark.parametrize("content", ["", "zz", "abcd", "5a" * 31])
def test_a_damaged_key_is_said(tmp_path, content):
    (tmp_path / "key").write_text(content)
    with pytest.raises(LakeError, match="key"):
        Vault(tmp_path)


def test_names_that_are_no_database_are_said(tmp_path):
    vault = Vault(tmp_path)
    (tmp_path / "names.sqlite").write_bytes(b"this is no database, it is a text" * 100)
    vault.identity_id(ADA)
    with pytest.raises(LakeError, match="could not be written"):
        vault.save()


def test_a_damaged_vault_is_said_to_who_reads(tmp_path):
    vault = Vault(tmp_path)
    (tmp_path / "names.sqlite").write_bytes(b"this is no database, it is a text" * 100)
    with pytest.raises(LakeError, match=f"The vault {tmp_path} could not be read .*restore it from a backup"):
        vault.contacts(["x"])
    (tmp_path / "names.sqlite").unlink()
    (tmp_path / "names.sqlite").mkdir()
    with pytest.raises(LakeError, match="could not be read"):
        vault.contacts(["x"])
