# SPDX-FileCopyrightText: 2026 The Ospora contributors
# SPDX-License-Identifier: Apache-2.0

"""All metrics over a large portfolio that DuckDB makes up, and over one small project.

python -m bench.metrics [--projects 100] [--commits 1000000] [--changes 10000000] [--folder DIR]

The history is made of people who come, stay for up to five years and leave; a few of them do most of the work.
The lake has one file a project and table, as a real one.
"""

from __future__ import annotations

import argparse
import datetime as dt
import multiprocessing
import resource
import shutil
import tempfile
import time
from pathlib import Path

import duckdb

from ospora.metrics._compute import Options, compute_values, load_metrics
from ospora.metrics._relations import activity_relations, history_relations

AS_OF = dt.datetime(2026, 1, 15, tzinfo=dt.UTC)
TABLES = ("commits", "trailers", "changes", "files", "tags", "people", "projects")
MEMORY = "2GB"
PEOPLE = 300

# r is a whole number that looks random and is the same every time.
_COMMITS = """
CREATE TABLE made AS
WITH drawn AS (
  SELECT
    i,
    'forge.example/group/project-' || lpad((hash(i) % {projects})::VARCHAR, 4, '0') AS project_id,
    (power((hash(i * 3 + 1) % 1000000) / 1e6, 4) * {people})::INTEGER AS person,
    hash(i + 7) % 1000000 / 1e6 AS part,
    (hash(i * 5 + 2) % 100)::INTEGER AS r
  FROM range({commits}) t (i)
),
lives AS (
  SELECT *, hash(project_id, person) % 9000 / 1000 AS first_year, 0.1 + hash(person, project_id) % 5000 / 1000 AS years
  FROM drawn
)
SELECT
  i, project_id, sha1(i::VARCHAR) AS commit_id, left(md5(project_id || person), 24) AS author_id, person, r,
  TIMESTAMP '2012-01-01' + to_seconds(((first_year + part * years) * 31557600)::BIGINT) AS authored_at
FROM lives
"""
_QUERIES = {
    "commits": """
        SELECT
          project_id, commit_id, authored_at, [0, 60, -300, 345, 120][person % 5 + 1] AS authored_offset_minutes,
          author_id, authored_at + to_seconds((hash(i + 9) % 200000)::BIGINT) AS committed_at,
          0 AS committed_offset_minutes, left(md5(project_id || person // 10), 24) AS committer_id,
          [sha1((i + 1)::VARCHAR)] AS parent_ids, r < 20 AS is_merge, false AS is_boundary
        FROM made ORDER BY project_id, authored_at DESC""",
    "trailers": """
        SELECT
          project_id, commit_id, authored_at, r < 20 AS is_merge, 0 AS position, 'reviewed-by' AS key,
          ['co-author', 'signer', 'reviewer'][r % 3 + 1] AS role,
          left(md5(project_id || hash(i + 11) % {people}), 24) AS identity_id
        FROM made WHERE i % 3 = 0 ORDER BY project_id, authored_at DESC""",
    "changes": """
        SELECT
          project_id, commit_id, authored_at, author_id, 'src/d' || hash(i, j) % 200 || '/f' || j || '.py' AS path,
          'M' AS status, (hash(i, j) % 40)::BIGINT AS lines_added, (hash(i + j) % 20)::BIGINT AS lines_deleted,
          CASE WHEN hash(i, j, 3) % 1000 = 0 THEN 'missing' ELSE 'counted' END AS lines_status,
          ['code', 'code', 'code', 'test', 'documentation', 'build', 'data', 'other'][(hash(i, j, 5) % 8)::INTEGER + 1]
            AS kind
        FROM made, range(0, 2 * {changes} // {commits}) t (j)
        WHERE r >= 20 AND j < 2 + hash(i * 7) % (2 * {changes} // {commits}) * 1.25
        ORDER BY project_id, authored_at DESC, commit_id""",
    "files": """
        SELECT
          project_id, 'src/f' || j AS path, '' AS blob_id, '100644' AS mode, (hash(j, project_id) % 9000)::BIGINT AS bytes,
          10 AS lines, ['Python', 'C', 'HTML', 'Markdown'][j % 4 + 1] AS language,
          ['programming', 'programming', 'markup', 'prose'][j % 4 + 1] AS language_type, 'code' AS kind,
          false AS is_binary, j % 17 = 0 AS is_vendored, false AS is_generated, false AS is_lfs_pointer
        FROM (SELECT DISTINCT project_id FROM made), range(2000) t (j)""",
    "tags": """
        SELECT
          project_id, 'v' || j AS name, '' AS commit_id, TIMESTAMP '2013-02-01' + to_days((j * 50)::INTEGER) AS tagged_at,
          'tagger' AS tagged_at_source, '1.' || j AS version, true AS is_release, j % 5 = 0 AS is_prerelease
        FROM (SELECT DISTINCT project_id FROM made), range(80) t (j)""",
    "people": """
        SELECT
          project_id, left(md5(project_id || n), 24) AS identity_id, left(md5(project_id || n // 2 * 2), 24) AS person_id,
          CASE WHEN n % 50 = 49 THEN 'automation' WHEN n % 97 = 96 THEN 'ai_agent' ELSE 'human' END AS class,
          NULL::VARCHAR AS rule
        FROM (SELECT DISTINCT project_id FROM made), range({people} + 1) t (n)""",
    "projects": """
        SELECT DISTINCT
          project_id, project_id AS name, NULL::VARCHAR AS unit, NULL::VARCHAR AS role, '' AS source, '' AS repository,
          'main' AS branch, '' AS tip, 'lines' AS depth, 0::BIGINT AS commit_count, false AS is_shallow,
          false AS is_partial, 'ok' AS state, NULL::VARCHAR AS state_reason
        FROM made""",
}


