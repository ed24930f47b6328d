# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""CSV: UTF-8, a header line, instants in ISO 8601, safe to open in a spreadsheet."""

EXTENSION = "csv"
COPY_OPTIONS = "FORMAT csv, HEADER true"

# A spreadsheet runs a cell that begins like this as a formula, even from a file of text.
_FORMULA = "^[=+@\\t\\r-]"


def column(name: str, type: str) -> str:  # noqa: A002 - the SQL word
    """Text that a spreadsheet would run gets an apostrophe before it; lists become words with spaces between."""
    quoted = f'"{name}"'
    if type == "VARCHAR":
        return f"CASE WHEN regexp_matches({quoted}, '{_FORMULA}') THEN '''' || {quoted} ELSE {quoted} END AS {quoted}"
    if type == "VARCHAR[]":
        return f"array_to_string({quoted}, ' ') AS {quoted}"
    if type == "TIMESTAMP":
        return f"strftime({quoted}, '%Y-%m-%dT%H:%M:%SZ') AS {quoted}"
    return quoted
