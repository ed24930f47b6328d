# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Open a repository on disk without believing anything in it but its refs and objects.

Git would read the repository's own configuration, hooks, attributes, replace refs and grafts.
Ospora reads the refs itself (their files are a documented format) and shows git an empty git directory of our own
that borrows nothing but the object folder: see docs/decisions/0005-git-without-the-repositorys-configuration.md.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ospora.collect.git import offline_environment
from ospora.core.display import visible
from ospora.core.errors import SourceError

_OBJECT_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?\Z")
_GIT_FILE_LIMIT = 4096
_SYMREF_LIMIT = 5


@dataclass(frozen=True)
class Repository:
    """A repository on disk.

    git_dir: where HEAD is (its own for a linked worktree); common_dir: where refs and objects are.
    """

    git_dir: Path
    common_dir: Path

    @property
    def objects(self) -> Path:
        """The object folder."""
        return self.common_dir / "objects"


@dataclass(frozen=True)
class Refs:
    """What the refs of a repository said at one moment.

    branch: full name of the branch that was chosen, or None when HEAD is detached.
    tip: its commit, or None when the branch has no commit yet. tags: full name → object id.
    """

    branch: str | None
    tip: str | None
    tags: dict[str, str]
    shallow: tuple[str, ...]
    is_partial: bool


def find_git_dir(path: Path) -> Path | None:
    """The git directory that belongs to a path, or None when the path is no repository."""
    dot_git = path / ".git"
    if dot_git.is_dir() and _looks_like_git_dir(dot_git):
        return dot_git
    if dot_git.is_file():
        return _follow_git_file(dot_git)
    return path if _looks_like_git_dir(path) else None


def open_repository(path: Path, *, follow_alternates: bool = False) -> Repository:
    """Open a worktree, linked worktree, bare repository or git directory.

    Errors: SourceError when the path is missing, is no repository, or borrows objects from elsewhere.
    """
    shown = visible(str(path))
    if not _exists(path):
        raise SourceError(f"{shown} does not exist; check the path.")
    git_dir = find_git_dir(path) if path.is_dir() else None
    if git_dir is None:
        raise SourceError(f"{shown} is not a git repository; name one, or add --discover to search a folder.")
    repository = Repository(git_dir=git_dir.resolve(), common_dir=_common_dir(git_dir).resolve())
    if not repository.objects.is_dir():
        raise SourceError(f"{shown} has no object folder; the repository is damaged or incomplete.")
    if not follow_alternates:
        _refuse_borrowed_objects(repository, shown=shown)
    return repository


def read_refs(repository: Repository, *, branch: str | None = None) -> Refs:
    """Read HEAD, the default branch, tags, and where a shallow clone ends.

    branch: short or full name of the branch to read instead of the default one.
    The default branch is the one that HEAD names; in a clone whose worktree is on another branch,
    it is the one that the origin's HEAD named when it was cloned.
    Errors: SourceError when the asked branch does not exist, or the refs are kept in a format that is not files.
    """
    if (repository.common_dir / "reftable").is_dir():
        raise SourceError(
            "The repository keeps its refs in the reftable format, which is not read yet; "
            "convert it with `git refs migrate --ref-format=files`, or scan it by its address."
        )
    refs = read_all_refs(repository.common_dir)
    chosen, tip = _choose_branch(repository, refs, asked=branch)
    return Refs(
        branch=chosen,
        tip=tip,
        tags={name: oid for name, oid in refs.items() if name.startswith("refs/tags/")},
        shallow=_shallow_commits(repository.common_dir),
        is_partial=any((repository.objects / "pack").glob("*.promisor")),
    )


