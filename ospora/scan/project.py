# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""One stage of one project, from its source to its manifest: the function that is mapped over a portfolio.

It depends on nothing but its arguments and files, so it runs in this process, in another, or on another machine.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from ospora.collect.remote import bring
from ospora.collect.repository import Repository, open_repository, read_refs
from ospora.collect.sources import Source
from ospora.core.depths import Depth, is_deeper
from ospora.core.display import visible, without_credentials
from ospora.core.errors import LakeError, OsporaError
from ospora.lake.lake import Lake
from ospora.lake.manifest import Manifest, load_manifest, save_manifest, sweep
from ospora.lake.vault import Vault
from ospora.office.path_kinds import PathRules, load_path_rules
from ospora.office.people_classes import ClassRules, load_class_rules
from ospora.scan.changes import ChangesStage
from ospora.scan.history import HistoryStage
from ospora.scan.parts import PartStore
from ospora.scan.task import Outcome, Task, Tick


@dataclass(frozen=True)
class Plan:
    """What one look at the refs says.

    is_new: the history is not the one that was read last. waiting: there is something to read.
    packed_bytes: size of the repository's packs, to guess what it will cost.
    """

    task: Task
    is_new: bool
    waiting: bool
    packed_bytes: int = 0
    error: str | None = None


def look(task: Task) -> Plan:
    """Bring our copy of a remote repository up to date and see whether anything has changed.

    Errors are kept in the plan, and in the project's manifest as the reason why it is stale.
    """
    lake = Lake(task.lake)
    try:
        before = _whole_manifest(lake, task)
        if task.source.kind != "path":
            bring(task.source, clone=lake.clone_path(task.project_id))
        repository = _repository(task)
        refs = read_refs(repository, branch=task.source.branch)
        described = _described(task, before)
        current = before == described and _history_stage(task, before=described).is_current(refs)
        deep_enough = before is not None and not is_deeper(task.depth, before.depth or "metadata")
        size = sum(pack.stat().st_size for pack in (repository.objects / "pack").glob("*.pack"))
        return Plan(task, is_new=not current, waiting=not (current and deep_enough), packed_bytes=size)
    except Exception as error:  # noqa: BLE001 - what surprises us in one project must not cost the others theirs
        return Plan(task, is_new=False, waiting=False, error=_keep_failure(task, error))


def run_stage(task: Task, stage: Depth, *, tick: Tick) -> Outcome:
    """Read one stage of one project: `metadata`, or the changes at depth `paths` or `lines`.

    tick: called with the number of commits whenever some are finished.
    Never raises for what is wrong with one project: the outcome says it, and the manifest keeps the reason.
    """
    try:
        return _read_history(task) if stage == "metadata" else _read_changes(task, stage, tick=tick)
    except Exception as error:  # noqa: BLE001 - what surprises us in one project must not cost the others theirs
        return Outcome(task.project_id, error=_keep_failure(task, error))


def _read_history(task: Task) -> Outcome:
    lake = Lake(task.lake)
    folder = lake.folder(task.project_id)
    folder.mkdir(parents=True, exist_ok=True)
    before = _whole_manifest(lake, task)
    sweep(folder, before)
    repository = _repository(task)
    refs = read_refs(repository, branch=task.source.branch)
    after, count = _history_stage(task, before=_described(task, before)).read(repository, refs)
    if after != before:
        save_manifest(folder, after)
    waiting = sum(part.commit_count for part in after.parts if is_deeper(task.depth, part.depth))
    return Outcome(task.project_id, commits_read=count, commits_waiting=waiting, changed=after != before)


def _read_changes(task: Task, depth: Depth, *, tick: Tick) -> Outcome:
    lake = Lake(task.lake)
    folder = lake.folder(task.project_id)
    before = load_manifest(folder)
    if before is None:
        raise LakeError(f"{folder} has no manifest; scan the project again.")
    repository = _repository(task)
    refs = replace(read_refs(repository, branch=task.source.branch), shallow=before.reading.shallow)
    stage = ChangesStage(
        store=PartStore(lake, task.project_id),
        vault=_vault(lake.vault_folder),
        path_rules=_path_rules(),
        depth=depth,
        git_jobs=task.git_jobs,
        save=lambda manifest: save_manifest(folder, manifest),
    )
    done: list[int] = []

    def counting_tick(count: int) -> None:
        done.append(count)
        tick(count)

    after = stage.read(before, repository, refs, tick=counting_tick)
    return Outcome(task.project_id, commits_read=sum(done), changed=after != before)


def _history_stage(task: Task, *, before: Manifest) -> HistoryStage:
    lake = Lake(task.lake)
    return HistoryStage(
        store=PartStore(lake, task.project_id),
        vault=_vault(lake.vault_folder),
        people_rules=_class_rules(task.office),
        path_rules=_path_rules().fingerprint,
        before=before,
    )


def _repository(task: Task) -> Repository:
    source = task.source
    place = Path(source.location) if source.kind == "path" else Lake(task.lake).clone_path(task.project_id)
    return open_repository(place, follow_alternates=task.follow_alternates)


def _whole_manifest(lake: Lake, task: Task) -> Manifest | None:
    """What the last scan left, or None when some of it is gone, so that the project is read anew."""
    manifest = load_manifest(lake.folder(task.project_id))
    return manifest if manifest is not None and lake.has_all_files(manifest) else None


def _described(task: Task, before: Manifest | None) -> Manifest:
    """The manifest of before, or of a new project, with what the source and the office say of it now."""
    source: Source = task.source
    known = before or Manifest(task.project_id, source.shown_name, source.location)
    return replace(
        known, name=visible(source.shown_name), source=visible(source.location), unit=source.unit, role=source.role
    )


def _keep_failure(task: Task, error: Exception) -> str:
    """Mark the project stale (or failed) with the reason, when the lake can be written at all."""
    reason = _reason(error)
    folder = Lake(task.lake).folder(task.project_id)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        save_manifest(folder, _described(task, load_manifest(folder)).failed(reason))
    except (OsporaError, OSError) as worse:
        return f"{reason} (and this could not be noted: {_reason(worse)})"
    return reason


def _reason(error: Exception) -> str:
    if isinstance(error, OsporaError):
        return str(error)
    if isinstance(error, OSError):
        name = f": {os.fsdecode(error.filename)}" if error.filename else ""
        return visible(without_credentials(f"{error.strerror or 'the system refused'}{name}"))
    return visible(
        without_credentials(f"something that Ospora did not expect ({type(error).__name__}: {error}); please report it")
    )


@lru_cache(8)
def _vault(folder: Path) -> Vault:
    return Vault(folder)


@lru_cache(1)
def _path_rules() -> PathRules:
    return load_path_rules()


@lru_cache(8)
def _class_rules(office: Path | None) -> ClassRules:
    people = office / "people.toml" if office is not None else None
    return load_class_rules(people if people is not None and people.is_file() else None)
