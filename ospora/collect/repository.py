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
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ospora.collect.git import offline_environment
from ospora.collect.small_files import read_small
from ospora.core.display import visible
from ospora.core.errors import SourceError

_OBJECT_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?\Z")
_SYMBOLIC = re.compile(r"ref: [^\n]+\Z")
_GIT_FILE_LIMIT = 4096
_PACKED_REFS_LIMIT = 256 << 20
_SYMREF_LIMIT = 5


@dataclass(frozen=True)
class Repository:
    """A repository on disk.

    git_dir: where HEAD is (its own for a linked worktree); common_dir: where refs and objects are.
    may_borrow: whether objects may lie elsewhere.
    """

    git_dir: Path
    common_dir: Path
    may_borrow: bool = False

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
    try:
        dot_git = path / ".git"
        if dot_git.is_dir() and _looks_like_git_dir(dot_git):
            return dot_git
        if dot_git.is_file():
            return _follow_git_file(dot_git)
        return path if _looks_like_git_dir(path) else None
    except (OSError, ValueError, SourceError):  # too long, a NUL byte, may not be entered: nothing that git would read
        return None


def open_repository(path: Path, *, follow_alternates: bool = False) -> Repository:
    """Open a worktree, linked worktree, bare repository or git directory.

    follow_alternates: whether it may keep refs and objects outside of itself.
    Errors: SourceError when the path is missing, is no repository, or borrows from elsewhere.
    """
    shown = visible(str(path))
    if not _exists(path):
        raise SourceError(f"{shown} does not exist; check the path.")
    git_dir = find_git_dir(path) if path.is_dir() else None
    if git_dir is None:
        raise SourceError(f"{shown} is not a git repository; name one, or add --discover to search a folder.")
    common_dir = common_dir_of(git_dir)
    if not (common_dir / "objects").is_dir():
        raise SourceError(f"{shown} has no object folder; the repository is damaged or incomplete.")
    repository = Repository(git_dir.resolve(), common_dir.resolve(), may_borrow=follow_alternates)
    if not follow_alternates:
        outside = _first_borrowed(repository, git_dir=git_dir)
        if outside is not None:
            raise _borrowed(shown, outside)
    return repository


def common_dir_of(git_dir: Path) -> Path:
    """Where refs and objects of a git directory are: elsewhere for a linked worktree.

    Errors: SourceError when the file that says so is not one that git would write.
    """
    named = read_small(git_dir / "commondir", limit=_GIT_FILE_LIMIT)
    if named is None:
        return git_dir
    try:
        return (git_dir / os.fsdecode(named.rstrip(b"\r\n"))).resolve(strict=True)
    except (OSError, ValueError):
        raise SourceError(f"{visible(str(git_dir))} is a linked worktree whose repository is gone.") from None


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
        tags={name: oid for name in refs if name.startswith("refs/tags/") and (oid := _resolve(refs, name))},
        shallow=_shallow_commits(repository.common_dir),
        is_partial=any((repository.objects / "pack").glob("*.promisor")),
    )


@contextmanager
def reading_room(repository: Repository, *, object_format: str, shallow: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Yield the environment in which git sees the objects of a repository and nothing else of it.

    object_format: sha1 or sha256.
    Errors: SourceError when an object is no regular file: a link would lead elsewhere, a pipe would never end.
    """
    _check_objects(repository)
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
    text = os.fsdecode(read_small(dot_git, limit=_GIT_FILE_LIMIT) or b"")
    if not text.startswith("gitdir: "):
        return None
    target = (dot_git.parent / text.removeprefix("gitdir: ").rstrip("\r\n")).resolve()
    if not _looks_like_git_dir(target):
        return None
    back = read_small(target / "gitdir", limit=_GIT_FILE_LIMIT)
    if back is not None:
        names_us = target / os.fsdecode(back.rstrip(b"\r\n"))
        return target if names_us.resolve() == dot_git.resolve() else None
    # A submodule's git directory lies in the `modules` folder of a repository that surrounds it.
    homes = (parent.resolve() / ".git" / "modules" for parent in dot_git.parents)
    return target if any(target.is_relative_to(home) for home in homes) else None


def _first_borrowed(repository: Repository, *, git_dir: Path) -> str | None:
    """The first thing that leads out of a repository, or None."""
    common = repository.common_dir
    is_worktree = repository.git_dir.parent == common / "worktrees"
    if repository.git_dir != common and not is_worktree:
        return "commondir"
    if git_dir.is_symlink():
        return git_dir.name
    for name in ("objects", "objects/pack", "objects/info", "refs", "packed-refs", "shallow"):
        if (common / name).is_symlink():
            return name
    try:
        alternates = (common / "objects" / "info" / "alternates").lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return "objects/info/alternates" if alternates.st_size or not stat.S_ISREG(alternates.st_mode) else None


def _borrowed(shown: str, outside: str) -> SourceError:
    return SourceError(
        f"{shown} borrows objects from outside of itself ({outside}); "
        "make it whole with `git repack -a -d`, or pass --follow-alternates if you trust it."
    )


def _check_objects(repository: Repository) -> None:
    for folder, names, files in os.walk(repository.objects):
        for name in (*names, *files):
            path = Path(folder, name)
            mode = path.lstat().st_mode
            if stat.S_ISLNK(mode) and not repository.may_borrow:
                raise _borrowed(visible(str(repository.common_dir)), f"objects/{path.relative_to(repository.objects)}")
            if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or stat.S_ISLNK(mode)):
                raise SourceError(f"{visible(str(path))} is no regular file; the repository is not safe to read.")


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
    # Lines end at \n alone: to Python a ref's name could hold other ends of lines.
    lines = os.fsdecode(read_small(path, limit=_PACKED_REFS_LIMIT) or b"").split("\n")
    pairs = (line.split(" ", 1) for line in lines if line[:1] not in ("#", "^", ""))
    return {pair[1]: pair[0] for pair in pairs if len(pair) == 2 and _OBJECT_ID.match(pair[0])}


def _read_ref_file(path: Path) -> str | None:
    """Content of one ref file when it is a ref; what git would not write is passed over."""
    if path.suffix == ".lock":
        return None
    try:
        text = os.fsdecode(read_small(path, limit=_GIT_FILE_LIMIT) or b"").strip()
    except SourceError:
        return None
    return text if _OBJECT_ID.match(text) or _SYMBOLIC.match(text) else None


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
    text = os.fsdecode(read_small(head, limit=_GIT_FILE_LIMIT) or b"").strip()
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
    content = read_small(common_dir / "shallow", limit=_PACKED_REFS_LIMIT) or b""
    lines = content.decode("ascii", "replace").split("\n")
    return tuple(sorted(line for line in lines if _OBJECT_ID.match(line)))
