# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Charts as inline SVG: no library, no script, no style attribute.

Presentation attributes draw the chart where the page's style sheet does not reach (an extracted picture, a PDF writer);
classes on the same elements let the style sheet change colours for dark screens and forced colours.
Every chart is a figure with a sentence that says the finding and a table of the same numbers.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal
from xml.etree import ElementTree as ET

from ospora.report._markup import element
from ospora.report._numbers import compact, number, quantity
from ospora.report._palette import LIGHT
from ospora.report._series import Combine, Series, Timeline, shorten

_WIDTH, _HEIGHT = 480, 220
_LEFT, _RIGHT, _BOTTOM = 58, 470, 184
_LEGEND = 26
_LETTER = 11
_DASHES = (None, "7 4")
_CAPS = ("round", "square")
_FEW = 24
_MOST_LABELS = 5
_LABEL_STEPS = (1, 2, 3, 6, 12, 24, 36, 60, 120, 240, 480, 1200, 12000, 120000)
_MOST_BARS = 10
_BAR_ROW = 40

Shape = Literal["area", "lines", "columns"]


@dataclass(frozen=True)
class Caption:
    """What is written around a chart.

    id: unique on the page; title: what is shown; finding: the sentence that says it; notes: what the reader must know.
    unit: of every number (people, commits, ratio, …).
    """

    id: str
    title: str
    finding: str
    unit: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bar:
    """One bar: its label, its number (None: not known), and what a share was counted in, where there is that."""

    label: str
    value: float | None
    amount: float | None = None


def time_chart(caption: Caption, timeline: Timeline, *, shape: Shape, combine: Combine = "sum") -> ET.Element:
    """Numbers over months. A long history is put together to years, by sum or by mean, and the caption says so.

    shape: area for one series, lines for up to two, columns for rare events.
    """
    full = len(timeline)
    timeline = shorten(timeline, combine=combine)
    added = () if len(timeline) == full else (_shortened(timeline, full, combine),)
    if not any(value is not None for series in timeline.series for value in series.values):
        return _nothing_known(caption)
    plot = _Plot.of(timeline.series, legend=len(timeline.series) > 1)
    parts = [*plot.grid(), *_time_axis(plot, timeline)]
    for position, series in enumerate(timeline.series):
        parts.extend(_legend(position, series.label) if len(timeline.series) > 1 else ())
        parts.extend(_columns(plot, series.values) if shape == "columns" else _line(plot, position, series, shape))
    labels = [timeline.label(position) for position in range(len(timeline))]
    kind = "Column chart" if shape == "columns" else "Line chart"
    span = f"{labels[0]} to {labels[-1]}" if len(labels) > 1 else labels[0]
    return _figure(
        caption,
        _svg(caption, f"{kind}, one point a {timeline.period}, {span}. The table below holds every number.", parts),
        _table(caption, timeline.period.capitalize(), labels, timeline.series),
        added,
    )


def column_chart(caption: Caption, bars: Sequence[Bar], *, headings: tuple[str, str], every: int = 1) -> ET.Element:
    """Numbers over a fixed order, such as the hours of a day.

    headings: of the table (Hour, Commits); every: how many columns to one label under the axis.
    """
    if all(bar.value is None for bar in bars):
        return _nothing_known(caption)
    label, value = headings
    series = Series(value, tuple(bar.value for bar in bars))
    plot = _Plot.of((series,), legend=False)
    labels = [_axis_label(plot, position, bars[position].label) for position in range(0, len(bars), every)]
    description = f"Column chart, {bars[0].label} to {bars[-1].label}. The table below holds every number."
    return _figure(
        caption,
        _svg(caption, description, [*plot.grid(), *labels, *_columns(plot, series.values)]),
        _table(caption, label, [bar.label for bar in bars], (series,)),
    )


