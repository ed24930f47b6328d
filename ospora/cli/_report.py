# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Load what the reports show: published values, or values computed for another clock."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ospora.report._content import ReportContent


def open_report(arguments: argparse.Namespace) -> ReportContent:
    """Content of a report on the projects that were named, or on all; --as-of computes the values again."""
    from ospora.cli._lake import as_of_published, existing_lake
    from ospora.metrics._compute import Options, compute_values
    from ospora.report._content import load_report

    lake = existing_lake(arguments)
    manifests = [lake.find(name) for name in arguments.projects] or lake.manifests()
    as_of = as_of_published(arguments, lake)
    with lake.connect(manifests=manifests) as connection:
        if lake.values_as_of() != as_of.isoformat():
            compute_values(connection, as_of=as_of, options=Options())
            connection.execute('CREATE OR REPLACE VIEW "values" AS SELECT * FROM computed_values')
        return load_report(connection, as_of=as_of)
