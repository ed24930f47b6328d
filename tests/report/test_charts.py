# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ospora.report._charts import Bar, Caption, axis_ticks, bar_chart, column_chart, time_chart
from ospora.report._markup import write_fragment
from ospora.report._series import Series, Timeline
from tests.report.page import read, table_rows

CAPTION = Caption("c", "Commits per month", "They are many.", "commits")
JANUARY_2024 = 2024 * 12

anything = st.lists(
    st.none() | st.floats(allow_nan=False, allow_infinity=False) | st.integers(0, 10**6).map(float) | st.just(-0.0),
    min_size=1,
    max_size=300,
)
labels = st.text(min_size=1, max_size=60).map(lambda text: re.sub(r"[^ -~\u00a0-\ud7ff]", "?", text))


def line(*values, label="Commits"):
    return Timeline(JANUARY_2024, (Series(label, tuple(values)),))


def coordinates(figure):
    """Every number that places something, with the size of the picture."""
    svg = figure.find("svg")
    for found in svg.iter():
        for name in ("d", "x", "y", "width", "height"):
            yield from (float(number) for number in re.findall(r"-?[\d.]+(?:e[+-]?\d+)?", found.get(name, "")))


def drawn(figure, css_class):
    return [found.get("d") for found in figure.iter("path") if found.get("class") == css_class]


def test_a_chart_is_a_named_and_described_picture_with_its_sentence_and_table():
    figure = time_chart(CAPTION, line(1.0, 3.0), shape="area")

    svg = figure.find("svg")
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == "c-t c-d"
    assert [(found.tag, found.get("id")) for found in svg][:2] == [("title", "c-t"), ("desc", "c-d")]
    assert svg.find("title").text == "Commits per month"
    assert (
        svg.find("desc").text
        == "Line chart, one point a month, Jan 2024 to Feb 2024. The table below holds every number."
    )
    assert "".join(figure.find("figcaption").itertext()) == "Commits per month They are many."


def test_the_table_has_the_numbers_of_the_chart_and_says_what_is_a_heading():
    figure = time_chart(CAPTION, line(1.0, None, 1234.5), shape="area")

    table = read(write_fragment(figure)).one("table")
    assert table.one("caption").text == "Commits per month"
    assert table_rows(table) == [
        ["Month", "Commits"],
        ["Jan 2024", "1"],
        ["Feb 2024", "not known"],
        ["Mar 2024", "1,234.5"],
    ]
    assert {cell.attributes["scope"] for cell in table.one("thead").all("th")} == {"col"}
    assert {cell.attributes["scope"] for cell in table.one("tbody").all("th")} == {"row"}


def test_a_gap_is_neither_drawn_over_nor_drawn_as_zero():
    figure = time_chart(CAPTION, line(2.0, 2.0, None, 2.0, 2.0), shape="lines")

    (path,) = [d for d in drawn(figure, "s1") if "L" in d]
    assert path.count("M") == 2
    assert len(set(re.findall(r" ([\d.]+)(?=[ML]|$)", path))) == 1


def test_a_single_point_between_gaps_is_marked():
    values = [1.0] * 30 + [None, 5.0, None] + [1.0] * 30
    figure = time_chart(CAPTION, line(*values), shape="lines")

    (mark,) = [d for d in drawn(figure, "s1") if "h.01" in d]
    assert mark.count("h.01") == 1


def test_two_series_differ_in_colour_dash_and_mark():
    two = Timeline(JANUARY_2024, (Series("a", (1.0, 2.0)), Series("b", (2.0, 1.0))))
    figure = time_chart(CAPTION, two, shape="lines")

    one, other = ([found for found in figure.iter("path") if found.get("class") == name] for name in ("s1", "s2"))
    assert {found.get("stroke") for found in one}.isdisjoint({found.get("stroke") for found in other})
    assert {found.get("stroke-dasharray") for found in one} == {None}
    assert {found.get("stroke-dasharray") for found in other} == {None, "7 4"}
    assert {found.get("stroke-linecap") for found in one} == {None, "round"}
    assert {found.get("stroke-linecap") for found in other} == {None, "square"}
    assert [text for text in ("a", "b") if text in [found.text for found in figure.iter("text")]] == ["a", "b"]


def test_a_long_history_is_put_together_and_says_so():
    figure = time_chart(CAPTION, line(*[1.0] * 121), shape="area")

    assert "The history has 121 months; they are summed by year here." in "".join(figure.find("figcaption").itertext())
    assert table_rows(read(write_fragment(figure)).one("table"))[:2] == [["Year", "Commits"], ["2024", "12"]]


def test_a_history_of_120_months_is_drawn_month_by_month():
    figure = time_chart(CAPTION, line(*[1.0] * 120), shape="area")

    assert len(list(figure.iter("tr"))) == 121


