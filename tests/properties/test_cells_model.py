"""Any sequence of writes, with write times of all kinds: the engine shows what a plain model of the cells shows."""

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from tests.engine.murmur3 import token_of
from tests.engine.session import KEYSPACE, Session
from tests.properties.cells import Cells, Write

from cassette.engines.embedded import expiry
from cassette.engines.embedded.clock import Clock

TABLE = """
    CREATE TABLE ks.t (p int, c int, a int, b text, l list<int>, s set<int>, m map<text, int>, PRIMARY KEY (p, c))
    WITH CLUSTERING ORDER BY (c DESC)
"""
COLUMNS = {"a": "one", "b": "one", "l": "list", "s": "set", "m": "map"}
LATER = 10_000
"""Write times of the moment come after all that are given."""

PARTITIONS, CLUSTERINGS = st.integers(1, 2), st.integers(1, 4)
TIMES = st.none() | st.integers(1, 6).map(lambda time: time * 10)
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "a": st.none() | st.integers(-2, 2),
        "b": st.none() | st.sampled_from(["", "x", "é", "zz"]),
        "l": st.none() | st.lists(st.integers(0, 3), max_size=3),
        "s": st.none() | st.sets(st.integers(0, 3), max_size=3),
        "m": st.none() | st.dictionaries(st.sampled_from("xyz"), st.integers(0, 3), max_size=3),
    },
)
ENDS = st.none() | st.tuples(st.integers(1, 9), st.integers(1, 5))
Result = TypeVar("Result")
Bound = tuple[str, tuple[Any, ...]]
Key = tuple[int, int]


