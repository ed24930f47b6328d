# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""A lake: what a user may call a project, and what a damaged or newer lake says."""

import json

import pytest

from ospora.core.errors import LakeError, UsageError
from ospora.facts import commits
from ospora.lake.lake import ALL_TABLES, Lake
from ospora.lake.manifest import Manifest, Part, load_manifest, save_manifest, sweep
from ospora.lake.storage import empty_select, store_query, write_whole


@pytest.fixture
def lake(tmp_path):
    lake = Lake(tmp_path / "lake")
    lake.prepare()
    for project_id, name, source in (
        ("a-1", "group/alpha", "https://x.example/group/alpha"),
        ("a-2", "other/alpha", "/srv/alpha"),
        ("b-3", "beta", "/srv/beta"),
    ):
        lake.folder(project_id).mkdir(parents=True)
        save_manifest(lake.folder(project_id), Manifest(project_id, name, source))
    return lake


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("a-1", "a-1"),
        ("group/alpha", "a-1"),
        ("/srv/beta", "b-3"),
        ("beta", "b-3"),
        ("be", "b-3"),
        ("https://x.example/group/alpha", "a-1"),
    ],
)
def test_a_project_is_found_by_what_a_user_calls_it(lake, asked, found):
    assert lake.find(asked).project_id == found


@pytest.mark.parametrize(
    ("asked", "said"),
    [("alpha", "can mean 2 projects"), ("gamma", "there is no project|There is no project"), ("\x1b[31m", r"\\x1b")],
)
def test_a_name_that_means_none_or_many_is_said(lake, asked, said):
    with pytest.raises(UsageError, match=said):
        lake.find(asked)


def test_a_lake_without_projects_says_what_to_do(tmp_path):
    with pytest.raises(UsageError, match="run `ospora scan SOURCE` first"):
        Lake(tmp_path).find("x")


def test_a_lake_has_every_table_before_anything_was_read(tmp_path):
    with Lake(tmp_path).connect() as connection:
        for name, table in ALL_TABLES.items():
            described = connection.execute(f'DESCRIBE "{name}"').fetchall()
            assert [(row[0], row[1]) for row in described] == list(table.column_types.items())


def test_a_lake_of_another_version_is_left_alone(lake):
    (lake.root / "lake.json").write_text(json.dumps({"schema": 99}))
    with pytest.raises(LakeError, match="another version of Ospora"):
        lake.prepare()


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"schema": 1}', '{"schema": 1, "project": {}}', '{"schema": 2, "project": {}}', "\xff"]
)
def test_a_damaged_manifest_is_said(lake, content):
    (lake.folder("b-3") / "manifest.json").write_text(content, encoding="latin-1")
    with pytest.raises(LakeError, match="scan the project again"):
        load_manifest(lake.folder("b-3"))


def test_a_manifest_reads_back_as_it_was_written(tmp_path):
    manifest = Manifest("p", "P", "/p", parts=(Part("commits-1", "trailers-1", None, "metadata", 3),), state="ok")
    save_manifest(tmp_path, manifest)
    assert load_manifest(tmp_path) == manifest


def test_sweeping_leaves_only_what_the_manifest_names(tmp_path):
    manifest = Manifest("p", "P", "/p", parts=(Part("commits-1.parquet", "trailers-1.parquet", None, "metadata", 3),))
    for name in ("commits-1.parquet", "commits-2.parquet", ".commits-3.parquet.77", "manifest.json", "note.txt"):
        (tmp_path / name).write_text("x")
    sweep(tmp_path, manifest)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["commits-1.parquet", "manifest.json", "note.txt"]


@pytest.mark.parametrize(
    ("parts", "state", "depth"),
    [
        ((), "failed", None),
        ((), "empty", "lines"),
        (("lines", "paths"), "ok", "metadata"),
        (("lines",), "stale", "metadata"),
    ],
)
def test_the_depth_is_that_of_the_shallowest_part(parts, state, depth):
    made = tuple(Part("c", "t", None, part, 1) for part in parts)
    assert Manifest("p", "P", "/p", parts=made, state=state).depth == depth


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path):
    write_whole(tmp_path / "file", "old")
    with pytest.raises(LakeError, match="could not be written"):
        write_whole(tmp_path / "none" / "file", "new")
    write_whole(tmp_path / "file", "new")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("file", "new")]


def test_a_table_that_cannot_be_written_is_said_and_leaves_nothing(tmp_path):
    with pytest.raises(LakeError, match="could not be written"):
        store_query(empty_select(commits.TABLE), target=tmp_path / "none" / "x.parquet")
    with pytest.raises(LakeError, match="could not be written"):
        store_query("SELECT no_such_column", target=tmp_path / "x.parquet")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", ["", "{", "[]", "null", "\xff", "[" * 200_000])
def test_a_damaged_marker_is_said(lake, content):
    (lake.root / "lake.json").write_text(content, encoding="latin-1")
    with pytest.raises(LakeError, match=f"{lake.root}/lake.json is damaged .*; remove it and scan again"):
        lake.check()


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"file": "../x.parquet", "as_of": "2026-01-01T00:00:00+00:00", "projects": {}}',
        '{"file": "values-000001.parquet", "as_of": "soon", "projects": {}}',
        '{"file": "values-000001.parquet", "as_of": "2026-01-01", "projects": {}}',
        '{"file": "values-000001.parquet", "as_of": "2026-01-01T00:00:00+00:00", "projects": []}',
        '{"file": "values-000001.parquet", "as_of": "2026-01-01T00:00:00+00:00"}',
    ],
)
def test_damaged_published_values_are_said_and_a_scan_forgets_them(lake, content):
    marker = lake.root / "values" / "values.json"
    marker.write_text(content)
    for ask in (lake.values_file, lake.values_as_of, lake.values_read):
        with pytest.raises(LakeError, match=f"{marker} is damaged; scan again"):
            ask()
    lake.remove_leftovers()
    assert (lake.values_file(), lake.values_as_of(), lake.values_read()) == (None, None, {})


@pytest.mark.parametrize("content", [None, b"", b"PAR1", b"no table"])
def test_a_table_that_is_missing_or_damaged_is_named(lake, content):
    manifest = Manifest("b-3", "beta", "/srv/beta", parts=(Part("c.parquet", "t.parquet", None, "metadata", 1),))
    for name in ("c.parquet", "t.parquet"):
        store_query(empty_select(commits.TABLE), target=lake.folder("b-3") / name)
    assert lake.has_all_files(manifest)
    path = lake.folder("b-3") / "c.parquet"
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    assert lake.has_all_files(manifest) == (content is not None)
    said = f"{path} is missing or damaged; remove the folder {path.parent} and scan"
    with pytest.raises(LakeError, match=said), lake.connect(manifests=[manifest]):
        pass


def test_what_goes_wrong_while_a_lake_is_read_is_said(lake):
    with pytest.raises(LakeError, match="The tables in .* could not be read"), lake.connect() as connection:
        connection.execute("SELECT * FROM read_parquet('/nowhere.parquet')")


def test_bytes_that_are_no_text_never_reach_a_table(lake):
    manifest = Manifest("b-3", "go\udcffod", "/srv/go\udcffod", repository="/srv/go\udcffod", reason="no \udcff")
    with lake.connect(manifests=[manifest]) as connection:
        assert connection.execute("SELECT name, source, repository, state_reason FROM projects").fetchall() == [
            ("go\\udcffod", "/srv/go\\udcffod", "/srv/go\\udcffod", "no \\udcff")
        ]
