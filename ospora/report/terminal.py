# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""The report on a terminal, as wide as it is, with or without colour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ospora.core.display import display_width, visible, without_credentials
from ospora.report._content import DRAWN, Project, ReportContent
from ospora.report._labels import MONTH_LABELS
from ospora.report._numbers import number, until
from ospora.report._sentences import headline_facts, notices, portfolio_facts
from ospora.report._tables import OVERVIEW_HEADINGS, Cell, command_name, metric_rows, overview

_BLOCKS = "▁▂▃▄▅▆▇█"
_GAP = "·"
_BETWEEN = "  "
_NARROWEST = 8
_MOST_MONTHS = 48


def render_terminal(content: ReportContent, *, width: int, colour: bool) -> str:
    """Every project with its findings, months and numbers; several begin with an overview.

    width: columns; colour: whether escape codes may be used.
    """
    style = _Style(colour)
    lines = [style.quiet(line) for line in wrap(f"As of {until(content.as_of)}, Ospora {content.version}", width)]
    if len(content.projects) != 1:
        lines += _overview(content, width=width, style=style)
    for project in content.projects:
        lines += _project(project, content, width=width, style=style)
    return "\n".join(lines) + "\n"


def table(rows: Sequence[Sequence[str]], headers: Sequence[str], width: int) -> str:
    """Text in columns that fit a width; long cells are wrapped, the widest columns first.

    Cells may be hostile text. Every row has as many cells as there are headers.
    """
    cells = [list(headers), *([without_credentials(visible(cell)) for cell in row] for row in rows)]
    widths = _column_widths(cells, width)
    lines = [line for row in cells for line in _table_row(row, widths)]
    head = len(list(_table_row(cells[0], widths)))
    return "\n".join([*lines[:head], _BETWEEN.join("-" * column for column in widths), *lines[head:]])


def sparkline(values: Sequence[float | None]) -> str:
    """One character a value, from the lowest block for 0 to the full block for the highest; a dot is not known."""
    top = max((value for value in values if value is not None), default=0) or 1
    return "".join(_GAP if value is None else _BLOCKS[max(0, min(7, round(value / top * 7)))] for value in values)


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most so many columns, broken at spaces, inside a word only where it is longer than a line."""
    lines: list[str] = []
    line = ""
    for piece in (piece for word in text.split() for piece in _pieces(word, width)):
        joined = f"{line} {piece}" if line else piece
        if line and display_width(joined) > width:
            lines.append(line)
            joined = piece
        line = joined
    return [*lines, line]


def _pieces(word: str, width: int) -> list[str]:
    pieces = [""]
    for character in word:
        if display_width(pieces[-1] + character) > width and pieces[-1]:
            pieces.append("")
        pieces[-1] += character
    return pieces


class _Style:
    """Escape codes, or none."""

    def __init__(self, colour: bool) -> None:
        self._colour = colour

    def strong(self, text: str) -> str:
        return self._coded("1", text)

    def quiet(self, text: str) -> str:
        return self._coded("2", text)

    def warning(self, text: str) -> str:
        return self._coded("33", text)

    def _coded(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._colour and text else text


def _column_widths(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Natural widths, and where they are too much, the widest column gives until all fit or none can give more."""
    widths = [max(display_width(cell) for cell in column) for column in zip(*rows, strict=True)]
    spare = sum(widths) + len(_BETWEEN) * (len(widths) - 1) - width
    while spare > 0 and max(widths) > _NARROWEST:
        widest = widths.index(max(widths))
        second = max((other for position, other in enumerate(widths) if position != widest), default=0)
        give = max(1, min(spare, widths[widest] - max(second, _NARROWEST)))
        widths[widest] -= give
        spare -= give
    return widths


def _table_row(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    wrapped = [wrap(cell, column) for cell, column in zip(row, widths, strict=True)]
    for position in range(max(len(lines) for lines in wrapped)):
        parts = [lines[position] if position < len(lines) else "" for lines in wrapped]
        padded = [part + " " * (column - display_width(part)) for part, column in zip(parts, widths, strict=True)]
        yield _BETWEEN.join(padded).rstrip()


def _overview(content: ReportContent, *, width: int, style: _Style) -> Iterator[str]:
    yield from ("", style.strong("Overview"))
    for fact in portfolio_facts(content):
        yield from wrap(fact, width)
    rows = [
        (
            row.project.label,
            row.state,
            *row.numbers,
            "; ".join(reason.words for reason in row.attention) or "nothing found",
        )
        for row in overview(content)
    ]
    yield ""
    yield from table(rows, OVERVIEW_HEADINGS, width).split("\n")
    yield from wrap("The numbers are of the last 12 months.", width)


def _project(project: Project, content: ReportContent, *, width: int, style: _Style) -> Iterator[str]:
    yield from ("", style.strong(project.label))
    for mark, notice in notices(project):
        yield from (style.warning(line) for line in wrap(f"{mark}. {notice}", width))
    place = ", ".join(filter(None, (project.source, project.branch, project.tip and project.tip[:12])))
    yield from (style.quiet(line) for line in wrap(place, width))
    if not project.has_numbers:
        return
    yield ""
    for fact in headline_facts(project):
        first, *rest = wrap(fact, width - 2)
        yield f"- {first}"
        yield from (f"  {line}" for line in rest)
    yield from _months(project, width=width, style=style)
    yield from ("", style.strong("All numbers"))
    shared = project.shared_caveats
    if shared:
        yield from (style.warning(line) for line in wrap(f"For every number below: {'; '.join(shared)}.", width))
    rows = [
        (row.metric.title if row.part is None else f"- {row.part}", _cell(row.year), _cell(row.all))
        for row in metric_rows(project, content.metrics)
    ]
    yield from table(rows, ("Metric", "Last 12 months", "All time"), width).split("\n")
    yield ""
    yield from wrap(f"How a number came about: ospora explain METRIC {command_name(project)}", width)


def _cell(cell: Cell) -> str:
    detail = f" ({cell.detail})" if cell.detail else ""
    return f"{cell.text}{detail}" + (f"; {cell.caveat}" if cell.caveat else "")


def _months(project: Project, *, width: int, style: _Style) -> Iterator[str]:
    """A line of blocks for each series, and beside or below it the same in words."""
    timeline = project.timeline(*((metric, part, MONTH_LABELS[metric, part]) for metric, part in DRAWN))
    if timeline is None:
        return
    label_width = max(display_width(series.label) for series in timeline.series)
    shown = max(1, min(_MOST_MONTHS, width - label_width - len(_BETWEEN), len(timeline)))
    start = len(timeline) - shown
    heading = f"Months from {timeline.label(start)} to {timeline.label(len(timeline) - 1)}"
    yield from ("", *(style.strong(line) for line in wrap(heading, width)))
    for series in timeline.series:
        values = series.values[start:]
        line = f"{series.label:<{label_width}}{_BETWEEN}{sparkline(values)}"
        words = _in_words(values)
        if display_width(f"{line}{_BETWEEN}{words}") <= width:
            yield f"{line}{_BETWEEN}{style.quiet(words)}"
        else:
            yield line
            yield from (f"  {style.quiet(part)}" for part in wrap(words, max(1, width - 2)))


def _in_words(values: Sequence[float | None]) -> str:
    known = [value for value in values if value is not None]
    if not known:
        return "not known"
    last = "not known" if values[-1] is None else number(values[-1])
    unknown = len(values) - len(known)
    gaps = f", {number(unknown)} not known" if unknown else ""
    return f"lowest {number(min(known))}, highest {number(max(known))}, last {last}{gaps}"
