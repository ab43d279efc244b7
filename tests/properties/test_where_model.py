"""Any table, any WHERE: the rows, their order and their pages are those that plain Python finds by looking at each."""

import asyncio
import tempfile
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.engine.session import KEYSPACE, Session

from cassette.engines.embedded.plan import access
from cassette.engines.embedded.statements import select_reading
from cassette.engines.embedded.tokens import token

INTS = st.integers(-2, 3)
TEXTS = st.sampled_from(["", "a", "ab", "b", "é"])
UUIDS = st.sampled_from([UUID(int=n << 120 | 1 << 76) for n in (0, 1, 127, 128, 255)])
DECIMALS = st.sampled_from([Decimal(text) for text in ("0", "1", "1.0", "-1.5", "10", "1E+1")])
NAMES = st.sampled_from(["x", "y"])
COLUMNS: dict[str, tuple[str, st.SearchStrategy[Any]]] = {
    "p": ("int", INTS),
    "q": ("text", st.sampled_from(["a", "b"])),
    "a": ("int", INTS),
    "b": ("text", TEXTS),
    "c": ("uuid", UUIDS),
    "s": ("int", INTS),
    "v": ("int", INTS),
    "d": ("decimal", DECIMALS),
    "u": ("uuid", UUIDS),
    "l": ("list<int>", st.lists(INTS, min_size=1, max_size=3)),
    "m": ("map<text, int>", st.dictionaries(NAMES, INTS, min_size=1, max_size=2)),
    "f": ("frozen<set<int>>", st.sets(INTS, min_size=1, max_size=2)),
}
KEY, CLUSTERING, REGULAR = ("p", "q"), ("a", "b", "c"), ("v", "d", "u", "l", "m", "f")
INDEXED = {"s": "s", "v": "v", "d": "d", "u": "u", "l": "l", "m": "entries(m)", "a": "a", "f": "full(f)"}
SIMPLE = ("a", "b", "c", "s", "v", "d", "u")
OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda one, other: one == other,
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
}

Row = dict[str, Any]
Partition = tuple[int, str]


@dataclass
class Condition:
    """A piece of CQL, its values, the columns that it looks at, and what it says of a row."""

    cql: str
    values: tuple[Any, ...]
    columns: tuple[str, ...]
    holds: Callable[[Row], bool]


def key_of(column: str, value: Any) -> Any:
    """Give what sorts as CQL sorts."""
    if column in ("c", "u"):
        # versions first, which are all alike here but in their bytes
        return value.bytes
    return value.encode() if isinstance(value, str) else value


def compare(column: str, operator: str, value: Any) -> Condition:
    compares = OPERATORS[operator]

    def holds(row: Row) -> bool:
        return row[column] is not None and compares(key_of(column, row[column]), key_of(column, value))

    return Condition(f"{column} {operator} ?", (value,), (column,), holds)


def is_in(column: str, values: list[Any]) -> Condition:
    return Condition(f"{column} IN ?", (values,), (column,), lambda row: row[column] in values)


@st.composite
def simple(draw: st.DrawFn, column: str) -> list[Condition]:
    """One column compared, or a range of it."""
    values = COLUMNS[column][1]
    match draw(st.sampled_from(["=", "IN", "one end", "two ends"])):
        case "=":
            return [compare(column, "=", draw(values))]
        case "IN":
            return [is_in(column, draw(st.lists(values, min_size=1, max_size=3)))]
        case "one end":
            return [compare(column, draw(st.sampled_from(["<", "<=", ">", ">="])), draw(values))]
    low, high = draw(st.sampled_from([">", ">="])), draw(st.sampled_from(["<", "<="]))
    return [compare(column, low, draw(values)), compare(column, high, draw(values))]


@st.composite
def composed(draw: st.DrawFn) -> Condition:
    """A condition on a collection, or on several clustering columns."""
    one, name = draw(INTS), draw(NAMES)
    tuple_ = (draw(INTS), draw(TEXTS))
    operator = draw(st.sampled_from(list(OPERATORS)))
    compares = OPERATORS[operator]

    def in_order(row: Row) -> bool:
        return row["a"] is not None and compares((row["a"], row["b"].encode()), (tuple_[0], tuple_[1].encode()))

    return draw(
        st.sampled_from(
            [
                Condition("l CONTAINS ?", (one,), ("l",), lambda row: one in (row["l"] or ())),
                Condition("l NOT CONTAINS ?", (one,), ("l",), lambda row: one not in (row["l"] or ())),
                Condition("f CONTAINS ?", (one,), ("f",), lambda row: one in (row["f"] or ())),
                Condition("m CONTAINS ?", (one,), ("m",), lambda row: one in (row["m"] or {}).values()),
                Condition("m CONTAINS KEY ?", (name,), ("m",), lambda row: name in (row["m"] or {})),
                Condition("m[?] = ?", (name, one), ("m",), lambda row: (row["m"] or {}).get(name) == one),
                Condition("m[?] > ?", (name, one), ("m",), lambda row: (row["m"] or {}).get(name, -9) > one),
                Condition("f = ?", ({one},), ("f",), lambda row: row["f"] == {one}),
                Condition("v != ?", (one,), ("v",), lambda row: row["v"] != one),
                Condition(f"(a, b) {operator} (?, ?)", tuple_, ("a", "b"), in_order),
                Condition("(v = ? OR d = ?)", (one, one), ("v", "d"), lambda row: row["v"] == one or row["d"] == one),
            ]
        )
    )


