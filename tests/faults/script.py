"""A session of every kind of work, step by step, and what the database holds after each step."""

from pathlib import Path
from typing import Any

from cassette.cql.parser import parse
from cassette.cql.schema import Table
from cassette.cql.statements.statement import Bound
from cassette.engines.contract import Page
from cassette.engines.embedded import EmbeddedEngine

Step = str | list[str]
Dump = dict[str, Any]

STEPS: tuple[Step, ...] = (
    "CREATE KEYSPACE ks WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
    "CREATE TABLE ks.t (k int, c int, v text, s set<int>, o text static, PRIMARY KEY (k, c))",
    *(f"INSERT INTO ks.t (k, c, v, s, o) VALUES ({n % 3}, {n}, 'value {n}', {{{n}, 1}}, 'o{n}')" for n in range(9)),
    "CREATE CUSTOM INDEX t_v ON ks.t (v) USING 'StorageAttachedIndex'",
    "CREATE CUSTOM INDEX t_s ON ks.t (s) USING 'StorageAttachedIndex'",
    "UPDATE ks.t SET v = 'changed', s = s + {7} WHERE k = 0 AND c = 0",
    "DELETE FROM ks.t WHERE k = 1 AND c = 4",
    "CREATE TABLE ks.u (k int PRIMARY KEY, v int, n text)",
    [f"INSERT INTO ks.u (k, v) VALUES ({n}, {n})" for n in range(20)],
    "INSERT INTO ks.u (k, v) VALUES (20, 1) IF NOT EXISTS",
    "UPDATE ks.u SET v = 2 WHERE k = 20 IF v = 1",
    "UPDATE ks.u SET v = 3 WHERE k = 20 IF v = 1",
    "CREATE TABLE ks.n (k int PRIMARY KEY, n counter)",
    *("UPDATE ks.n SET n = n + 1 WHERE k = 1" for _ in range(3)),
    "INSERT INTO ks.u (k, v) VALUES (30, 1) USING TTL 86400",
    "INSERT INTO ks.u (k, v) VALUES (31, 1) USING TIMESTAMP 10",
    "DELETE FROM ks.u USING TIMESTAMP 20 WHERE k = 31",
    ["INSERT INTO ks.t (k, c, v) VALUES (5, 5, 'five')", "UPDATE ks.u SET v = 5 WHERE k = 5"],
    "DELETE FROM ks.t WHERE k = 2",
    "ALTER TABLE ks.u ADD extra text",
    "UPDATE ks.u SET extra = 'x' WHERE k IN (1, 2, 3)",
    f"INSERT INTO ks.u (k, n) VALUES (40, '{'long ' * 2_000}')",
    "CREATE TABLE ks.x (k int PRIMARY KEY, v vector<float, 2>, body text)",
    "CREATE CUSTOM INDEX x_v ON ks.x (v) USING 'StorageAttachedIndex'",
    (
        "CREATE CUSTOM INDEX x_body ON ks.x (body) USING 'StorageAttachedIndex' WITH OPTIONS = "
        "{'index_analyzer': 'standard'}"
    ),
    [f"INSERT INTO ks.x (k, v, body) VALUES ({n}, [{n}, 1], 'the fox number{n}')" for n in range(6)],
    "UPDATE ks.x SET v = [9, 9], body = 'a fox again' WHERE k = 1",
    "DELETE FROM ks.x WHERE k = 2",
    (
        "CREATE MATERIALIZED VIEW ks.by_v AS SELECT k, v FROM ks.u WHERE v IS NOT NULL AND k IS NOT NULL "
        "PRIMARY KEY (v, k)"
    ),
    "UPDATE ks.u SET v = 77 WHERE k = 3",
    "EXPLAIN SELECT * FROM ks.x ORDER BY v ANN OF [1, 1] LIMIT 3",
    "UPDATE ks.t SET o = 'static' WHERE k = 0",
    "DROP INDEX ks.t_s",
    "TRUNCATE ks.t",
    "INSERT INTO ks.t (k, c, v) VALUES (9, 9, 'after')",
    "DROP TABLE ks.n",
    "INSERT INTO ks.u (k, v) VALUES (50, 50)",
)


async def run(engine: EmbeddedEngine, step: Step) -> None:
    """Carry one step out."""
    if isinstance(step, list):
        await engine.batch([Bound(parse(text)) for text in step])
    else:
        await engine.execute(parse(step))


async def dump(engine: EmbeddedEngine) -> Dump:
    """Read everything: what is defined, every row, and every indexed value by its index."""
    keyspace = engine.schema.keyspaces.get("ks")
    if keyspace is None:
        return {}
    tables = {name: await _table(engine, table) for name, table in sorted(keyspace.tables.items())}
    views = {name: list((await engine.execute(parse(f"SELECT * FROM ks.{name}"))).rows) for name in keyspace.views}
    return {**tables, **views}


async def _table(engine: EmbeddedEngine, table: Table) -> Any:
    name = table.name.text()
    rows = await engine.execute(parse(f"SELECT * FROM {name}"), (), Page(10_000))
    found = []
    for index in sorted(table.indexes.values(), key=lambda index: index.name):
        if name == "ks.x":
            found.append([index.name, await _searched(engine, name, index.target.column)])
        elif index.target.column == "v":
            values = ("changed", *(f"value {n}" for n in range(9)))
            by_index = [
                await engine.execute(parse(f"SELECT k, c FROM {name} WHERE v = ?"), (value,)) for value in values
            ]
            found.append([index.name, [list(one.rows) for one in by_index]])
        else:
            by_index = [await engine.execute(parse(f"SELECT k, c FROM {name} WHERE s CONTAINS {n}")) for n in (1, 7)]
            found.append([index.name, [list(one.rows) for one in by_index]])
    return [column.name for column in rows.columns], list(rows.rows), found


async def _searched(engine: EmbeddedEngine, name: str, column: str) -> list[Any]:
    ask = (
        f"SELECT k FROM {name} ORDER BY v ANN OF [3, 1] LIMIT 10"
        if column == "v"
        else (f"SELECT k FROM {name} WHERE body : 'fox'")
    )
    return list((await engine.execute(parse(ask))).rows)


async def states(directory: Path) -> list[Dump]:
    """Run the session without a fault: what the database holds before the first step, and after each."""
    engine = await EmbeddedEngine.open(directory)
    try:
        found = [await dump(engine)]
        for step in STEPS:
            await run(engine, step)
            found.append(await dump(engine))
        return found
    finally:
        await engine.close()
