"""Random writes: with few write times, so that they tie, and in any order of these."""

from itertools import count

from hypothesis import strategies as st
from tests.conformance.histories.choices import Choices
from tests.conformance.histories.shapes import COLLECTIONS, Shape

LATEST_US = 6
# no two are equal: at equal write times the cell that lives longer wins, and the engines' clocks do not agree
FIRST_TTL_S, NEXT_TTL_S = 100_000, 10_000


class Writes:
    """Makes up writes to one table."""

    def __init__(self, draw: st.DrawFn, shape: Shape) -> None:
        self._choose = Choices(draw, shape)
        self._shape = shape
        self._ttl_s = count(FIRST_TTL_S, NEXT_TTL_S)

    def write(self) -> str:
        """Tell a write, or a batch of them."""
        if self._shape.counters:
            # nor are counters deleted: what a counter counts after that is not defined
            return self._count()
        if self._choose.often(2):
            return self._batch()
        if self._choose.often(2):
            return self._conditional()
        return self._plain(self._time())

    def _time(self) -> str:
        return f"USING TIMESTAMP {self._choose.number(1, LATEST_US)}" if self._choose.often(8) else ""

    def _living(self, using: str) -> str:
        if not self._choose.often(1):
            return using
        return f"{using} AND TTL {next(self._ttl_s)}" if using else f"USING TTL {next(self._ttl_s)}"

    def _plain(self, using: str) -> str:
        if self._choose.often(3):
            return self._delete(using)
        return self._insert(using) if self._choose.often(4) or not self._shape.others else self._update(using)

    def _batch(self) -> str:
        using = self._time()
        inside = (self._plain("" if using else self._time()) for _ in range(self._choose.number(1, 3)))
        return f"BEGIN BATCH {using} {'; '.join(inside)}; APPLY BATCH"

    def _insert(self, using: str) -> str:
        shape, choose = self._shape, self._choose
        only_static = bool(shape.static) and choose.often(2)
        keys = shape.partition if only_static else shape.key
        others = [name for name in (shape.static if only_static else shape.others) if choose.often(6)]
        if only_static and not others:
            others = list(shape.static)
        values = [*map(choose.value, keys), *map(choose.nullable, others)]
        return f"INSERT INTO t ({', '.join([*keys, *others])}) VALUES ({', '.join(values)}) {self._living(using)}"

    def _update(self, using: str) -> str:
        names = self._choose.some([*self._shape.others], 2)
        of_row = bool(set(names) & set(self._shape.regular)) or self._choose.often(2)
        where = self._choose.row() if of_row else self._choose.partition()
        return f"UPDATE t {self._living(using)} SET {', '.join(map(self._assignment, names))} WHERE {where}"

    def _assignment(self, name: str) -> str:
        of, choose = self._shape.types[name], self._choose
        if of not in COLLECTIONS or choose.often(3):
            return f"{name} = {choose.nullable(name)}"
        if of == "map<text, int>" and choose.often(5):
            return f"{name}['{choose.one('ab')}'] = {choose.one(('1', '2', 'null'))}"
        if of == "list<int>" and choose.often(4):
            return choose.one((f"{name} = [7] + {name}", f"{name}[0] = 5", f"{name}[0] = null"))
        taken = {"map<text, int>": "{'a'}", "list<int>": "[2]", "set<int>": "{1}"}[of]
        return choose.one((f"{name} = {name} + {choose.value(name)}", f"{name} = {name} - {taken}"))

    def _count(self) -> str:
        choose = self._choose
        name = choose.one([*self._shape.regular])
        return f"UPDATE t SET {name} = {name} {choose.one('+-')} {choose.one('123')} WHERE {choose.row()}"

    def _delete(self, using: str) -> str:
        shape, choose = self._shape, self._choose
        if shape.others and choose.often(4):
            cells = choose.some([*shape.others], 2)
            where = choose.row() if set(cells) & set(shape.regular) else choose.partition()
            return f"DELETE {', '.join(map(self._part, cells))} FROM t {using} WHERE {where}"
        return f"DELETE FROM t {using} WHERE {choose.told((choose.row, choose.row, choose.partition, choose.range))}"

    def _part(self, name: str) -> str:
        of = self._shape.types[name]
        element = {"map<text, int>": "['a']", "set<int>": "[1]"}.get(of, "")
        return name if self._choose.often(5) else f"{name}{element}"

    def _conditional(self) -> str:
        shape, choose = self._shape, self._choose
        if choose.often(3):
            names = [*shape.key, *(name for name in shape.regular if choose.often(5))]
            return f"INSERT INTO t ({', '.join(names)}) VALUES ({', '.join(map(choose.value, names))}) IF NOT EXISTS"
        if not shape.regular or choose.often(3):
            return f"DELETE FROM t WHERE {choose.row()} IF EXISTS"
        name = choose.one([*shape.regular])
        return f"UPDATE t SET {name} = {choose.nullable(name)} WHERE {choose.row()} IF {self._condition()}"

    def _condition(self) -> str:
        name = self._choose.one([*self._shape.others])
        return (
            f"{name} {self._choose.one(('=', '!='))} {self._choose.nullable(name)}"
            if self._choose.often(7)
            else "EXISTS"
        )
