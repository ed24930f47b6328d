# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Hostile repositories: nothing that they bring is run, and nothing leaks out of or into them."""

import hashlib
import json
import os
import stat
import subprocess
import sys

import pytest

from ospora.lake.lake import Lake
from tests.gitrepo import NOON, Commit, build, git, new_repository
from tests.scan.scanning import rows, scan_into

HOOKS = [
    "post-checkout",
    "post-merge",
    "pre-auto-gc",
    "reference-transaction",
    "fsmonitor-watchman",
    "post-index-change",
    "pre-push",
    "update",
]


@pytest.fixture
def canary(tmp_path):
    """A program that leaves a mark when it runs."""
    program = tmp_path / "canary.sh"
    program.write_text(f"#!/bin/sh\ntouch '{tmp_path}/sprung'\n")
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    return program


def snapshot(folder):
    """Every file of a folder with its content and rights."""
    found = {}
    for current, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(current, name)
            with open(path, "rb") as file:
                found[path] = (hashlib.sha256(file.read()).hexdigest(), os.lstat(path).st_mode)
    return found


SETTINGS = {
    "core.fsmonitor": "{canary}",
    "core.pager": "{canary}",
    "core.editor": "{canary}",
    "core.sshCommand": "{canary}",
    "core.askPass": "{canary}",
    "core.gitProxy": "{canary}",
    "core.hooksPath": "{hooks}",
    "core.alternateRefsCommand": "{canary}",
    "core.attributesFile": "{attributes}",
    "credential.helper": "!{canary}",
    "diff.external": "{canary}",
    "diff.evil.textconv": "{canary}",
    "diff.evil.command": "{canary}",
    "filter.evil.smudge": "{canary}",
    "filter.evil.clean": "{canary}",
    "filter.evil.process": "{canary}",
    "gpg.program": "{canary}",
    "log.showSignature": "true",
    "pager.log": "{canary}",
    "alias.log": "!{canary}",
    "alias.cat-file": "!{canary}",
    "uploadpack.packObjectsHook": "{canary}",
    "protocol.ext.allow": "always",
    "remote.origin.url": "ext::{canary}",
    "remote.origin.promisor": "true",
    "remote.origin.partialCloneFilter": "blob:none",
    "remote.origin.uploadpack": "{canary}",
    "extensions.partialClone": "origin",
    "url.ext::{canary}.insteadOf": "https://",
    "include.path": "{include}",
    "maintenance.auto": "true",
    "trace2.eventTarget": "{trace}",
}


@pytest.fixture
def trap(tmp_path, canary):
    """A repository all of whose settings, hooks and attributes would run a program."""
    repository = new_repository(tmp_path / "trap", bare=False)
    build(
        repository,
        [
            Commit(when=NOON + n, files={"a.c": b"%d\n" % n, ".gitattributes": b"* diff=evil filter=evil\n"})
            for n in range(3)
        ],
    )
    hooks = repository / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in HOOKS:
        (hooks / name).symlink_to(canary)
    (repository / ".git" / "info").mkdir(exist_ok=True)
    (repository / ".git" / "info" / "attributes").write_text("* diff=evil filter=evil\n")
    (tmp_path / "include").write_text(f"[core]\n\tfsmonitor = {canary}\n\tpager = {canary}\n")
    places = {"canary": canary, "hooks": hooks, "attributes": repository / ".git" / "info" / "attributes",
              "include": tmp_path / "include", "trace": tmp_path / "trace"}  # fmt: skip
    for key, value in SETTINGS.items():
        git(repository, "config", "--file", ".git/config", key.format(**places), value.format(**places))
    return repository


def test_no_setting_hook_or_attribute_of_a_repository_runs(tmp_path, trap):
    before = snapshot(trap)
    result = scan_into(tmp_path / "lake", trap)
    assert result.failed == {}
    assert rows(tmp_path / "lake", "changes", "count(*), sum(lines_added)") == [(4, 4)]
    assert not (tmp_path / "sprung").exists()
    assert not (tmp_path / "trace").exists()
    assert snapshot(trap) == before


def test_the_trap_does_spring_for_a_git_that_believes_the_repository(tmp_path, trap):
    subprocess.run(["git", "-C", str(trap), "log", "-p", "--ext-diff", "main"], capture_output=True, check=False,
                   env={**os.environ, "GIT_CONFIG_NOSYSTEM": "1"})  # fmt: skip
    assert (tmp_path / "sprung").exists()


def test_a_missing_content_of_a_promisor_is_not_asked_for(tmp_path, trap):
    git_dir = trap / ".git"
    pack = next((git_dir / "objects" / "pack").glob("*.pack"), None)
    if pack is None:
        subprocess.run(
            ["git", "-c", "alias.x=", f"--git-dir={git_dir}", "-c", "core.fsmonitor=false", "repack", "-adq"],
            check=True,
            capture_output=True,
        )
        (tmp_path / "sprung").unlink(missing_ok=True)
        pack = next((git_dir / "objects" / "pack").glob("*.pack"))
    pack.with_suffix(".promisor").write_text("")
    result = scan_into(tmp_path / "lake", trap)
    assert result.failed == {}
    assert not (tmp_path / "sprung").exists()
    assert rows(tmp_path / "lake", "projects", "is_partial") == [(True,)]


