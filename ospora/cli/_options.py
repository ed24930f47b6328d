# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Options that several commands share, and what they mean."""

from __future__ import annotations

import argparse
import codecs
import datetime as dt
import difflib
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ospora.core.display import visible
from ospora.core.errors import UsageError
from ospora.core.windows import UTC, Window, format_instant, parse_instant

if TYPE_CHECKING:
    from ospora.metrics._compute import Value
    from ospora.metrics._members import MetricModule

DEFAULT_DATA = "ospora-data"
DATA_VARIABLE = "OSPORA_DATA"
_LATEST_AS_OF = dt.timedelta(days=366)


def add_data(parser: argparse.ArgumentParser) -> None:
    """--data and --office."""
    parser.add_argument(
        "--data", metavar="DIR", type=Path, help=f"the lake (default: ${DATA_VARIABLE}, office.toml, ./{DEFAULT_DATA})"
    )
    parser.add_argument("--office", metavar="DIR", type=Path, help="folder of office.toml and people.toml (default: .)")


def add_json(parser: argparse.ArgumentParser) -> None:
    """--json."""
    parser.add_argument("--json", action="store_true", help="print one JSON document and nothing else")


def add_as_of(parser: argparse.ArgumentParser) -> None:
    """--as-of."""
    parser.add_argument("--as-of", metavar="DATE", help="count up to the end of this day, UTC (default: today)")


def add_window(parser: argparse.ArgumentParser) -> None:
    """--from and --to."""
    parser.add_argument(
        "--from", dest="start", metavar="DATE", help="first day of the window (default: the first commit)"
    )
    parser.add_argument("--to", dest="end", metavar="DATE", help="last day of the window (default: as of)")


def add_counted(parser: argparse.ArgumentParser) -> None:
    """--include-merges and --include-automation."""
    parser.add_argument("--include-merges", action="store_true", help="count merge commits too")
    parser.add_argument("--include-automation", action="store_true", help="count bots and AI agents too")


def as_of_from(arguments: argparse.Namespace) -> dt.datetime:
    """The instant up to which things count: the end of the day that was asked for, or of today.

    Errors: UsageError when it is no date, or so far ahead that it can only be a typing error.
    """
    today = parse_instant(dt.datetime.now(UTC).date().isoformat(), day_end=True)
    if arguments.as_of is None:
        return today
    as_of = parse_instant(arguments.as_of, day_end=True)
    if as_of > today + _LATEST_AS_OF:
        raise UsageError(f"--as-of {arguments.as_of} is more than a year ahead; give a day up to then.")
    return as_of


def window_from(arguments: argparse.Namespace, *, as_of: dt.datetime) -> Window:
    """The window that was asked for, at most up to as_of."""
    start = parse_instant(arguments.start) if arguments.start else None
    end = parse_instant(arguments.end, day_end=True) if arguments.end else as_of
    return Window(start, min(end, as_of))


def utf8_path(path: Path) -> Path:
    """The path, when it is one that DuckDB can open.

    Errors: UsageError when its bytes are not UTF-8.
    """
    if not _is_text(str(path)):
        raise UsageError(f"The path {visible(str(path))} is not UTF-8 and cannot be used; choose another.")
    return path


def choose_metrics(ids: Sequence[str] | None) -> list[MetricModule]:
    """The metrics of these ids, or all.

    Errors: UsageError naming the nearest id when there is no such metric.
    """
    from ospora.metrics._members import load_metrics

    known = {module.METRIC.id: module for module in load_metrics()}
    for asked in ids or ():
        if asked not in known:
            close = difflib.get_close_matches(asked, known, n=1)
            hint = f"did you mean {close[0]}?" if close else "`ospora metrics` lists them."
            raise UsageError(f"There is no metric {visible(asked)!r}; {hint}")
    return [known[asked] for asked in ids] if ids else list(known.values())


def print_json(document: Any) -> None:
    """Print one JSON document on standard output; what the stream or UTF-8 cannot hold is escaped."""
    text = json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False)
    if not _is_utf8(sys.stdout.encoding) or not _is_text(text):
        text = json.dumps(document, indent=1, allow_nan=False)
    sys.stdout.write(f"{text}\n")


def print_text(text: str) -> None:
    """Print text on standard output; characters that the terminal cannot show become question marks."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding))
    if not text.endswith("\n"):
        sys.stdout.write("\n")


def terminal_width() -> int:
    """Columns to write for: those of the terminal, or 100 where there is none."""
    return shutil.get_terminal_size((100, 24)).columns


def value_document(value: Value) -> dict[str, Any]:
    """A value as JSON."""
    document: dict[str, Any] = value._asdict()
    for bound in ("period_start", "period_end"):
        instant = document[bound]
        document[bound] = format_instant(instant.replace(tzinfo=UTC)) if instant is not None else None
    return document


def _is_utf8(encoding: str | None) -> bool:
    return encoding is not None and codecs.lookup(encoding).name == "utf-8"


def _is_text(text: str) -> bool:
    """Whether this is text throughout: bytes of a path that are no UTF-8 stand in it as surrogates."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
