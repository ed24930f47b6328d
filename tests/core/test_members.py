# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Members of a room are found by being in its folder."""

from ospora.core.members import load_members


def test_members_are_the_modules_without_an_underscore_sorted_by_name():
    assert [module.__name__ for module in load_members("ospora.export")] == [
        "ospora.export.csv", "ospora.export.json", "ospora.export.parquet"
    ]  # fmt: skip
