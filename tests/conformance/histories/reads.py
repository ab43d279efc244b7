"""Random reads of what a history has left so far."""

from hypothesis import strategies as st
from tests.conformance.histories.choices import OPERATORS, Choices
from tests.conformance.histories.shapes import COLLECTIONS, Shape

WRITE_TIME = "wt_"
"""Begins the names of columns of an answer that hold write times."""


class Reads:
    """Makes up reads of one table."""

    def __init__(self, draw: st.DrawFn, shape: Shape) -> None:
        self._choose = Choices(draw, shape)
        self._shape = shape

    def everything(self) -> str:
        """Ask for all rows, with the write times of what has one."""
        timed = [name for name, of in self._shape.others.items() if of not in (*COLLECTIONS, "counter")]
        asked = [*self._shape.types, *(f"writetime({name}) AS {WRITE_TIME}{name}" for name in timed)]
        return f"SELECT {', '.join(asked)} FROM t"

    def read(self) -> str:
        """Tell a read."""
        if self._shape.view and self._choose.often(4):
            return self.view()
        return self._choose.told(
            (self._all, self._of_partition, self._of_slice, self._of_slice, self._distinct, self._found, self._grouped)
        )

    def view(self) -> str:
        """Ask for all rows of the view."""
        return f"SELECT {', '.join([*self._shape.key, *self._shape.regular])} FROM w"

    def _all(self) -> str:
        return f"{self.everything()}{self._limits()}"

    def _of_partition(self) -> str:
        return f"SELECT * FROM t WHERE {self._choose.partition()}{self._order()}{self._limits()}"

    def _of_slice(self) -> str:
        return f"SELECT * FROM t WHERE {self._choose.range()}{self._order()}{self._limits()}"

    def _distinct(self) -> str:
        return f"SELECT DISTINCT {', '.join([*self._shape.partition, *self._shape.static])} FROM t"

    def _found(self) -> str:
        shape, choose = self._shape, self._choose
        name = shape.index if shape.index and choose.often(6) else choose.one([*shape.types])
        of = shape.types[name]
        asked = f"SELECT {', '.join(shape.key)} FROM t WHERE {name}"
        if of == "counter":
            return f"{asked} > 0 ALLOW FILTERING"
        if of in COLLECTIONS:
            return f"{asked} CONTAINS 1 ALLOW FILTERING"
        return f"{asked} {choose.one(OPERATORS)} {choose.value(name)} ALLOW FILTERING"

    def _grouped(self) -> str:
        keys = [*self._shape.key][: self._choose.number(len(self._shape.partition), len(self._shape.key))]
        return f"SELECT {', '.join(keys)}, count(*) FROM t GROUP BY {', '.join(keys)}"

    def _order(self) -> str:
        if not self._shape.clustering or not self._choose.often(4):
            return ""
        return f" ORDER BY c0 {'ASC' if self._shape.descending[0] else 'DESC'}"

    def _limits(self) -> str:
        each = f" PER PARTITION LIMIT {self._choose.one('12')}" if self._choose.often(2) else ""
        return f"{each} LIMIT {self._choose.one('123')}" if self._choose.often(3) else each
