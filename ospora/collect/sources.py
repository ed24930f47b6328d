# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Understand what a user names as a source: a path, a folder to search, an address, a bundle, a list of such."""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit, urlunsplit

from ospora.collect.repository import common_dir_of, find_git_dir
from ospora.collect.small_files import read_small
from ospora.core.display import visible, without_credentials
from ospora.core.errors import OsporaError, SourceError

_BUNDLE_MAGIC = (b"# v2 git bundle\n", b"# v3 git bundle\n")
_SSH_SHORT = re.compile(r"(?:(?P<user>[A-Za-z0-9_.-]+)@)?(?P<host>[A-Za-z0-9][A-Za-z0-9.-]+):(?P<path>[^/\s:].*)\Z")
_HAS_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_HOST = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])\Z")
_LOOPBACK = {"localhost", "127.0.0.1", "[::1]", "::1"}
_LIST_LIMIT_BYTES = 16 << 20


@dataclass(frozen=True)
class Source:
    """Where a repository is.

    kind: path, url or bundle. location: path or address without credentials, as it is kept and shown.
    secret: the address with its credentials, when the user gave some; never kept, never shown.
    """

    kind: Literal["path", "url", "bundle"]
    location: str
    secret: str | None = None
    name: str | None = None
    unit: str | None = None
    role: str | None = None
    branch: str | None = None

    def __repr__(self) -> str:
        return f"Source({self.kind}, {self.location!r})"

    @property
    def shown_name(self) -> str:
        """Name for people: as given, else the last words of the location."""
        return self.name or _name_of(self.location, kind=self.kind)

    @property
    def project_id(self) -> str:
        """Id of the project: words of its name, and a number made from the location, always the same."""
        identity = _identity(self)
        name = "/".join(
            identity.removesuffix("/.git").removesuffix(".git").split("/")[-2 if self.kind == "url" else -1 :]
        )
        words = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:48] or "project"
        return f"{words}-{hashlib.sha256(os.fsencode(identity)).hexdigest()[:8]}"


def read_sources(arguments: Sequence[str], *, discover: bool = False) -> tuple[list[Source], list[tuple[str, str]]]:
    """Understand the sources of a command line, each once, in the order given.

    discover: search folders that are no repositories themselves.
    Returns: the sources, and (what the user wrote, why it cannot be used) for the others.
    """
    sources: dict[str, Source] = {}
    refused: list[tuple[str, str]] = []
    for argument in arguments:
        try:
            lines = _read_list(Path(argument)) if _is_list(argument) else [argument]
        except OsporaError as error:
            refused.append((visible(without_credentials(argument)), str(error)))
            continue
        for line in lines:
            try:
                for source in _expand(line, discover=discover):
                    sources.setdefault(source.project_id, source)
            except OsporaError as error:
                refused.append((visible(without_credentials(line)), str(error)))
    return _told_apart(list(sources.values())), refused


def parse_source(text: str) -> Source:
    """Understand one path or address.

    Errors: SourceError when it is an address of a kind that is not safe or not known.
    """
    if text.startswith("-"):
        raise SourceError(f"{visible(text)!r} looks like an option; write a path as ./{visible(text)}")
    if "://" in text:
        return _parse_url(text)
    if not _exists(text):
        short = _SSH_SHORT.match(text)
        if short is not None and not text.startswith(("ext:", "fd:")):
            user = f"{short['user']}@" if short["user"] else ""
            return _parse_url(f"ssh://{user}{short['host']}/{short['path']}")
        if _HAS_SCHEME.match(text):
            raise SourceError(f"{visible(text)!r} is no address that Ospora reads; use https://, ssh:// or file://.")
    return _parse_path(text)


def discover_repositories(folder: Path) -> Iterator[Path]:
    """Repositories below a folder, in order of their paths; links are not followed, repositories not entered."""
    for current, names, _ in os.walk(folder):
        here = Path(current)
        if find_git_dir(here) is not None:
            names.clear()
            yield here
        else:
            names[:] = sorted(name for name in names if not (here / name).is_symlink())


def _told_apart(sources: list[Source]) -> list[Source]:
    """Give sources that would be shown under one name the folder above as well, as often as it takes."""
    taken = Counter(source.shown_name for source in sources)
    longer = []
    for source in sources:
        parts = Path(source.location).parts
        words = 1
        while source.kind != "url" and taken[source.shown_name] > 1 and words < len(parts) - 1:
            words += 1
            name = "/".join(parts[-words:]).removesuffix(".git").removesuffix(".bundle")
            if sum(_ends_with(other.location, name) for other in sources) == 1:
                source = replace(source, name=name)  # noqa: PLW2901 - the same source under a longer name
                break
        longer.append(source)
    return longer


def _ends_with(location: str, name: str) -> bool:
    return f"/{location.removesuffix('.git').removesuffix('.bundle')}".endswith(f"/{name}")


