# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Keep our own copy of a repository that lies behind an address or in a bundle.

Unchanged refs cost one question to the other side. The copy is a bare repository of Ospora's making:
it has no hooks and no settings but our own. Only the default branch and the tags are brought.
The user's own git settings (proxies, certificates, credential helpers) are honoured here, and only here.
"""

from __future__ import annotations

import base64
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

from ospora.collect.git import failure_sentence, git_program
from ospora.collect.repository import object_format_of, read_all_refs
from ospora.collect.sources import Source
from ospora.core.display import visible
from ospora.core.errors import SourceError

_SETTINGS = (
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "core.fsmonitor=false"),
    *("-c", "protocol.allow=never"),
    *("-c", "protocol.https.allow=always"),
    *("-c", "protocol.ssh.allow=always"),
    *("-c", "protocol.file.allow=always"),
    *("-c", "http.followRedirects=false"),  # nobody is asked but the one whom the user named
    *("-c", "gc.autoDetach=false"),
    *("-c", "fetch.recurseSubmodules=false"),
    *("-c", "fetch.writeCommitGraph=false"),
    *("-c", "submodule.recurse=false"),
)
_LINE = re.compile(r"(?P<value>ref: \S+|[0-9a-f]{40}(?:[0-9a-f]{24})?)\t(?P<name>\S.*)\Z")
_BRANCH = re.compile(r"ref: (?P<name>refs/heads/(?!.*(?:\.\.|@\{|//))[^\s:~^?*\[\\\x00-\x20\x7f]+)\Z")
_KEPT = {"GIT_SSL_CAINFO", "GIT_PROXY_SSL_CAINFO", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"}
_TIMEOUT_SECONDS = 6 * 3600
_ASK_TIMEOUT_SECONDS = 300


@dataclass(frozen=True)
class RemoteRefs:
    """What the other side said: the default branch and its commit, and the tags."""

    branch: str | None
    refs: dict[str, str]


def bring(source: Source, *, clone: Path) -> None:
    """Bring our copy up to date with an address or a bundle.

    clone: where the copy is, or will be made.
    Errors: SourceError when the other side cannot be reached, asks for a password, or has no such branch.
    """
    remote = _ask(source)
    branch = _choose_branch(remote, source)
    _make_clone(clone, remote)
    if _copied_refs(clone, branch) != _wanted_refs(remote, branch):
        _drop_other_branches(clone, branch)
        _fetch(source, clone=clone, branch=branch, remote=remote)
    if branch is not None:
        (clone / "HEAD").write_bytes(os.fsencode(f"ref: {branch}\n"))


def _ask(source: Source) -> RemoteRefs:
    output = _run(["ls-remote", "--symref", "--", source.location], source=source, timeout=_ASK_TIMEOUT_SECONDS)
    branch, refs = None, {}
    for line in output.decode("utf-8", "surrogateescape").split("\n"):
        match = _LINE.match(line)
        if match is None:
            continue
        if match["name"] == "HEAD" and (named := _BRANCH.match(match["value"])):
            branch = named["name"]
        elif not match["name"].endswith("^{}"):
            refs[match["name"]] = match["value"]
    return RemoteRefs(branch=branch, refs=refs)


def _choose_branch(remote: RemoteRefs, source: Source) -> str | None:
    """The branch that was asked for, or the default one; a bundle may name neither, then main, master or the only one."""
    heads = sorted(name for name in remote.refs if name.startswith("refs/heads/"))
    if source.branch is not None:
        asked = source.branch if source.branch.startswith("refs/") else f"refs/heads/{source.branch}"
        if asked in remote.refs:
            return asked
        raise SourceError(f"{visible(source.location)} has no branch {visible(source.branch)!r}.")
    if remote.branch is not None and (remote.branch in remote.refs or not heads):
        return remote.branch
    head = remote.refs.get("HEAD")
    same = [name for name in heads if remote.refs[name] == head]
    usual = [name for name in ("refs/heads/main", "refs/heads/master") if name in (same or heads)]
    if usual or len(same or heads) == 1:
        return (usual or same or heads)[0]
    if heads:
        names = ", ".join(visible(name.removeprefix("refs/heads/")) for name in heads[:5])
        raise SourceError(f"{visible(source.location)} names no default branch; choose one of {names} in office.toml.")
    return None


def _wanted_refs(remote: RemoteRefs, branch: str | None) -> dict[str, str]:
    return {name: oid for name, oid in remote.refs.items() if name == branch or name.startswith("refs/tags/")}


def _copied_refs(clone: Path, branch: str | None) -> dict[str, str]:
    return {name: oid for name, oid in read_all_refs(clone).items() if name == branch or name.startswith("refs/tags/")}


def _make_clone(clone: Path, remote: RemoteRefs) -> None:
    if (clone / "HEAD").is_file() and (clone / "objects").is_dir():
        return
    object_format = object_format_of(next(iter(remote.refs.values()), "0" * 40))
    arguments = ["init", "--quiet", "--bare", "--template=", f"--object-format={object_format}", "--", str(clone)]
    done = subprocess.run([git_program(), *arguments], capture_output=True, env=_environment(None), check=False)
    if done.returncode != 0:
        raise SourceError(failure_sentence(arguments, returncode=done.returncode, stderr=done.stderr))


def _drop_other_branches(clone: Path, branch: str | None) -> None:
    """Remove branches that were read before: `dev` would stand in the way of `dev/main`."""
    for name in read_all_refs(clone):
        if name.startswith("refs/heads/") and name != branch:
            arguments = [f"--git-dir={clone}", "update-ref", "-d", name]
            subprocess.run([git_program(), *arguments], capture_output=True, env=_environment(None), check=False)


def _fetch(source: Source, *, clone: Path, branch: str | None, remote: RemoteRefs) -> None:
    wanted = ["+refs/tags/*:refs/tags/*", *([f"+{branch}:{branch}"] if branch in remote.refs else [])]
    options = [
        "--quiet",
        "--force",
        "--prune",
        "--no-tags",
        "--no-write-fetch-head",
        "--update-head-ok",
        "--update-shallow",
    ]
    arguments = [f"--git-dir={clone}", "fetch", *options, "--", source.location, *wanted]
    _run(arguments, source=source, timeout=_TIMEOUT_SECONDS)


def _run(arguments: list[str], *, source: Source, timeout: int) -> bytes:
    # Plain http is for this machine only: other such addresses were refused when they were read.
    plain = "always" if source.location.startswith("http://") else "never"
    command = [git_program(), *_SETTINGS, "-c", f"protocol.http.allow={plain}", *arguments]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=_environment(source),
            timeout=timeout,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise SourceError(f"{visible(source.location)} did not answer in time; try again later.") from None
    if done.returncode != 0:
        stderr = done.stderr.replace(os.fsencode(source.secret), b"***") if source.secret else done.stderr
        sentence = failure_sentence(arguments, returncode=done.returncode, stderr=stderr)
        raise SourceError(f"{visible(source.location)} could not be read: {sentence}")
    return done.stdout


def _environment(source: Source | None) -> dict[str, str]:
    """The user's environment without git's own variables, never asking.

    Credentials travel here and not in the arguments, which every user of the machine could read.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in _KEPT}
    settings = {"GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "", "SSH_ASKPASS": "", "LC_ALL": "C"}
    settings["GIT_SSH_COMMAND"] = os.environ.get("GIT_SSH_COMMAND", "ssh -oBatchMode=yes")
    if source is not None and source.secret is not None:
        settings |= {
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": "http.extraHeader",
            "GIT_CONFIG_VALUE_0": f"Authorization: Basic {_basic(source.secret)}",
        }
    return {**kept, **settings}


def _basic(secret: str) -> str:
    """What HTTP's basic authorisation says for an address with a name and a password."""
    parts = urlsplit(secret)
    words = (unquote_to_bytes(word or "") for word in (parts.username, parts.password))
    return base64.b64encode(b":".join(words)).decode("ascii")
