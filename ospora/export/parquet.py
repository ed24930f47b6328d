# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Parquet: types as in the lake, compressed, for notebooks and databases."""

EXTENSION = "parquet"
COPY_OPTIONS = "FORMAT parquet, COMPRESSION zstd"


def column(name: str, type: str) -> str:  # noqa: A002, ARG001 - the SQL word; types stay as they are
    """The column as it is."""
    return f'"{name}"'