@pytest.mark.parametrize("months", [1, 2, 5, 12, 30, 61, 119, 120, 500, 9000])
def test_labels_under_the_axis_are_few_and_stay_inside_on_a_narrow_screen(months):
    figure = time_chart(CAPTION, line(*[1.0] * months), shape="area")

    found = [text for text in figure.iter("text") if text.get("y") == "206"]
    halves = [(float(text.get("x")), len(text.text) * 5.5, text.get("text-anchor")) for text in found]
    assert 1 <= len(found) <= 5
    assert all(x + (half if anchor == "middle" else 0) <= 480 for x, half, anchor in halves)
    assert all(x - (half if anchor == "middle" else 2 * half) >= 0 for x, half, anchor in halves)


@pytest.mark.parametrize(
    "figure",
    [
        time_chart(CAPTION, line(None, None), shape="area"),
        column_chart(CAPTION, [Bar("a", None)], headings=("Hour", "Commits")),
        bar_chart(CAPTION, [Bar("a", None)], headings=("Language", "Share", "Bytes")),
    ],
    ids=["time", "columns", "bars"],
)
def test_where_nothing_is_known_there_are_words_and_no_picture(figure):
    assert figure.tag == "p"
    assert "".join(figure.itertext()) == "Commits per month: not known."


def test_columns_have_the_height_of_their_numbers():
    figure = column_chart(CAPTION, [Bar("00", 10.0), Bar("01", 5.0), Bar("02", 0.0)], headings=("Hour", "Commits"))

    tops = [float(top) for top in re.findall(r"V([\d.]+)h", drawn_fill(figure))]
    base = 184
    assert [base - top for top in tops] == [172, 86]
    assert table_rows(read(write_fragment(figure)).one("table")) == [
        ["Hour", "Commits"],
        ["00", "10"],
        ["01", "5"],
        ["02", "0"],
    ]


def drawn_fill(figure):
    (path,) = [found for found in figure.iter("path") if found.get("class") == "f1"]
    return path.get("d")


def test_shares_are_drawn_against_the_whole():
    caption = Caption("c", "Languages", "Python 60%.", "ratio")
    figure = bar_chart(
        caption, [Bar("Python", 0.6, 600.0), Bar("C", 0.4, 400.0)], headings=("Language", "Share", "Bytes")
    )

    widths = [float(found.get("width")) for found in figure.iter("rect") if found.get("class") == "f1"]
    assert widths == [288, 192]
    assert table_rows(read(write_fragment(figure)).one("table")) == [
        ["Language", "Share", "Bytes"],
        ["Python", "60%", "600"],
        ["C", "40%", "400"],
    ]


def test_a_long_tail_is_one_bar_and_says_how_many_it_holds():
    caption = Caption("c", "Languages", "Many.", "ratio")
    figure = bar_chart(
        caption, [Bar(f"l{number}", 0.05) for number in range(20)], headings=("Language", "Share", "Bytes")
    )

    rows = table_rows(read(write_fragment(figure)).one("table"))
    assert len(rows) == 11
    assert rows[-1] == ["11 others", "55%"]


@pytest.mark.parametrize(
    ("low", "high", "whole", "ticks"),
    [
        (0, 0, True, (0, 1)),
        (0, 1, True, (0, 1)),
        (0, 1, False, (0, 0.5, 1)),
        (0, 16, True, (0, 5, 10, 15, 20)),
        (0, 95, True, (0, 50, 100)),
        (-3, 4, True, (-4, -2, 0, 2, 4)),
        (0, 1.7e308, True, (0, 1.7e308)),
        (0, 5e-324, False, (0, 5e-324)),
    ],
)
def test_ticks_are_round_and_hold_all(low, high, whole, ticks):
    assert axis_ticks(low, high, whole=whole) == ticks


@given(anything, st.sampled_from(["area", "lines", "columns"]), st.sampled_from(["sum", "mean"]))
def test_any_numbers_over_time_make_a_well_formed_chart(values, shape, combine):
    figure = time_chart(CAPTION, Timeline(JANUARY_2024, (Series("a", tuple(values)),)), shape=shape, combine=combine)

    check_figure(figure)


@given(anything, anything)
def test_any_two_series_make_a_well_formed_chart(one, other):
    length = min(len(one), len(other))
    two = Timeline(JANUARY_2024, (Series("a", tuple(one[:length])), Series("b", tuple(other[:length]))))

    check_figure(time_chart(CAPTION, two, shape="lines"))


@given(
    st.lists(st.tuples(labels, st.none() | st.floats(allow_nan=False, allow_infinity=False)), min_size=1, max_size=30)
)
def test_any_labels_and_numbers_make_well_formed_bars(pairs):
    bars = [Bar(label, value) for label, value in pairs]

    check_figure(bar_chart(CAPTION, bars, headings=("Language", "Share", "Bytes")))
    check_figure(column_chart(CAPTION, bars, headings=("Hour", "Commits"), every=3))


def check_figure(figure):
    if figure.tag == "p":
        return
    svg = figure.find("svg")
    assert ET.tostring(ET.fromstring(ET.tostring(svg))) == ET.tostring(svg)
    height = float(svg.get("height"))
    assert all(-1 <= number <= max(480, height) for number in coordinates(figure))
    assert [found.get("style") for found in figure.iter() if found.get("style")] == []
    ids = [found.get("id") for found in figure.iter() if found.get("id")]
    assert len(ids) == len(set(ids))
    assert "nan" not in write_fragment(figure)