def bar_chart(caption: Caption, bars: Sequence[Bar], *, headings: tuple[str, str, str]) -> ET.Element:
    """Horizontal bars with their numbers; a long tail is put together in one bar.

    headings: of the table, what the labels, the numbers and the amounts are (Language, Share, Bytes).
    """
    if all(bar.value is None for bar in bars):
        return _nothing_known(caption)
    bars = _without_tail(bars)
    largest = max(abs(bar.value) for bar in bars if bar.value is not None) or 1
    whole = max(1.0, largest) if caption.unit == "ratio" else largest
    parts = [part for row, bar in enumerate(bars) for part in _bar(row, bar, caption.unit, whole)]
    label, value, amount = headings
    columns = [Series(value, tuple(bar.value for bar in bars))]
    amounts = Series(amount, tuple(bar.amount for bar in bars))
    return _figure(
        caption,
        _svg(
            caption, f"Bar chart of {len(bars)} rows. The table below holds every number.", parts, _BAR_ROW * len(bars)
        ),
        _table(caption, label, [bar.label for bar in bars], columns, amounts=amounts),
    )


def _nothing_known(caption: Caption) -> ET.Element:
    return missing_chart(caption.title, " ".join(("not known.", *caption.notes)))


def _shortened(timeline: Timeline, full: int, combine: Combine) -> str:
    how = "summed" if combine == "sum" else "averaged"
    return f"The history has {number(full)} months; they are {how} by {timeline.period} here."


def missing_chart(title: str, why: str) -> ET.Element:
    """What stands where nothing can be drawn."""
    return element("p", element("b", title), f": {why}", class_="gap")


def _figure(caption: Caption, svg: ET.Element, table: ET.Element, notes: tuple[str, ...] = ()) -> ET.Element:
    said = [*caption.notes, *notes]
    return element(
        "figure",
        element(
            "figcaption",
            element("b", caption.title),
            f" {caption.finding}",
            [" ", element("small", " ".join(said))] if said else (),
        ),
        svg,
        element("details", element("summary", f"Data: {caption.title}"), table),
        id=caption.id,
    )


def _svg(caption: Caption, description: str, parts: Sequence[ET.Element], height: int = _HEIGHT) -> ET.Element:
    title_id, description_id = f"{caption.id}-t", f"{caption.id}-d"
    return element(
        "svg",
        element("title", caption.title, id=title_id),
        element("desc", description, id=description_id),
        parts,
        class_="plot",
        role="img",
        aria_labelledby=f"{title_id} {description_id}",
        viewBox=f"0 0 {_WIDTH} {height}",
        width=_WIDTH,
        height=height,
        font_size=13,
        fill=LIGHT["muted"],
    )


def _table(
    caption: Caption, heading: str, labels: Sequence[str], columns: Sequence[Series], *, amounts: Series | None = None
) -> ET.Element:
    cells = [[_cell(value, caption.unit) for value in column.values] for column in columns]
    headings = [column.label for column in columns]
    if amounts is not None and any(value is not None for value in amounts.values):
        cells.append([_cell(value, amounts.label) for value in amounts.values])
        headings.append(amounts.label)
    return element(
        "table",
        element("caption", caption.title),
        element("thead", element("tr", [element("th", text, scope="col") for text in (heading, *headings)])),
        element(
            "tbody",
            [
                element("tr", element("th", label, scope="row"), [element("td", column[row]) for column in cells])
                for row, label in enumerate(labels)
            ],
        ),
        class_="data",
    )


def _cell(value: float | None, unit: str) -> str:
    if value is None:
        return "not known"
    return quantity(value, unit) if unit == "ratio" else number(value)