def test_objects_of_a_private_repository_are_not_borrowed(tmp_path):
    private = new_repository(tmp_path / "private")
    oids = build(private, [Commit(author=("Secret Person", "secret@example.org"), files={"plan": b"secret\n"})])
    thief = new_repository(tmp_path / "thief")
    (thief / "objects" / "info").mkdir(exist_ok=True)
    (thief / "objects" / "info" / "alternates").write_text(f"{private / 'objects'}\n")
    (thief / "refs" / "heads" / "main").write_text(f"{oids[0]}\n")
    result = scan_into(tmp_path / "lake", thief)
    assert "borrows objects from outside of itself" in next(iter(result.failed.values()))
    assert rows(tmp_path / "lake", "commits") == []
    assert b"secret@example.org" not in everything_below(tmp_path / "lake")


def everything_below(folder):
    """All bytes of a folder."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_names_and_addresses_are_in_the_vault_and_nowhere_else(tmp_path):
    repository = new_repository(tmp_path / "r")
    message = "Change\n\nReviewed-by: Rita Reviewer <rita@example.net>\n"
    build(repository, [Commit(author=("Nora Namegiver", "nora@example.net"), files={"a.py": b"1\n"}, message=message)])
    scan_into(tmp_path / "lake", repository)
    vault = everything_below(tmp_path / "lake" / "vault")
    assert all(
        word in vault for word in (b"Nora Namegiver", b"nora@example.net", b"Rita Reviewer", b"rita@example.net")
    )
    for path in (tmp_path / "lake").iterdir():
        if path.name != "vault" and path.is_dir():
            content = everything_below(path)
            assert not any(word in content for word in (b"Nora", b"nora@", b"Rita", b"rita@")), path
    # Parquet compresses: the tables are read back as well.
    for table in ("commits", "trailers", "changes", "files", "tags", "people", "projects", "values"):
        assert not any(
            word in repr(rows(tmp_path / "lake", table)).lower() for word in ("nora", "rita", "example.net")
        ), table


def test_only_the_owner_may_read_the_vault(tmp_path):
    repository = new_repository(tmp_path / "r")
    build(repository, [Commit(files={"a": b"1\n"})])
    lake = Lake(tmp_path / "lake")
    command = [sys.executable, "-m", "ospora", "scan", str(repository), "--data", str(lake.root), "--quiet"]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in [lake.vault_folder, *lake.vault_folder.iterdir()]}
    assert modes == {"vault": 0o700, "key": 0o600, "names.sqlite": 0o600}


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "\x1b[31mred\x1b[0m", "=cmd|' /C calc'!A0", "\u202ereversed"]
)
def test_hostile_names_of_people_paths_and_folders_do_not_reach_the_lake_as_markup(tmp_path, name):
    repository = new_repository(tmp_path / "r")
    build(
        repository,
        [
            Commit(
                author=(name.replace("<", "(").replace(">", ")"), "x@example.org"),
                files={f"{name.replace('/', '_')}.py": b"1\n"},
            )
        ],
    )
    tip = git(repository, "rev-parse", "main").decode().strip()
    (repository / "packed-refs").write_text(f"{tip} refs/tags/v1-{name}\n")
    assert scan_into(tmp_path / "lake", repository).failed == {}
    assert rows(tmp_path / "lake", "files", "path") == [(f"{name.replace('/', '_')}.py",)]


def test_a_mailmap_whose_content_is_missing_is_said(tmp_path):
    repository = new_repository(tmp_path / "r")
    git(repository, "config", "fastimport.unpackLimit", "100")
    build(repository, [Commit(files={".mailmap": b"Ada <ada@example.org> <old@example.org>\n", "a": b"1\n"})])
    oid = git(repository, "rev-parse", "main:.mailmap").decode().strip()
    (repository / "objects" / oid[:2] / oid[2:]).unlink()
    assert scan_into(tmp_path / "lake", repository, depth="metadata").failed == {}
    assert set(rows(tmp_path / "lake", "values", "caveat", "value IS NOT NULL")) == {("some objects are missing",)}
    assert scan_into(tmp_path / "lake", repository, depth="metadata").changed == set()


def test_the_printed_git_command_runs_nothing_of_a_repository(tmp_path, trap, capsys):
    from ospora.cli._main import main

    scan_into(tmp_path / "lake", trap)
    (project,) = {row[0] for row in rows(tmp_path / "lake", "projects", "project_id")}
    for metric in ("contributors", "code_changes_commits", "code_changes_lines", "committers"):
        capsys.readouterr()
        assert main(["explain", metric, project, "--data", str(tmp_path / "lake"), "--json"]) == 0
        command = json.loads(capsys.readouterr().out)["commands"]["git"]
        done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
        assert done.stdout.strip()
    assert not (tmp_path / "sprung").exists()
