# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Fields of a row survive the way through text into Parquet, whatever they hold."""

from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ospora.facts._table import Table, field, instant, number, text, truth, whole, word_list
from ospora.lake.storage import store_rows

SAMPLE = Table(
    "sample",
    "one row",
    "a test",
    (text("words"), number("count"), instant("when"), truth("yes"), word_list("many")),
    ("words",),
)


def round_trip(folder: Path, lines: list[bytes]) -> list[tuple]:
    source, target = folder / "rows.txt", folder / "rows.parquet"
    source.write_bytes(b"".join(line + b"\n" for line in lines))
    store_rows(SAMPLE, [source], target=target, project_id="it's-me")
    return duckdb.connect().execute(f"SELECT * FROM '{target}'").fetchall()


def line(words: bytes | None) -> bytes:
    return b"\t".join((field(words), b"1", b"0", b"1", b"a b"))


@pytest.mark.parametrize(
    ("given_bytes", "shown"),
    [
        (b"plain", "plain"),
        (b"tab\there", "tab\there"),
        (b"line\nbreak\r\n", "line\nbreak\r\n"),
        (b'say "hi"', 'say "hi"'),
        (b'"', '"'),
        (b"#comment", "#comment"),
        (b"NULL", "NULL"),
        (b" space ", " space "),
        (b"\\N", "\\N"),
        ("名前".encode(), "名前"),
        (b"caf\xe9", '"caf\\351"'),
        (b'\xff"\\', '"\\377\\"\\\\"'),
        (None, None),
    ],
)
def test_text_comes_back_as_it_was(tmp_path, given_bytes, shown):
    assert [row[1] for row in round_trip(tmp_path, [line(given_bytes)])] == [shown]


def test_every_kind_of_column(tmp_path):
    rows = round_trip(tmp_path, [b"x\t%s\t86400\t0\t" % whole(-5), b"y\t%s\t\t\tone two" % whole(None)])
    assert [row[:3] for row in rows] == [("it's-me", "x", -5), ("it's-me", "y", None)]
    assert [str(row[3]) for row in rows] == ["1970-01-02 00:00:00", "None"]
    assert [row[4:] for row in rows] == [(False, []), (None, ["one", "two"])]


def test_no_rows_give_an_empty_table_with_its_columns(tmp_path):
    (tmp_path / "none.txt").write_bytes(b"")
    store_rows(SAMPLE, [tmp_path / "none.txt"], target=tmp_path / "none.parquet", project_id="p")
    described = duckdb.connect().execute(f"DESCRIBE SELECT * FROM '{tmp_path / 'none.parquet'}'").fetchall()
    assert [(row[0], row[1]) for row in described] == list(SAMPLE.column_types.items())


@settings(max_examples=30)
@given(
    st.lists(
        st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1), min_size=1, max_size=20
    )
)
def test_any_text_survives(tmp_path_factory, texts):
    found = round_trip(tmp_path_factory.mktemp("t"), [line(words.encode()) for words in texts])
    assert [row[1] for row in found] == texts


@given(
    st.binary(min_size=1).filter(lambda value: b"\0" not in value),
    st.binary(min_size=1).filter(lambda value: b"\0" not in value),
)
def test_two_names_never_become_one(one, other):
    if one != other:
        assert field(one) != field(other)
