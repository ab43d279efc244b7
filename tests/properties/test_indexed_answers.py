"""Index answers equal filtering answers: two tables with one history, one of them with an index on every column."""

import asyncio
import random
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from time import time_ns
from typing import Any

import pytest
from tests.engine.indexes import check_indexes
from tests.engine.session import KEYSPACE, Session

from cassette.engines.embedded.clock import Clock

STEPS = 120
TEXTS = ["a", "b", "B", "é", "", "zz"]
Make = Callable[[random.Random], Any]


class Steps(Clock):
    """A time that moves when it is told to: what ends, ends at the same step in both tables."""

    def __init__(self) -> None:
        super().__init__(lambda: self.now_ns)
        self.now_ns = time_ns()


def digit(chance: random.Random) -> int:
    return chance.randint(0, 3)


COLUMNS: dict[str, tuple[str, Make]] = {
    "i": ("int", digit),
    "t": ("text", lambda chance: chance.choice(TEXTS)),
    "d": ("double", lambda chance: chance.choice([0.0, -0.0, 1.5, float("inf")])),
    "n": ("decimal", lambda chance: Decimal(chance.choice(["1", "1.0", "-2", "0", "1E+2", "100"]))),
    "li": ("list<int>", lambda chance: [digit(chance) for _ in range(digit(chance))]),
    "st": ("set<text>", lambda chance: {chance.choice(TEXTS) for _ in range(digit(chance))}),
    "m": ("map<text, int>", lambda chance: {chance.choice(TEXTS): digit(chance) for _ in range(digit(chance))}),
    "fl": ("frozen<list<int>>", lambda chance: [digit(chance)]),
    "s": ("int static", digit),
    "ss": ("set<int> static", lambda chance: {digit(chance) for _ in range(digit(chance))}),
}
INDEXES = ["i", "t", "d", "n", "li", "st", "keys(m)", "values(m)", "entries(m)", "full(fl)", "s", "ss", "c"]
ASKED: list[tuple[str, Make]] = [
    *(
        (f"{name} {operator} ?", COLUMNS[name][1])
        for name in ("i", "t", "d", "n", "s")
        for operator in ("=", ">", "<=")
    ),
    *((f"{name} CONTAINS ?", digit) for name in ("li", "m", "ss")),
    *((text, lambda chance: chance.choice(TEXTS)) for text in ("st CONTAINS ?", "m CONTAINS KEY ?")),
    ("m['a'] = ?", digit),
    ("m[''] > ?", digit),
    ("fl = ?", COLUMNS["fl"][1]),
    ("c >= ?", digit),
]


def write(chance: random.Random, timed: bool) -> tuple[str, list[Any]]:
    """Make one write, with {} for its table."""
    using, at = "", [digit(chance), digit(chance)]
    if timed and chance.random() < 0.4:
        using = chance.choice([f" USING TTL {chance.randint(1, 4)}", f" USING TIMESTAMP {chance.randint(1, 50)}"])
    older = using if "TIMESTAMP" in using else ""
    name = chance.choice(list(COLUMNS))
    value = COLUMNS[name][1](chance) if chance.random() < 0.85 else None
    is_static = "static" in COLUMNS[name][0]
    row, one = ("p = ?", at[:1]) if is_static else ("p = ? AND c = ?", at)
    kind = chance.choices(["insert", "set", "add", "drop", "row", "range", "partition"], [35, 25, 10, 12, 8, 5, 5])[0]
    match kind:
        case "insert":
            names = chance.sample(list(COLUMNS), chance.randint(0, 6))
            given = [COLUMNS[each][1](chance) if chance.random() < 0.9 else None for each in names]
            markers = ", ".join("?" * (2 + len(names)))
            return f"INSERT INTO {{}} ({', '.join(['p', 'c', *names])}) VALUES ({markers}){using}", [*at, *given]
        case "set":
            return f"UPDATE {{}}{using} SET {name} = ? WHERE {row}", [value, *one]
        case "add":
            parts = [COLUMNS[each][1](chance) for each in ("m", "st", "li")]
            return f"UPDATE {{}}{using} SET m = m + ?, st = st - ?, li = ? + li WHERE p = ? AND c = ?", [*parts, *at]
        case "drop":
            return f"DELETE {name} FROM {{}}{older} WHERE {row}", one
        case "row":
            return f"DELETE FROM {{}}{older} WHERE p = ? AND c = ?", at
        case "range":
            return f"DELETE FROM {{}}{older} WHERE p = ? AND c > ?", at
    return f"DELETE FROM {{}}{older} WHERE p = ?", at[:1]


async def compare(session: Session, chance: random.Random) -> None:
    for text, make in ASKED:
        value = make(chance)
        asked = f"SELECT p, c, {', '.join(COLUMNS)} FROM ks.{{}} WHERE {text} ALLOW FILTERING"
        by_index, by_filter = [await session.rows(asked.format(table), value) for table in ("a", "b")]
        assert repr(by_index) == repr(by_filter), (text, value)


@pytest.mark.parametrize("timed", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_index_answers_are_filtering_answers(tmp_path: Path, seed: int, timed: bool) -> None:
    async def main() -> None:
        chance, clock = random.Random(seed), Steps()
        session = await Session.open(tmp_path, clock)
        await session.run(KEYSPACE)
        columns = ", ".join(f"{name} {kind}" for name, (kind, _) in COLUMNS.items())
        for table in ("a", "b"):
            await session.run(f"CREATE TABLE ks.{table} (p int, c int, {columns}, PRIMARY KEY (p, c))")
        late = chance.sample(INDEXES, len(INDEXES) // 2)
        for step in range(STEPS):
            for index in {0: [one for one in INDEXES if one not in late], STEPS // 2: late}.get(step, []):
                await session.run(f"CREATE CUSTOM INDEX ON ks.a ({index}) USING 'StorageAttachedIndex'")
            text, values = write(chance, timed)
            for table in ("a", "b"):
                await session.run(text.format(f"ks.{table}"), *values)
            if step % 20 == 19:
                clock.now_ns += 2 * 10**9
                await compare(session, chance)
                check_indexes(session.engine._connection)
            if step % 50 == 49:
                await session.restart()
        await session.close()

    asyncio.run(main())