def _expand(argument: str, *, discover: bool) -> list[Source]:
    source = parse_source(argument)
    if source.kind != "path":
        return [source]
    path = Path(source.location)
    if discover and path.is_dir() and find_git_dir(path) is None:
        found = [_parse_path(str(repository)) for repository in discover_repositories(path)]
        if not found:
            raise SourceError(f"There is no git repository in {visible(str(path))} or below it.")
        return found
    return [source]


def _read_list(path: Path) -> list[str]:
    """A text file of sources: one a line, # begins a remark, paths are seen from the file's folder."""
    content = read_small(path.resolve(), limit=_LIST_LIMIT_BYTES) or b""
    if b"\0" in content:
        raise SourceError(f"{visible(str(path))} is neither a repository, a bundle, nor a text file of sources.")
    lines = (
        line.strip() for line in content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape").split("\n")
    )
    wanted = [line for line in lines if line and not line.startswith("#")]
    if not wanted:
        raise SourceError(f"{visible(str(path))} names no sources; write one path or address a line.")
    return [line if _is_address(line) else str(path.parent / line) for line in wanted]


def _is_address(text: str) -> bool:
    return (
        "://" in text
        or text.startswith("-")
        or _HAS_SCHEME.match(text) is not None
        or _SSH_SHORT.match(text) is not None
    )


def _is_list(text: str) -> bool:
    """Whether a path is a file that names sources: neither a bundle nor the `.git` file of a worktree."""
    if "://" in text or text.startswith("-") or not _exists(text):
        return False
    return Path(text).is_file() and Path(text).name != ".git" and parse_source(text).kind == "path"


def _exists(text: str) -> bool:
    try:
        return Path(text).exists()
    except (OSError, ValueError):  # too long, or a NUL byte: no path of any file
        return False


def _parse_path(text: str) -> Source:
    if "\0" in text:
        raise SourceError(f"{visible(text)!r} is no path.")
    path = Path(text)
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return Source("path", str(path.absolute()))  # a scan will say that it is gone
    except OSError as error:
        raise SourceError(f"{visible(text)[:80]!r} cannot be looked at: {error.strerror}.") from None
    if path.is_file() and path.name != ".git":
        with path.open("rb") as file:
            if file.read(16) in _BUNDLE_MAGIC:
                return Source("bundle", str(path.resolve()))
        return Source("path", str(path.resolve()))
    if path.name == ".git" and path.is_dir():
        path = path.parent
    return Source("path", str(path.resolve()))


def _parse_url(text: str) -> Source:
    shown = visible(without_credentials(text))
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise SourceError(f"{shown!r} is not a well-formed address.") from None
    scheme, host = parts.scheme.lower(), (parts.hostname or "").lower()
    if scheme == "file":
        if host not in ("", "localhost"):
            raise SourceError(f"{shown!r} names another machine; use https:// or ssh:// for that.")
        return _parse_path(unquote(parts.path))
    if scheme not in ("https", "ssh") and not (scheme == "http" and host in _LOOPBACK):
        raise SourceError(
            f"{shown!r} is not safe to read: use https://, ssh:// or file://, not {visible(parts.scheme)}://."
        )
    bracketed = f"[{host}]" if ":" in host else host
    if not _HOST.match(bracketed) or parts.path.lstrip("/").startswith("-") or not parts.path.strip("/"):
        raise SourceError(f"{shown!r} is not the address of a repository.")
    user = f"{parts.username}@" if scheme == "ssh" and parts.username else ""
    place = f"{user}{bracketed}{f':{port}' if port else ''}"
    location = urlunsplit((scheme, place, parts.path, "", ""))
    has_secret = parts.password is not None or (scheme != "ssh" and parts.username is not None)
    return Source("url", location, secret=text if has_secret else None)


def _identity(source: Source) -> str:
    """What makes two sources the same repository."""
    if source.kind == "url":
        parts = urlsplit(source.location)
        path = parts.path.rstrip("/").removesuffix(".git").strip("/")
        port = (
            f":{parts.port}" if parts.port and (parts.scheme, parts.port) not in {("https", 443), ("ssh", 22)} else ""
        )
        return f"{parts.hostname}{port}/{path}"
    if source.kind == "path":
        try:
            git_dir = find_git_dir(Path(source.location))
            return str(common_dir_of(git_dir).resolve()) if git_dir is not None else source.location
        except SourceError:  # a scan will say what is wrong with it
            return source.location
    return source.location


def _name_of(location: str, *, kind: str) -> str:
    if kind == "url":
        words = urlsplit(location).path.strip("/").removesuffix(".git").split("/")
        return "/".join(words[-2:])
    return Path(location).name.removesuffix(".git").removesuffix(".bundle") or Path(location).parent.name or "root"


def with_details(source: Source, *, name: str | None, unit: str | None, role: str | None, branch: str | None) -> Source:
    """The source with what the office says of it."""
    return replace(source, name=name, unit=unit, role=role, branch=branch)
