# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""How long the people who are active have been with the project."""

from __future__ import annotations

from ospora.metrics._definition import Metric

METRIC = Metric(
    id="contributor_tenure",
    title="Contributor tenure",
    question="How long have the people who are active been with the project?",
    rule=(
        "Median, over the people active in the window, of the days from the first contribution in the whole history "
        "to the last one in the window. Somebody with a single contribution has 0 days."
    ),
    unit="days",
    source="No CHAOSS name; ours",
)

SQL = """\
-- one row per project and period with a contribution
SELECT
  project_id, period_id, '' AS dimension, '' AS item,
  median(date_diff('second', first_ever_at, last_at)) / 86400 AS value,
  NULL AS numerator, NULL AS denominator, NULL AS reason
FROM contributor_activity
GROUP BY project_id, period_id
"""