@st.composite
def wheres(draw: st.DrawFn) -> list[Condition]:
    """Conditions that all have to hold."""
    found: list[Condition] = []
    match draw(st.sampled_from(["whole", "IN", "part", "token", "none", "none"])):
        case "whole":
            found += [compare("p", "=", draw(INTS)), compare("q", "=", draw(COLUMNS["q"][1]))]
        case "IN":
            found += [is_in("p", draw(st.lists(INTS, min_size=1, max_size=3))), is_in("q", ["b", "a"])]
        case "part":
            found += draw(simple(draw(st.sampled_from(KEY))))
        case "token":
            at = draw(st.integers(-(1 << 63) + 1, (1 << 63) - 1))
            found.append(Condition("token(p, q) > ?", (at,), (), lambda row: token_of((row["p"], row["q"])) > at))
    for column in draw(st.lists(st.sampled_from(SIMPLE), unique=True, max_size=3)):
        found += draw(simple(column))
    if draw(st.booleans()):
        one = draw(composed())
        if one.cql[0] != "(" or not {"a", "b"} & {column for other in found for column in other.columns}:
            found.append(one)
    return found


def token_of(partition: Partition) -> int:
    number, text = partition[0].to_bytes(4, "big", signed=True), partition[1].encode()
    return token(b"\0\4" + number + b"\0" + len(text).to_bytes(2, "big") + text + b"\0")


class Model:
    """A table as Python keeps it."""

    def __init__(self, descending: tuple[str, ...]) -> None:
        self.descending = descending
        self.rows: dict[tuple[Any, ...], Row] = {}
        self.statics: dict[Partition, int] = {}

    def put(self, row: Row) -> None:
        self.rows[tuple(row[column] for column in (*KEY, *CLUSTERING))] = row

    def answer(self, where: list[Condition], turned: bool) -> list[Row]:
        """Every row that passes, in order."""
        partitions = {key[:2] for key in self.rows} | set(self.statics)
        columns = {column for condition in where for column in condition.columns}
        named = set(KEY) <= columns and all(
            condition.cql.split()[1] in ("=", "IN") for condition in where if set(condition.columns) & set(KEY)
        )
        found: list[Row] = []
        for partition in sorted(partitions, key=None if named else token_of):
            rows = self.of(partition, turned)
            if not rows and not columns & {*CLUSTERING, *REGULAR}:
                rows = [dict.fromkeys(COLUMNS) | dict(zip(KEY, partition, strict=True))]
            for row in rows:
                whole = row | {"s": self.statics.get(partition)}
                if all(condition.holds(whole) for condition in where):
                    found.append(whole)
        return found

    def of(self, partition: Partition, turned: bool) -> list[Row]:
        rows = [row for key, row in self.rows.items() if key[:2] == partition]
        for column in reversed(CLUSTERING):
            rows.sort(key=lambda row: key_of(column, row[column]), reverse=(column in self.descending) is not turned)
        return rows


@st.composite
def models(draw: st.DrawFn) -> Model:
    model = Model(tuple(draw(st.sets(st.sampled_from(CLUSTERING)))))
    for _ in range(draw(st.integers(1, 25))):
        row = {column: draw(COLUMNS[column][1]) for column in (*KEY, *CLUSTERING)}
        row |= {column: draw(st.none() | COLUMNS[column][1]) for column in REGULAR}
        model.put(row)
    model.statics = draw(st.dictionaries(st.tuples(INTS, COLUMNS["q"][1]), INTS, max_size=5))
    return model


async def make(session: Session, model: Model, indexed: set[str]) -> None:
    columns = ", ".join(f"{name} {type_}{' STATIC' if name == 's' else ''}" for name, (type_, _) in COLUMNS.items())
    order = ", ".join(f"{column} {'DESC' if column in model.descending else 'ASC'}" for column in CLUSTERING)
    await session.run(
        f"CREATE TABLE ks.t ({columns}, PRIMARY KEY ((p, q), a, b, c)) WITH CLUSTERING ORDER BY ({order})"
    )
    for column in sorted(indexed):
        await session.run(f"CREATE INDEX ON ks.t ({INDEXED[column]}) USING 'sai'")
    for row in model.rows.values():
        given = {column: value for column, value in row.items() if value is not None}
        markers = ", ".join("?" * len(given))
        await session.run(f"INSERT INTO ks.t ({', '.join(given)}) VALUES ({markers})", *given.values())
    for (number, text), static in model.statics.items():
        await session.run("INSERT INTO ks.t (p, q, s) VALUES (?, ?, ?)", number, text, static)


