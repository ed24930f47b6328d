# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""People with very few contributions."""

from __future__ import annotations

from ospora.metrics._definition import Metric

METRIC = Metric(
    id="occasional_contributors",
    title="Occasional contributors",
    question="How many people contributed only once or twice?",
    rule=(
        "People who took part in at most two commits of the window, as author or in a trailer. "
        "A commit counts once for a person, however many roles the person has in it."
    ),
    unit="people",
    source="CHAOSS, Occasional Contributors; the limit of two is ours",
)

SQL = """\
-- one row per project and period with a contribution
SELECT
  project_id, period_id, '' AS dimension, '' AS item,
  count(*) FILTER (WHERE commits <= 2) AS value, NULL AS numerator, NULL AS denominator, NULL AS reason
FROM contributor_activity
GROUP BY project_id, period_id
"""
