# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""JSON: one array of objects a table, instants in ISO 8601."""

EXTENSION = "json"
COPY_OPTIONS = "FORMAT json, ARRAY true"


def column(name: str, type: str) -> str:  # noqa: A002 - the SQL word
    """Instants as ISO 8601 with Z; everything else as it is."""
    quoted = f'"{name}"'
    return f"strftime({quoted}, '%Y-%m-%dT%H:%M:%SZ') AS {quoted}" if type == "TIMESTAMP" else quoted
