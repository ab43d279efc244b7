"""Any sequence of writes, questions and restarts: the engine says what a dict would say."""

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from tests.engine.indexes import check_indexes
from tests.engine.murmur3 import token_of
from tests.engine.session import KEYSPACE, Session
from tests.properties.columns import holds
from tests.properties.conditions import CONDITIONS, NAMES, NUMBERS, TAGS, TEXTS, Condition

from cassette.cql.parser import parse
from cassette.cql.statements.select import Select
from cassette.engines.embedded import builder, garbage, row_writer, sweeper
from cassette.engines.embedded.plan import access

KEY = "frozen<tuple<tinyint, text>>"
TABLE = f"""
    CREATE TABLE ks.t (key {KEY} PRIMARY KEY, version int, tags set<text>,
        numbers map<text, decimal>, texts map<text, text>)
"""
INDEXES = ("tags", "entries(numbers)", "entries(texts)")
INSERT = "INSERT INTO ks.t (key, version, tags, numbers, texts) VALUES (?, ?, ?, ?, ?)"
UPDATE = "UPDATE ks.t SET version = ?, tags = ?, numbers = ?, texts = ? WHERE key = ?"
READ = "SELECT key, version, tags, numbers, texts FROM ks.t"

KEYS = st.tuples(st.sampled_from([1, 2, -3]), st.sampled_from(["a", "b", "é", "日本", "x" * 20, "😀"]))
VALUES = st.builds(
    lambda version, tags, numbers, texts: {"version": version, "tags": tags, "numbers": numbers, "texts": texts},
    st.integers(0, 3),
    st.sets(TAGS, max_size=4),
    st.dictionaries(NAMES, NUMBERS, max_size=3),
    st.dictionaries(NAMES, TEXTS, max_size=3),
)
Result = TypeVar("Result")
Values = dict[str, Any]
Write = tuple[str, tuple[Any, ...]]