@contextmanager
def reading_room(repository: Repository, *, object_format: str, shallow: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Yield the environment in which git sees the objects of a repository and nothing else of it.

    object_format: sha1 or sha256.
    """
    with tempfile.TemporaryDirectory(prefix="ospora-room-") as folder:
        room = Path(folder)
        (room / "refs").mkdir()
        (room / "objects").mkdir()
        (room / "HEAD").write_text("ref: refs/heads/none\n")
        version = 0 if object_format == "sha1" else 1
        extension = "" if version == 0 else f"[extensions]\n\tobjectFormat = {object_format}\n"
        (room / "config").write_text(f"[core]\n\trepositoryFormatVersion = {version}\n\tbare = true\n{extension}")
        if shallow:
            (room / "shallow").write_text("".join(f"{oid}\n" for oid in shallow))
        yield offline_environment({"GIT_DIR": str(room), "GIT_OBJECT_DIRECTORY": str(repository.objects)})


def object_format_of(oid: str) -> str:
    """Name of the hash that an object id was made with."""
    return "sha1" if len(oid) == 40 else "sha256"


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name that is too long, a folder that may not be entered
        return False


def _looks_like_git_dir(path: Path) -> bool:
    return (path / "HEAD").is_file() and ((path / "objects").is_dir() or (path / "commondir").is_file())


def _follow_git_file(dot_git: Path) -> Path | None:
    """Follow a `.git` file to the git directory of a linked worktree or submodule that knows of it."""
    try:
        text = dot_git.read_bytes()[:_GIT_FILE_LIMIT].decode("utf-8", "surrogateescape")
    except OSError:
        return None
    if not text.startswith("gitdir: "):
        return None
    try:
        target = (dot_git.parent / text.removeprefix("gitdir: ").rstrip("\r\n")).resolve()
        if not _looks_like_git_dir(target):
            return None
    except (OSError, ValueError):  # too long, or a NUL byte
        return None
    back = target / "gitdir"
    if back.is_file():
        names_us = Path(os.fsdecode(back.read_bytes()[:_GIT_FILE_LIMIT].rstrip(b"\r\n")))
        return target if (target / names_us).resolve() == dot_git.resolve() else None
    # A submodule's git directory lies in the `modules` folder of a repository that surrounds it.
    surrounds = any(target.is_relative_to((parent / ".git" / "modules").resolve()) for parent in dot_git.parents)
    return target if surrounds else None


def _common_dir(git_dir: Path) -> Path:
    named = git_dir / "commondir"
    if not named.is_file():
        return git_dir
    return git_dir / os.fsdecode(named.read_bytes()[:_GIT_FILE_LIMIT].rstrip(b"\r\n"))


def _refuse_borrowed_objects(repository: Repository, *, shown: str) -> None:
    """Objects of another repository could be private: they are read only when the user says so."""
    alternates = repository.objects / "info" / "alternates"
    outside = [alternates] if alternates.is_file() and alternates.read_bytes().strip() else []
    root = repository.common_dir
    for folder in (repository.objects, repository.objects / "pack", repository.objects / "info"):
        if folder.is_symlink() and not folder.resolve().is_relative_to(root):
            outside.append(folder)
    if outside:
        raise SourceError(
            f"{shown} borrows objects from outside of itself ({outside[0].relative_to(root)}); "
            "make it whole with `git repack -a -d`, or pass --follow-alternates if you trust it."
        )


def read_all_refs(common_dir: Path) -> dict[str, str]:
    """Full name → object id, or "ref: name" for a symbolic ref; loose refs win over packed ones."""
    refs = _packed_refs(common_dir / "packed-refs")
    base = common_dir / "refs"
    for folder, _, names in os.walk(base):
        for name in names:
            path = Path(folder, name)
            value = _read_ref_file(path)
            if value is not None:
                refs[f"refs/{path.relative_to(base).as_posix()}"] = value
    return refs


def _packed_refs(path: Path) -> dict[str, str]:
    try:
        lines = os.fsdecode(path.read_bytes()).splitlines()
    except FileNotFoundError:
        return {}
    pairs = (line.split(" ", 1) for line in lines if line[:1] not in ("#", "^", ""))
    return {pair[1]: pair[0] for pair in pairs if len(pair) == 2 and _OBJECT_ID.match(pair[0])}


def _read_ref_file(path: Path) -> str | None:
    """Content of one ref file when it is a ref; files that git would not write are passed over."""
    if path.is_symlink() or path.suffix == ".lock" or not path.is_file():
        return None
    text = os.fsdecode(path.read_bytes()[:_GIT_FILE_LIMIT]).strip()
    return text if _OBJECT_ID.match(text) or text.startswith("ref: ") else None


def _choose_branch(repository: Repository, refs: dict[str, str], *, asked: str | None) -> tuple[str | None, str | None]:
    if asked is not None:
        for name in (asked, f"refs/heads/{asked}", f"refs/remotes/origin/{asked}"):
            if name.startswith("refs/") and name in refs:
                return name, _resolve(refs, name)
        raise SourceError(f"There is no branch {visible(asked)!r}; the repository has {_some_branches(refs)}.")
    head = _read_head(repository.git_dir)
    default = _origin_default(refs)
    if default is not None and head != default:
        return default, _resolve(refs, default)
    if head is not None and _OBJECT_ID.match(head):
        return None, head
    return head, _resolve(refs, head) if head is not None else None


def _read_head(git_dir: Path) -> str | None:
    """Full name of the branch that HEAD names, or a commit id when it is detached."""
    head = git_dir / "HEAD"
    if head.is_symlink():
        return os.readlink(head)
    text = os.fsdecode(head.read_bytes()[:_GIT_FILE_LIMIT]).strip()
    return text.removeprefix("ref: ").strip() if text.startswith("ref: ") or _OBJECT_ID.match(text) else None


def _origin_default(refs: dict[str, str]) -> str | None:
    """The branch that the origin's HEAD names: the local one of that name, else the remote-tracking one."""
    value = refs.get("refs/remotes/origin/HEAD", "")
    if not value.startswith("ref: refs/remotes/origin/"):
        return None
    remote = value.removeprefix("ref: ")
    local = "refs/heads/" + remote.removeprefix("refs/remotes/origin/")
    return next((name for name in (local, remote) if name in refs), None)


def _resolve(refs: dict[str, str], name: str) -> str | None:
    for _ in range(_SYMREF_LIMIT):
        value = refs.get(name)
        if value is None or not value.startswith("ref: "):
            return value
        name = value.removeprefix("ref: ")
    return None


def _some_branches(refs: dict[str, str]) -> str:
    names = sorted(name.removeprefix("refs/heads/") for name in refs if name.startswith("refs/heads/"))
    return ", ".join(visible(name) for name in names[:5]) or "none"


def _shallow_commits(common_dir: Path) -> tuple[str, ...]:
    try:
        lines = (common_dir / "shallow").read_text("ascii", "replace").split()
    except FileNotFoundError:
        return ()
    return tuple(sorted(line for line in lines if _OBJECT_ID.match(line)))