async def check(session: Session, model: Model, where: list[Condition], limit: int, turned: bool) -> None:
    """Ask in every way that a SELECT has."""
    cql = " WHERE " + " AND ".join(condition.cql for condition in where) if where else ""
    values = [value for condition in where for value in condition.values]
    whole = [condition.cql for condition in where if condition.cql in ("p = ?", "q = ?")]
    indexed = any(session.table("t").indexes)
    turned = turned and len(whole) == 2 and not indexed
    expected = [tuple(row[column] for column in COLUMNS) for row in model.answer(where, turned)]
    order = " ORDER BY a " + ("ASC" if "a" in model.descending else "DESC") if turned else ""
    names = ", ".join(COLUMNS)
    rest = f"FROM ks.t{cql}{order}"

    def shown(rows: Any) -> list[Any]:
        return [tuple(sorted(one) if isinstance(one, set) else one for one in row) for row in rows]

    asked = f"SELECT {names} {rest}"
    assert shown(await session.rows(f"{asked} ALLOW FILTERING", *values)) == shown(expected)
    assert await session.column(f"SELECT count(*) {rest} ALLOW FILTERING", *values) == [len(expected)]
    for size in (1, limit):
        pages = await session.pages(f"{asked} ALLOW FILTERING", *values, rows=size)
        assert shown(row for page in pages for row in page) == shown(expected)
    assert shown(await session.rows(f"{asked} LIMIT {limit} ALLOW FILTERING", *values)) == shown(expected[:limit])
    few: dict[Any, list[Any]] = {}
    for row in expected:
        few.setdefault(row[:2], []).append(row)
    first = [row for rows in few.values() for row in rows[:limit]]
    per_partition = f"{asked} PER PARTITION LIMIT {limit} ALLOW FILTERING"
    assert shown(await session.rows(per_partition, *values)) == shown(first)
    pages = await session.pages(per_partition, *values, rows=2)
    assert shown(row for page in pages for row in page) == shown(first)
    counts = [(*partition, len(rows)) for partition, rows in few.items()]
    grouped = f"SELECT p, q, count(*) FROM ks.t{cql} GROUP BY p, q ALLOW FILTERING"
    assert await session.rows(grouped, *values) == counts
    pages = await session.pages(grouped, *values, rows=2)
    assert [row for page in pages for row in page] == counts
    if not {column for condition in where for column in condition.columns} & {*CLUSTERING, *REGULAR}:
        distinct = f"SELECT DISTINCT p, q, s FROM ks.t{cql} ALLOW FILTERING"
        partitions = [(*partition, rows[0][list(COLUMNS).index("s")]) for partition, rows in few.items()]
        assert await session.rows(distinct, *values) == partitions
        pages = await session.pages(distinct, *values, rows=2)
        assert [row for page in pages for row in page] == partitions


@pytest.mark.parametrize("on_disk", [False, True], ids=["memory", "disk"])
def test_any_where_finds_what_python_finds(on_disk: bool) -> None:
    @settings(
        max_examples=12 if on_disk else 50,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(
        model=models(),
        indexed=st.sets(st.sampled_from(sorted(INDEXED))),
        asked=st.lists(wheres(), min_size=3, max_size=8),
        limit=st.integers(1, 4),
        turned=st.booleans(),
        glance=st.sampled_from([1, 200]),
        heavy=st.sampled_from([-1, 2_000]),
        skipped=st.sampled_from([0, 32]),
    )
    def run(
        model: Model,
        indexed: set[str],
        asked: list[list[Condition]],
        limit: int,
        turned: bool,
        glance: int,
        heavy: int,
        skipped: int,
    ) -> None:
        async def body() -> None:
            with tempfile.TemporaryDirectory() as folder:
                session = await Session.open(Path(folder) / "data" if on_disk else None)
                try:
                    await session.run(KEYSPACE)
                    await make(session, model, indexed)
                    for where in asked:
                        await check(session, model, where, limit, turned)
                    # indexes that the questions wanted are there now
                    await session.built()
                    await session.restart()
                    for where in asked[:3]:
                        await check(session, model, where, limit, turned)
                finally:
                    await session.close()

        with pytest.MonkeyPatch.context() as patch:
            # small thresholds, so that a handful of rows goes all the ways that many rows go
            patch.setattr(access, "GLANCE", glance)
            patch.setattr(access, "HEAVY_ROWS", heavy)
            patch.setattr(select_reading, "MOST_SKIPPED", skipped)
            wait(body())

    run()


def wait(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)
