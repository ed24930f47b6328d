# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""office.toml: what it may say, and one sentence for each way to get it wrong."""

from pathlib import Path

import pytest

from ospora.core.errors import UsageError
from ospora.office.config import FILE_NAME, TEMPLATE, OfficeConfig, SourceEntry, load_config


def load(folder, text):
    (folder / FILE_NAME).write_text(text, encoding="utf-8")
    return load_config(folder)


def test_no_file_is_no_configuration(tmp_path):
    assert load_config(tmp_path) is None


def test_the_template_reads_as_the_defaults(tmp_path):
    assert load(tmp_path, TEMPLATE) == OfficeConfig(folder=tmp_path)


def test_the_template_read_without_its_marks_is_right_too(tmp_path):
    lines = [
        line.removeprefix("# ") if " = " in line or line.startswith("# [[") else line for line in TEMPLATE.splitlines()
    ]
    config = load(tmp_path, "\n".join(lines))
    assert [entry.at for entry in config.sources] == [
        "https://git.example.org/statistics/survey.git",
        "../repositories",
    ]
    assert (config.depth, config.data) == ("lines", tmp_path / "ospora-data")


def test_everything_that_can_be_said(tmp_path):
    config = load(tmp_path, """
        [office]
        name = "Office"
        [scan]
        depth = "paths"
        data = "lake"
        jobs = 3
        follow_alternates = true
        [[source]]
        at = "a"
        name = "A"
        unit = "U"
        role = "used"
        branch = "stable"
        discover = true
    """)  # fmt: skip
    assert config == OfficeConfig(
        folder=tmp_path, name="Office", depth="paths", data=tmp_path / "lake", jobs=3, follow_alternates=True,
        sources=(SourceEntry("a", "A", "U", "used", "stable", discover=True),),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[scan", "cannot be read"),
        ("[scna]", "no key 'scna'; did you mean 'scan'"),
        ("[scan]\ndepht = 'lines'", "no key 'depht'; did you mean 'depth'"),
        ("[scan]\ndepth = 'deep'", r"\[scan\] depth is 'deep'; write one of metadata, paths, lines"),
        ("[scan]\njobs = 'two'", "jobs must be a whole number"),
        ("[scan]\njobs = true", "jobs must be a whole number"),
        ("[scan]\njobs = -1", "jobs is -1"),
        ("scan = 3", "must be a table"),
        ("[source]\nat = 'a'", "with two brackets"),
        ("[[source]]\nname = 'a'", "number 1 has no `at`"),
        ("[[source]]\nat = 'a'\nrole = 'owned'", "write one of produced, used, funded, watched"),
        ("source = ['a']", "must be a table"),
        ("[office]\nname = 3", "name must be text in quotes"),
    ],
)
def test_what_is_wrong_is_said_with_the_file(tmp_path, text, said):
    with pytest.raises(UsageError, match=said) as caught:
        load(tmp_path, text)
    assert str(tmp_path / FILE_NAME) in str(caught.value)


def test_bytes_that_are_no_text_are_said(tmp_path):
    (tmp_path / FILE_NAME).write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError, match="cannot be read"):
        load_config(tmp_path)


def test_a_folder_in_its_place_is_said(tmp_path):
    Path(tmp_path / FILE_NAME).mkdir()
    with pytest.raises(UsageError, match="cannot be read"):
        load_config(tmp_path)