class EngineMachine(RuleBasedStateMachine):
    """A table and its model: values by key."""

    on_disk: ClassVar[bool]

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.patch = pytest.MonkeyPatch()
        self.folder = Path(tempfile.mkdtemp())
        self.session = self.wait(Session.open(self.folder / "data" if self.on_disk else None))
        self.model: dict[tuple[int, str], Values] = {}

    def wait(self, work: Coroutine[Any, Any, Result]) -> Result:
        return self.loop.run_until_complete(work)

    @initialize(
        glance=st.sampled_from([1, 3, 200]),
        few=st.sampled_from([0, 16]),
        heavy=st.sampled_from([-1, 5, 2_000]),
        removed=st.sampled_from([0, 2, 8]),
    )
    def start(self, glance: int, few: int, heavy: int, removed: int) -> None:
        # small thresholds, so that a handful of rows goes all the ways that many rows go
        self.patch.setattr(access, "GLANCE", glance)
        self.patch.setattr(access, "FEW", few)
        self.patch.setattr(access, "HEAVY_ROWS", heavy)
        self.patch.setattr(row_writer, "MOST_REMOVED", removed)
        self.patch.setattr(builder, "STEP_ROWS", 2)
        self.patch.setattr(sweeper, "STEP_ENTRIES", 3)
        self.patch.setattr(sweeper, "PAUSE_S", 0)
        self.patch.setattr(sweeper, "FEWEST", 4)
        self.patch.setattr(garbage, "NOTED_EVERY", 2)
        self.wait(self.session.run(KEYSPACE))
        self.wait(self.session.run(TABLE))
        self.make_indexes()

    def make_indexes(self) -> None:
        for at, target in enumerate(INDEXES):
            index = f"CREATE CUSTOM INDEX i{at} ON ks.t ({target}) USING 'StorageAttachedIndex'"
            self.wait(self.session.run(index))

    # -------------------------------------------------------------- writes

    @rule(key=KEYS, values=VALUES)
    def insert_if_not_exists(self, key: tuple[int, str], values: Values) -> None:
        done = self.wait(self.session.run(f"{INSERT} IF NOT EXISTS", key, *values.values()))
        assert done.applied is (key not in self.model)
        if not done.applied:
            shown = {column.name: value for column, value in zip(done.columns, done.rows[0], strict=True)}
            assert shown == {"key": key, **nulled(self.model[key])}
        self.model.setdefault(key, values)

    @rule(key=KEYS, values=VALUES, columns=st.sets(st.sampled_from(["version", "tags", "numbers", "texts"])))
    def insert(self, key: tuple[int, str], values: Values, columns: set[str]) -> None:
        named = {name: value for name, value in values.items() if name in columns}
        cql = f"INSERT INTO ks.t ({', '.join(['key', *named])}) VALUES ({', '.join('?' * (len(named) + 1))})"
        self.wait(self.session.run(cql, key, *named.values()))
        self.model[key] = {**self.model.get(key, EMPTY), **named}

    @rule(key=KEYS, values=VALUES, version=st.none() | st.integers(0, 3))
    def update_if(self, key: tuple[int, str], values: Values, version: int | None) -> None:
        done = self.wait(self.session.run(f"{UPDATE} IF version = ?", *values.values(), key, version))
        there = self.model.get(key)
        assert done.applied is ((there or EMPTY)["version"] == version)
        if done.applied:
            self.model[key] = values
        else:
            assert list(done.rows) == ([] if there is None else [(there["version"],)])

    @rule(key=KEYS, version=st.none() | st.integers(0, 3))
    def delete_if(self, key: tuple[int, str], version: int | None) -> None:
        done = self.wait(self.session.run("DELETE FROM ks.t WHERE key = ? IF version = ?", key, version))
        assert done.applied is (self.model.get(key, EMPTY)["version"] == version)
        if done.applied:
            self.model.pop(key, None)

    @rule(writes=st.lists(st.tuples(KEYS, st.none() | VALUES), min_size=2, max_size=8), together=st.booleans())
    def many_writes(self, writes: list[tuple[tuple[int, str], Values | None]], together: bool) -> None:
        if together:
            # writes of one batch have one write time: what two of them make of one row is another test's business
            writes = list(dict(writes).items())
        self.wait(self.write_all([write(key, values) for key, values in writes], together))
        for key, values in writes:
            if values is None:
                self.model.pop(key, None)
            else:
                self.model[key] = values

    async def write_all(self, writes: list[Write], together: bool) -> None:
        if together:
            await self.session.batch(*writes)
        else:
            await asyncio.gather(*[self.session.start(cql, *values) for cql, values in writes])

    @rule()
    def truncate(self) -> None:
        self.wait(self.session.run("TRUNCATE ks.t"))
        self.model.clear()

    # -------------------------------------------------------------- what happens around

    @rule()
    def restart(self) -> None:
        self.wait(self.session.restart())

    @rule()
    def build(self) -> None:
        self.wait(self.session.built())

    @rule()
    def sweep(self) -> None:
        layout = self.session.engine._catalog.layouts[self.session.table("t").id]
        self.wait(self.session.engine._sweeper.sweep(layout, layout.garbage))

    @rule()
    def index_anew(self) -> None:
        for at in range(len(INDEXES)):
            self.wait(self.session.run(f"DROP INDEX ks.i{at}"))
        self.make_indexes()

    # -------------------------------------------------------------- questions

    @rule(condition=CONDITIONS, rows=st.none() | st.integers(1, 5), limit=st.none() | st.integers(1, 6))
    def ask(self, condition: Condition, rows: int | None, limit: int | None) -> None:
        where, values = condition
        cql = f"{READ} WHERE {where}" + ("" if limit is None else " LIMIT ?")
        statement = parse(cql)
        assert isinstance(statement, Select)
        expected = [row for row in self.rows() if holds(statement.where, values, dict(zip(NAMED, row, strict=True)))]
        self.check(expected[:limit], cql, (*values, *([] if limit is None else [limit])), rows)
        counted = self.wait(self.session.column(f"SELECT count(*) FROM ks.t WHERE {where}", *values))
        assert counted == [len(expected)]

    @rule(keys=st.lists(KEYS, max_size=6), rows=st.none() | st.integers(1, 3))
    def look_up(self, keys: list[tuple[int, str]], rows: int | None) -> None:
        self.check([row for row in sorted(self.rows()) if row[0] in keys], f"{READ} WHERE key IN ?", (keys,), rows)

    @precondition(lambda self: self.model)
    @rule(rows=st.none() | st.integers(1, 5))
    def read_all(self, rows: int | None) -> None:
        self.check(self.rows(), READ, (), rows)
        check_indexes(self.session.engine._connection)

    def rows(self) -> list[tuple[Any, ...]]:
        """All rows of the model in the order of their tokens."""
        keys = sorted(self.model, key=lambda key: token_of(KEY, key))
        return [(key, *nulled(self.model[key]).values()) for key in keys]

    def check(self, expected: list[tuple[Any, ...]], cql: str, values: tuple[Any, ...], rows: int | None) -> None:
        if rows is None:
            assert self.wait(self.session.rows(cql, *values)) == expected
        else:
            pages = self.wait(self.session.pages(cql, *values, rows=rows))
            assert [row for page in pages for row in page] == expected
            assert all(len(page) == rows for page in pages[:-1])

    def teardown(self) -> None:
        try:
            if "ks" in self.session.engine.schema.keyspaces:
                check_indexes(self.session.engine._connection)
            self.wait(self.session.close())
        finally:
            self.loop.run_until_complete(self.loop.shutdown_default_executor())
            self.loop.close()
            self.patch.undo()
            shutil.rmtree(self.folder)


EMPTY: Values = {"version": None, "tags": None, "numbers": None, "texts": None}
NAMED = ("key", *EMPTY)


def nulled(values: Values) -> Values:
    """Values as they come back: an empty collection is null."""
    return {name: None if value in (set(), {}) else value for name, value in values.items()}


def write(key: tuple[int, str], values: Values | None) -> Write:
    """A write that sets a row, or deletes it."""
    return ("DELETE FROM ks.t WHERE key = ?", (key,)) if values is None else (INSERT, (key, *values.values()))


class InMemory(EngineMachine):
    on_disk = False


class OnDisk(EngineMachine):
    on_disk = True


BOUNDS = settings(max_examples=150, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TestEngineInMemory = InMemory.TestCase
TestEngineInMemory.settings = BOUNDS
TestEngineOnDisk = OnDisk.TestCase
TestEngineOnDisk.settings = BOUNDS
