# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""What a plain git command needs to give the same number as a metric."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from ospora.collect.mailmap import map_contacts
from ospora.collect.repository import Repository, object_format_of, reading_room
from ospora.core.windows import Window
from ospora.facts.people import person_key
from ospora.lake.lake import Lake
from ospora.lake.manifest import Manifest
from ospora.lake.storage import sql_text, writer
from ospora.lake.vault import Vault
from ospora.metrics._compute import Options
from ospora.metrics._definition import GitScope


def git_scope(
    lake: Lake, manifest: Manifest, window: Window, *, as_of: dt.datetime, options: Options
) -> GitScope | None:
    """The scope of a project's git commands, or None when there is no repository to run them in.

    Names of automation leave the vault here, to be shown to the user: they are nobody's.
    """
    tip = manifest.reading.tip
    if tip is None or manifest.repository is None:
        return None
    return GitScope(
        repository=manifest.repository,
        tip=tip,
        start=window.start,
        end=window.end,
        automation=() if options.include_automation else automation_keys(lake, manifest),
        merges=options.include_merges,
        as_of=as_of,
    )


def automation_keys(lake: Lake, manifest: Manifest) -> tuple[str, ...]:
    """Person keys of everybody in a project whom the rules call automation or an AI agent, sorted."""
    reading = manifest.reading
    if manifest.people is None or reading.tip is None or manifest.repository is None:
        return ()
    path = sql_text(str(lake.folder(manifest.project_id) / manifest.people))
    with writer() as connection:
        query = f"SELECT identity_id FROM read_parquet({path}) WHERE class <> 'human' ORDER BY identity_id"
        identities = [row[0] for row in connection.execute(query).fetchall()]
    contacts = list(Vault(lake.vault_folder).contacts(identities).values())
    place = Path(manifest.repository)
    repository = Repository(git_dir=place, common_dir=place)
    with reading_room(repository, object_format=object_format_of(reading.tip), shallow=reading.shallow) as environment:
        mapped = map_contacts(environment, contacts, mailmap=reading.mailmap)
    return tuple(sorted({person_key(contact).decode("utf-8", "replace") for contact in mapped}))