@dataclass(frozen=True)
class _Plot:
    """The area that data is drawn in, and the way from a number to a place."""

    count: int
    top: float
    ticks: tuple[float, ...]

    @classmethod
    def of(cls, series: Sequence[Series], *, legend: bool) -> _Plot:
        known = [value for line in series for value in line.values if value is not None]
        return cls(
            count=max(len(line.values) for line in series),
            top=12 + (_LEGEND if legend else 0),
            ticks=axis_ticks(min(0.0, *known), max(0.0, *known), whole=all(value == int(value) for value in known)),
        )

    @property
    def slot(self) -> float:
        return (_RIGHT - _LEFT) / self.count

    def x(self, position: int) -> float:
        return _LEFT + (position + 0.5) * self.slot

    def y(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        # Halves, so that the distance between the largest floats is still finite.
        place = (value / 2 - low / 2) / (high / 2 - low / 2)
        return _BOTTOM - place * (_BOTTOM - self.top)

    def grid(self) -> Iterator[ET.Element]:
        lines = "".join(f"M{_LEFT} {_at(self.y(tick))}H{_RIGHT}" for tick in self.ticks)
        yield element("path", d=lines, fill="none", stroke=LIGHT["line"], class_="line")
        baseline = f"M{_LEFT} {_at(self.y(0))}H{_RIGHT}"
        yield element("path", d=baseline, fill="none", stroke=LIGHT["axis"], class_="axis")
        labels = [element("text", compact(tick), x=_LEFT - 6, y=_at(self.y(tick) + 4)) for tick in self.ticks]
        yield element("g", labels, text_anchor="end")


def axis_ticks(low: float, high: float, *, whole: bool) -> tuple[float, ...]:
    """Two to six round numbers from at or below low (0 or less) to at or above high (0 or more).

    whole: whether all numbers are whole, so that half a release makes no sense.
    """
    if low == high:
        return (0.0, 1.0)
    span = high - low
    if not 1e-9 < span < 1e300:
        return tuple(sorted({low, 0.0, high}))
    magnitude = 10.0 ** math.floor(math.log10(span / 3))
    step = next(factor * magnitude for factor in (1, 2, 5, 10, 20) if factor * magnitude * 4 >= span)
    step = max(step, 1.0) if whole else step
    first, last = math.floor(low / step), math.ceil(high / step)
    return tuple(position * step for position in range(first, last + 1))


def _time_axis(plot: _Plot, timeline: Timeline) -> Iterator[ET.Element]:
    step = next(size for size in _LABEL_STEPS if len(timeline) <= size * _MOST_LABELS)
    # Labels stand where the calendar turns: every third year is 2019, 2022, and months start at January.
    positions = range(-(timeline.first // timeline.months) % step, len(timeline), step)
    new_years = [position for position in positions if timeline.start(position).month == 1] or positions[:1]
    for position in positions:
        text = timeline.label(position)
        if timeline.months == 1 and step >= 12:
            text = f"{timeline.start(position).year}"
        elif timeline.months == 1 and position not in new_years:
            text = text.split()[0]
        yield _axis_label(plot, position, text)


def _axis_label(plot: _Plot, position: int, text: str) -> ET.Element:
    x = plot.x(position)
    # On a narrow screen letters are up to eleven units wide; the last label must not be cut off.
    leaves = x + len(text) * _LETTER / 2 > _WIDTH
    place, anchor = (_WIDTH, "end") if leaves else (x, "middle")
    return element("text", text, x=_at(place), y=_BOTTOM + 22, text_anchor=anchor)


def _legend(position: int, label: str) -> Iterator[ET.Element]:
    x = _LEFT + position * (_RIGHT - _LEFT) // 2
    sample = f"M{x} 14h30"
    yield element(
        "path", d=sample, fill="none", stroke=_colour(position), stroke_width=2.5, class_=f"s{position + 1}",
        stroke_dasharray=_DASHES[position],
    )  # fmt: skip
    yield _dots(position, [(x + 15, 14)])
    yield element("text", label, x=x + 38, y=18.5)


def _line(plot: _Plot, position: int, series: Series, shape: Shape) -> Iterator[ET.Element]:
    runs = list(_runs(plot, series.values))
    drawn = [run for run in runs if len(run) > 1]
    if shape == "area" and drawn:
        zero = _at(plot.y(0))
        fill = "".join(f"M{_at(run[0][0])} {zero}L{_path(run)}V{zero}z" for run in drawn)
        yield element("path", d=fill, fill=_colour(position), fill_opacity=0.15, class_=f"f{position + 1}")
    if drawn:
        yield element(
            "path", d="".join(f"M{_path(run)}" for run in drawn), fill="none", stroke=_colour(position),
            stroke_width=2, stroke_linejoin="round", stroke_dasharray=_DASHES[position], class_=f"s{position + 1}",
        )  # fmt: skip
    # A point between two gaps has no line; with few points each one is marked, so that two series differ in shape too.
    points = [point for run in runs for point in run if len(run) == 1 or plot.count <= _FEW]
    if points:
        yield _dots(position, points)


def _runs(plot: _Plot, values: Sequence[float | None]) -> Iterator[list[tuple[float, float]]]:
    run: list[tuple[float, float]] = []
    for position, value in enumerate(values):
        if value is not None:
            run.append((plot.x(position), plot.y(value)))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "L".join(f"{_at(x)} {_at(y)}" for x, y in points)


def _dots(position: int, points: Sequence[tuple[float, float]]) -> ET.Element:
    """Round or square marks: strokes of no length, which take the shape of their ends."""
    return element(
        "path", d="".join(f"M{_at(x)} {_at(y)}h.01" for x, y in points), fill="none", stroke=_colour(position),
        stroke_width=6, stroke_linecap=_CAPS[position], class_=f"s{position + 1}",
    )  # fmt: skip


def _columns(plot: _Plot, values: Sequence[float | None]) -> Iterator[ET.Element]:
    zero, width = plot.y(0), max(1.0, plot.slot * 0.72)
    columns = "".join(
        f"M{_at(plot.x(position) - width / 2)} {_at(zero)}V{_at(plot.y(value))}h{_at(width)}V{_at(zero)}z"
        for position, value in enumerate(values)
        if value
    )
    if columns:
        yield element("path", d=columns, fill=_colour(0), class_="f1")


def _bar(row: int, bar: Bar, unit: str, whole: float) -> Iterator[ET.Element]:
    top = row * _BAR_ROW
    text = "not known" if bar.value is None else quantity(bar.value, unit)
    yield element("text", _cut(bar.label), x=0, y=top + 17, class_="label", fill=LIGHT["text"])
    yield element("text", text, x=_WIDTH, y=top + 17, text_anchor="end")
    yield element("rect", x=0, y=top + 24, width=_WIDTH, height=9, fill=LIGHT["line"], class_="track")
    if bar.value:
        width = max(1.0, _WIDTH * (abs(bar.value) / whole))
        yield element("rect", x=0, y=top + 24, width=_at(width), height=9, fill=_colour(0), class_="f1")


def _without_tail(bars: Sequence[Bar]) -> Sequence[Bar]:
    if len(bars) <= _MOST_BARS:
        return bars
    tail = bars[_MOST_BARS - 1 :]
    together = Bar(f"{len(tail)} others", _sum(bar.value for bar in tail), _sum(bar.amount for bar in tail))
    return [*bars[: _MOST_BARS - 1], together]


def _sum(values: Iterable[float | None]) -> float | None:
    """The sum, or None when a part is not known or the sum is not a number any more."""
    total = 0.0
    for value in values:
        if value is None:
            return None
        total += value
    return total if math.isfinite(total) else None


def _cut(label: str) -> str:
    return label if len(label) <= 28 else label[:27] + "…"


def _colour(position: int) -> str:
    return LIGHT[f"s{position + 1}"]


def _at(coordinate: float) -> str:
    text = f"{coordinate:.1f}"
    return text.removesuffix(".0") if text != "-0.0" else "0"