def make_lake(folder: Path, *, projects: int, commits: int, changes: int) -> None:
    """Write a lake of Parquet files, one a project and table."""
    folder.mkdir(parents=True)
    numbers = {"projects": projects, "commits": commits, "changes": changes, "people": PEOPLE}
    options = "FORMAT parquet, PARTITION_BY (project_id), WRITE_PARTITION_COLUMNS true"
    with duckdb.connect(config={"threads": 2}) as connection:
        connection.execute(_COMMITS.format(**numbers))
        for table, query in _QUERIES.items():
            connection.execute(f"COPY ({query.format(**numbers)}) TO '{folder / table}' ({options})")


def open_lake(folder: Path) -> duckdb.DuckDBPyConnection:
    """A connection with a view for each table, two threads and a limit on memory, and no disk to fall back on."""
    connection = duckdb.connect(config={"threads": 2, "memory_limit": MEMORY, "temp_directory": ""})
    for table in TABLES:
        connection.execute(f"CREATE VIEW {table} AS {_select(folder, table)}")
    return connection


def measure(folder: Path) -> tuple[float, float]:
    """Seconds and CPU seconds that all metrics take over all, the year and every month."""
    with open_lake(folder) as connection:
        started, cpu = time.perf_counter(), time.process_time()
        compute_values(connection, as_of=AS_OF, options=Options())
        return time.perf_counter() - started, time.process_time() - cpu


def measure_parts(folder: Path) -> dict[str, float]:
    """Seconds for each relation and each metric, one after the other."""
    metrics = load_metrics()
    texts = [module.SQL for module in metrics]
    seconds = {}
    with open_lake(folder) as connection:
        compute_values(connection, as_of=AS_OF, options=Options())
        relations = [*history_relations(texts), *activity_relations(texts)]
        for name, statement in [(_relation_name(text), text) for text in relations] + [
            (module.METRIC.id, f"CREATE OR REPLACE TEMP TABLE measured AS {module.SQL}") for module in metrics
        ]:
            started = time.perf_counter()
            connection.execute(statement)
            seconds[name] = time.perf_counter() - started
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.metrics", description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--projects", type=int, default=100)
    parser.add_argument("--commits", type=int, default=1_000_000)
    parser.add_argument("--changes", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="keep the made-up lake here, and use it again")
    arguments = parser.parse_args()
    folder = arguments.folder or Path(tempfile.mkdtemp(prefix="ospora-bench-"))
    try:
        # In another process, so that the peak below is that of the metrics alone.
        maker = multiprocessing.Process(target=make_lakes, args=(folder, arguments))
        maker.start()
        maker.join()
        report(folder, rounds=arguments.rounds)
    finally:
        if arguments.folder is None:
            shutil.rmtree(folder)


def make_lakes(folder: Path, arguments: argparse.Namespace) -> None:
    """Make a large and a small lake where they are not there yet."""
    if not (folder / "large").exists():
        make_lake(folder / "small", projects=1, commits=100, changes=1000)
        make_lake(folder / "large", projects=arguments.projects, commits=arguments.commits, changes=arguments.changes)


def report(folder: Path, *, rounds: int) -> None:
    """Measure and print; of several rounds the fastest, which other work on the machine disturbed least."""
    large, small = folder / "large", folder / "small"
    with duckdb.connect() as connection:
        print(", ".join(f"{_count(connection, large, table):,} {table}" for table in TABLES))
    seconds, cpu_seconds = min(measure(small) for _ in range(2 * rounds))
    print(f"one project of 100 commits: {seconds * 1000:.0f} ms, {cpu_seconds * 1000:.0f} ms of CPU")
    seconds, cpu_seconds = min(measure(large) for _ in range(rounds))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"all projects: {seconds:.2f} s, {cpu_seconds:.2f} s of CPU, peak of the process {peak:.0f} MB")
    print("\n| relation or metric | seconds |\n|---|---:|")
    for name, taken in measure_parts(large).items():
        print(f"| {name} | {taken:.3f} |")


def _select(folder: Path, table: str) -> str:
    return f"SELECT * FROM read_parquet('{folder / table}/*/*.parquet', hive_partitioning = false)"


def _count(connection: duckdb.DuckDBPyConnection, folder: Path, table: str) -> int:
    found = connection.execute(f"SELECT count(*) FROM ({_select(folder, table)})").fetchone()
    return found[0] if found else 0


def _relation_name(statement: str) -> str:
    words = statement.split("CREATE OR REPLACE TEMP ")[1].split()
    return words[1]


if __name__ == "__main__":
    main()