class CellsMachine(RuleBasedStateMachine):
    """A table and its model: all writes to each row, and all deletions of ranges."""

    on_disk: ClassVar[bool]

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.patch = pytest.MonkeyPatch()
        self.folder = Path(tempfile.mkdtemp())
        self.now = 1_000_000
        clock = Clock(lambda: self.now * 1_000_000_000)
        self.session = self.wait(Session.open(self.folder / "data" if self.on_disk else None, clock))
        self.model: dict[Key, Cells] = {}
        self.ranges: list[tuple[int, int, int, int]] = []
        self.later = LATER
        self.arrival = 0
        self.ttls: set[int] = set()

    def wait(self, work: Coroutine[Any, Any, Result]) -> Result:
        return self.loop.run_until_complete(work)

    @initialize()
    def start(self) -> None:
        # small steps, so that a handful of rows takes several
        self.patch.setattr(expiry, "STEP_ROWS", 2)
        self.patch.setattr(expiry, "STEP_DELETIONS", 2)
        self.patch.setattr(expiry, "PAUSE_S", 0)
        self.wait(self.session.run(KEYSPACE))
        self.wait(self.session.run(TABLE))

    # -------------------------------------------------------------- writes

    @rule(p=PARTITIONS, c=CLUSTERINGS, values=VALUES, time=TIMES, ends=ENDS)
    def insert(self, p: int, c: int, values: dict[str, Any], time: int | None, ends: tuple[int, int] | None) -> None:
        time, ttl = self.times(time, ends)
        names = ["p", "c", *values]
        cql = f"INSERT INTO ks.t ({', '.join(names)}) VALUES ({', '.join('?' * len(names))}){using(time, ttl)}"
        self.run((cql, (p, c, *values.values())))
        at = self.moment(time)
        cells = self.cells(p, c)
        cells.marks.append(self.written(True, at, ttl))
        self.set_all(cells, values, at, ttl)

    @rule(p=PARTITIONS, c=CLUSTERINGS, values=VALUES, time=TIMES, ends=ENDS)
    def update(self, p: int, c: int, values: dict[str, Any], time: int | None, ends: tuple[int, int] | None) -> None:
        if not values:
            return
        time, ttl = self.times(time, ends)
        sets = ", ".join(f"{name} = ?" for name in values)
        self.run((f"UPDATE ks.t{using(time, ttl)} SET {sets} WHERE p = ? AND c = ?", (*values.values(), p, c)))
        self.set_all(self.cells(p, c), values, self.moment(time), ttl)

    @rule(p=PARTITIONS, c=CLUSTERINGS, members=st.sets(st.integers(0, 3), min_size=1), time=TIMES, adds=st.booleans())
    def change_set(self, p: int, c: int, members: set[int], time: int | None, adds: bool) -> None:
        sign = "+" if adds else "-"
        self.run((f"UPDATE ks.t{using(time, 0)} SET s = s {sign} ? WHERE p = ? AND c = ?", (members, p, c)))
        at = self.moment(time)
        for member in members:
            self.cells(p, c).put(("s", member), Write(True if adds else None, at))

    @rule(p=PARTITIONS, c=CLUSTERINGS, name=st.sampled_from("xyz"), value=st.none() | st.integers(0, 3), time=TIMES)
    def set_entry(self, p: int, c: int, name: str, value: int | None, time: int | None) -> None:
        self.run((f"UPDATE ks.t{using(time, 0)} SET m[?] = ? WHERE p = ? AND c = ?", (name, value, p, c)))
        self.cells(p, c).put(("m", name), Write(value, self.moment(time)))

    @rule(p=PARTITIONS, c=CLUSTERINGS, items=st.lists(st.integers(0, 3), min_size=1), time=TIMES, before=st.booleans())
    def extend_list(self, p: int, c: int, items: list[int], time: int | None, before: bool) -> None:
        sets = "l = ? + l" if before else "l = l + ?"
        self.run((f"UPDATE ks.t{using(time, 0)} SET {sets} WHERE p = ? AND c = ?", (items, p, c)))
        self.extend(self.cells(p, c), items, self.moment(time), 0, before=before)

    @rule(p=PARTITIONS, c=CLUSTERINGS, time=TIMES)
    def delete_row(self, p: int, c: int, time: int | None) -> None:
        self.run((f"DELETE FROM ks.t{using(time, 0)} WHERE p = ? AND c = ?", (p, c)))
        self.cells(p, c).deletions.append(self.moment(time))

    @rule(p=PARTITIONS, c=CLUSTERINGS, column=st.sampled_from(sorted(COLUMNS)), time=TIMES)
    def delete_column(self, p: int, c: int, column: str, time: int | None) -> None:
        self.run((f"DELETE {column} FROM ks.t{using(time, 0)} WHERE p = ? AND c = ?", (p, c)))
        if COLUMNS[column] == "one":
            self.cells(p, c).put(column, Write(None, self.moment(time)))
        else:
            self.cells(p, c).clear(column, self.moment(time))

    @rule(p=PARTITIONS, low=CLUSTERINGS, high=CLUSTERINGS, time=TIMES)
    def delete_range(self, p: int, low: int, high: int, time: int | None) -> None:
        self.run((f"DELETE FROM ks.t{using(time, 0)} WHERE p = ? AND c >= ? AND c < ?", (p, low, high)))
        self.ranges.append((p, low, high, self.moment(time)))

    @rule(p=PARTITIONS, time=TIMES)
    def delete_partition(self, p: int, time: int | None) -> None:
        self.run((f"DELETE FROM ks.t{using(time, 0)} WHERE p = ?", (p,)))
        self.ranges.append((p, -1_000, 1_000, self.moment(time)))

    @rule(p=PARTITIONS, c=CLUSTERINGS, first=st.integers(0, 3), second=st.integers(0, 3), time=TIMES)
    def write_twice_in_a_batch(self, p: int, c: int, first: int, second: int, time: int | None) -> None:
        cql = f"UPDATE ks.t{using(time, 0)} SET a = ?, s = ? WHERE p = ? AND c = ?"
        self.wait(self.session.batch((cql, (first, {first}, p, c)), (cql, (second, {second}, p, c))))
        at = self.moment(time)
        for value in (first, second):
            self.set_all(self.cells(p, c), {"a": value, "s": {value}}, at, 0)

    # -------------------------------------------------------------- what happens around

    @rule(seconds=st.integers(1, 4))
    def let_time_pass(self, seconds: int) -> None:
        self.now += seconds

    @rule()
    def restart(self) -> None:
        self.wait(self.session.restart())

    @rule()
    def forget(self) -> None:
        # all deletions are young: none may be forgotten
        layout = self.session.engine._catalog.layouts[self.session.table("t").id]
        self.wait(self.session.engine._expiry.forget(layout))

    # -------------------------------------------------------------- questions

    @rule()
    def read_all(self) -> None:
        expected = []
        for key in sorted(self.model, key=lambda key: (token_of("int", key[0]), -key[1])):
            p, c = key
            hidden = max([time for q, low, high, time in self.ranges if q == p and low <= c < high], default=0)
            row = self.model[key].row(hidden, self.now, COLUMNS)
            if row is not None:
                expected.append((p, c, *row.values()))
        names = ", ".join(["p", "c", *COLUMNS])
        assert self.wait(self.session.rows(f"SELECT {names} FROM ks.t")) == expected

    def teardown(self) -> None:
        try:
            if "ks" in self.session.engine.schema.keyspaces:
                self.read_all()
            self.wait(self.session.close())
        finally:
            self.loop.run_until_complete(self.loop.shutdown_default_executor())
            self.loop.close()
            self.patch.undo()
            shutil.rmtree(self.folder)

    # -------------------------------------------------------------- how the model writes

    def run(self, bound: Bound) -> None:
        self.wait(self.session.run(bound[0], *bound[1]))

    def cells(self, p: int, c: int) -> Cells:
        return self.model.setdefault((p, c), Cells())

    def times(self, time: int | None, ends: tuple[int, int] | None) -> tuple[int | None, int]:
        """The write time and the TTL. No two writes that end share a time: what of a tie depends on when it is seen."""
        if ends is None:
            return time, 0
        digit, ttl = ends
        time = (10 if time is None else time) + digit
        if time in self.ttls:
            return time - digit, 0
        self.ttls.add(time)
        return time, ttl

    def moment(self, time: int | None) -> int:
        self.later += 1
        return self.later if time is None else time

    def written(self, value: Any, time: int, ttl: int) -> Write:
        return Write(value, time, self.now + ttl if ttl else 0)

    def set_all(self, cells: Cells, values: dict[str, Any], time: int, ttl: int) -> None:
        for name, value in values.items():
            if COLUMNS[name] == "one":
                write = self.written(value, time, ttl) if value is not None else Write(None, time)
                cells.put(name, write)
                continue
            cells.clear(name, time - 1)
            if isinstance(value, list):
                self.extend(cells, value, time, ttl, before=False)
            elif value is not None:
                members = value.items() if isinstance(value, dict) else ((member, True) for member in value)
                for member, one in members:
                    cells.put((name, member), self.written(one, time, ttl))

    def extend(self, cells: Cells, items: list[int], time: int, ttl: int, *, before: bool) -> None:
        first = self.arrival
        self.arrival += len(items)
        for at, item in enumerate(items):
            write = self.written(item, time, ttl)
            write.at = at - self.arrival if before else first + at
            cells.items.setdefault("l", []).append(write)


def using(time: int | None, ttl: int) -> str:
    """USING as it is written, nothing where nothing is said."""
    parts = [*([] if time is None else [f"TIMESTAMP {time}"]), *([f"TTL {ttl}"] if ttl else [])]
    return f" USING {' AND '.join(parts)}" if parts else ""


class InMemory(CellsMachine):
    on_disk = False


class OnDisk(CellsMachine):
    on_disk = True


BOUNDS = settings(max_examples=120, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TestCellsInMemory = InMemory.TestCase
TestCellsOnDisk = OnDisk.TestCase
TestCellsInMemory.settings = BOUNDS
TestCellsOnDisk.settings = settings(BOUNDS, max_examples=25)
