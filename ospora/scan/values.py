# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""Compute the metrics of what has changed and publish them with the rest."""

from __future__ import annotations

import datetime as dt

from ospora.core.sql import parquet_rows, sql_text
from ospora.lake.lake import Lake, fingerprint
from ospora.metrics._compute import Options, compute_values

_SMALL_COMMITS = (
    50_000  # below that, planning the queries costs more than running them, and threads only get in the way
)


def publish_values(lake: Lake, *, as_of: dt.datetime, threads: int) -> bool:
    """Publish the values of every project as of an instant; projects whose facts are the same keep theirs.

    Returns: whether anything was computed.
    """
    manifests = lake.manifests()
    read = {manifest.project_id: fingerprint(manifest) for manifest in manifests}
    same_clock = lake.values_as_of() == as_of.isoformat()
    published = lake.values_read() if same_clock else {}
    if published == read and lake.values_file() is not None:
        return False
    stale = [manifest for manifest in manifests if published.get(manifest.project_id) != read[manifest.project_id]]
    kept = ", ".join(
        sql_text(project_id) for project_id in read.keys() & published.keys() - {m.project_id for m in stale}
    )
    before = lake.values_file()
    is_small = sum(manifest.commit_count for manifest in stale) < _SMALL_COMMITS
    with lake.connect(manifests=stale, threads=1 if is_small else threads) as connection:
        compute_values(connection, as_of=as_of, options=Options())
        query = "SELECT * FROM computed_values"
        if kept and before is not None:
            query += f" UNION ALL SELECT * FROM {parquet_rows(before)} WHERE project_id IN ({kept})"
        lake.publish_values(connection, query, as_of=as_of, read=read)
    return True
