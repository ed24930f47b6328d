# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Plain git commands that give the same numbers: one line of git, awk, sort and uniq for a POSIX shell.

The window is applied to author times by awk: git's own --since looks at committer times, and stops at the first
older commit even when newer ones lie behind it.
"""

from __future__ import annotations

import datetime as dt
import shlex
from dataclasses import replace

from ospora.metrics._definition import GitScope

# The trailers that name somebody; ospora/collect/history.py gives each its role.
TRAILER_KEYS = (
    "acked-by assisted-by based-on-patch-by co-authored-by co-developed-by generated-by helped-by mentored-by "
    "reported-and-tested-by reported-by reviewed-by signed-off-by suggested-by tested-by"
).split()

# Git reads the configuration of the repository here; what that could make it fetch, and so run, is forbidden.
_OFFLINE = ("GIT_ALLOW_PROTOCOL=none", "GIT_NO_LAZY_FETCH=1", "GIT_TERMINAL_PROMPT=0")

# What decides how git reads comes from this line, not from the machine or the user.
_SETTINGS = (
    "core.commitGraph=false",
    "i18n.logOutputEncoding=UTF-8",
    "log.showRoot=true",
    "log.showSignature=false",
    "mailmap.file=/dev/null",
)

# The person behind an address: the rule of ospora/facts/people.py.
PERSON = r"""
function person(mail, name) {
  mail = tolower(mail);
  if (mail ~ /^[0-9]+\+.*@users\.noreply\.github\.com$/) sub(/^[0-9]+\+/, "", mail);
  return mail == "" ? tolower(name) : mail
}"""

# Keys that are left out come as arguments, so that no character of theirs means anything to awk.
LEFT_OUT = "BEGIN { for (i = 1; i < ARGC; i++) left_out[ARGV[i]] = 1; ARGC = 1 }"

# A line is `numbers>address>name`: git allows no `>` in an address, and the name comes last.
_COUNTED = """
{ split($1, n, " "); who = person($2, substr($0, length($1) + length($2) + 3)) }
n[1] !~ /^[0-9]+$/ || n[1] + 0 >= %(until)d || who in left_out { next }
"""

_SHORTLOG_PERSON = r"""
{ sub(/^ *[0-9]+\t/, ""); name = $0; mail = "" }
match($0, /<[^<>]*>$/) { mail = substr($0, RSTART + 1, RLENGTH - 2); name = substr($0, 1, RSTART - 1) }
{ gsub(/[<>]/, "", name); gsub(/^ +| +$/, "", name); who = person(mail, name) }
who != "" && !(who in left_out) { print MARK who }"""


def git(scope: GitScope, command: str, *, settings: tuple[str, ...] = ()) -> str:
    """Start of a git command that reads a scope's repository without replacements, with the tip's own mailmap."""
    chosen = (*_SETTINGS, f"mailmap.blob={scope.tip}:.mailmap", *settings)
    words = ["env", *_OFFLINE, "git", "--no-replace-objects", "-C", scope.repository]
    return shlex.join([*words, *(word for setting in chosen for word in ("-c", setting)), command])


def log(scope: GitScope, *, show: str, options: tuple[str, ...] = (), settings: tuple[str, ...] = ()) -> str:
    """`git log` of everything that the tip reaches; merges only when they are counted.

    show: a format of git log.
    """
    words = ["--use-mailmap", "--no-show-signature", "--no-color"]
    merges = [] if scope.merges else ["--no-merges"]
    tail = shlex.join([*words, *merges, *options, f"--format={show}", scope.tip, "--"])
    return f"{git(scope, 'log', settings=settings)} {tail}"


def awk(program: str, *, separator: str | None = None, arguments: tuple[str, ...] = ()) -> str:
    """An awk command; the program is folded into one line."""
    folded = " ".join(line.strip() for line in program.strip().splitlines())
    options = ["-F", separator] if separator else []
    return f"LC_ALL=C {shlex.join(['awk', *options, folded, *arguments])}"


def commits(scope: GitScope, *, then: str, show: str = "", who: str = "a", whole_history: bool = False) -> str:
    """A command that runs an awk program over each counted commit.

    then: awk in which n[1] is the author time, n[2] and on what show gives, and who the person.
    show: further fields of git log's format. who: a for authors, c for committers.
    whole_history: whether commits outside the window, but before the clock, are seen too.
    """
    until = _epoch(scope.known_until) if whole_history else _epoch(scope.end)
    within = "" if whole_history or scope.start is None else f"n[1] + 0 < {_epoch(scope.start)} {{ next }}"
    program = f"{LEFT_OUT} {PERSON} {_COUNTED % {'until': until}} {within} {then}"
    fields = " ".join(["%at", show]).strip()
    reading = log(scope, show=f"{fields}>%{who}E>%{who}N")
    return f"{reading} | {awk(program, separator='>', arguments=scope.automation)}"


def people(scope: GitScope, *, mark: str = "") -> str:
    """A command that prints everybody who contributed in the window, as author or in a trailer, one a line.

    mark: text before each line. A person may come more than once.
    """
    start = f" && $1 + 0 >= {_epoch(scope.start)}" if scope.start else ""
    window = awk(f"$1 ~ /^[0-9]+$/ && $1 + 0 < {_epoch(scope.end)}{start} {{ print $2 }}")
    groups = shlex.join(["--group=author", *(f"--group=trailer:{key}" for key in TRAILER_KEYS)])
    named = f"xargs -r {git(scope, 'shortlog')} -s -e --no-walk {groups}"
    marked = _SHORTLOG_PERSON.replace("MARK", f'"{mark}"')
    program = f"{LEFT_OUT} {PERSON} {marked}"
    return f"{log(scope, show='%at %H')} | {window} | {named} | {awk(program, arguments=scope.automation)}"


def count_people(scope: GitScope, *, without: GitScope | None = None) -> str:
    """A command that counts the people of a window, those of another window left out.

    It prints nothing when nobody contributed in the window: no activity is not zero.
    """
    others = f"{people(without, mark='-')}; " if without else ""
    return f"{{ {others}{people(scope, mark='+')}; }} | {awk(_COUNT_PEOPLE)}"


def window(scope: GitScope, *, start: dt.datetime | None, end: dt.datetime) -> GitScope:
    """The same scope with another window."""
    return replace(scope, start=start, end=end)


def _epoch(instant: dt.datetime) -> int:
    return int(instant.timestamp())


_COUNT_PEOPLE = """
{ who = substr($0, 2) }
/^-/ { other[who] = 1; next }
{ some = 1 }
!(who in other) && !(who in seen) { seen[who] = 1; n++ }
END { if (some) print n + 0 }"""

COUNT = awk("END { if (NR) print NR }")
"""Counts lines, and prints nothing where there are none: no activity is not zero."""

_MIDDLE = r"""
{ v[NR] = $1 }
END { if (NR) printf "%.17g\n", (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 / UNIT }"""


def median(*, unit: int) -> str:
    """A command that prints the median of the numbers it reads, in units of so many."""
    return f"LC_ALL=C sort -n | {awk(_MIDDLE.replace('UNIT', str(unit)))}"
