"""Random tables, of few columns and with few values for each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hypothesis import strategies as st

VALUES = {
    "bigint": ("0", "-1", "9223372036854775807"),
    "blob": ("0x", "0x00", "0xff01"),
    "boolean": ("true", "false"),
    "decimal": ("0", "1.0", "1.00", "-12.5"),
    "double": ("0.0", "-0.0", "1.5", "NaN"),
    "int": ("0", "1", "2", "-1"),
    "text": ("''", "'a'", "'ab'", "'é'"),
    "timestamp": ("0", "'2020-01-01T00:00:00Z'", "-1"),
    "uuid": ("123e4567-e89b-12d3-a456-426614174000", "00000000-0000-4000-8000-000000000000"),
    "frozen<list<int>>": ("[]", "[1]", "[1, 2]"),
    "list<int>": ("[]", "[1]", "[2, 1, 2]"),
    "map<text, int>": ("{}", "{'a': 1}", "{'a': 2, 'b': 1}"),
    "set<int>": ("{}", "{1}", "{1, 2}"),
    "tuple<int, text>": ("(1, 'a')", "(1, null)"),
}
KEYS = ("bigint", "blob", "boolean", "decimal", "int", "text", "timestamp", "uuid")
COLLECTIONS = ("list<int>", "map<text, int>", "set<int>")
SCALARS = ("boolean", "decimal", "double", "int", "text", "frozen<list<int>>", "tuple<int, text>")
INDEXED = ("boolean", "decimal", "int", "text")
# few partitions, so that what happens to a row happens often
PARTITION_VALUES = 2


@dataclass(frozen=True, slots=True)
class Shape:
    """A table: types by name, partition key, clustering and other columns apart; which way clustering goes."""

    partition: dict[str, str]
    clustering: dict[str, str]
    descending: tuple[bool, ...]
    static: dict[str, str]
    regular: dict[str, str]
    index: str | None = None
    view: tuple[str, ...] = ()
    """The key of a view of it; none without."""

    @property
    def key(self) -> dict[str, str]:
        return {**self.partition, **self.clustering}

    @property
    def others(self) -> dict[str, str]:
        return {**self.static, **self.regular}

    @property
    def types(self) -> dict[str, str]:
        return {**self.key, **self.others}

    @property
    def counters(self) -> bool:
        return "counter" in self.regular.values()

    def values(self, name: str) -> Sequence[str]:
        """Give the literals that a column may hold."""
        values = VALUES[self.types[name]]
        if name in self.key:
            # which spelling of an equal key comes back is decided by what Cassandra has had in memory
            values = tuple(value for value in values if value != "1.00")
        if [name] == [*self.partition]:
            # such a key may not be empty; Cassandra says so only where it comes to look for rows
            values = tuple(value for value in values if value not in ("0x", "''"))
        return values[:PARTITION_VALUES] if name in self.partition else values

    def statements(self) -> list[str]:
        """Say how the table is made."""
        columns = [f"{name} {of}{' static' if name in self.static else ''}" for name, of in self.types.items()]
        key = ", ".join([f"({', '.join(self.partition)})", *self.clustering])
        made = f"CREATE TABLE t ({', '.join(columns)}, PRIMARY KEY ({key}))"
        if self.clustering:
            down = zip(self.clustering, self.descending, strict=True)
            ways = [f"{name} {'DESC' if is_down else 'ASC'}" for name, is_down in down]
            made += f" WITH CLUSTERING ORDER BY ({', '.join(ways)})"
        index = [f"CREATE INDEX i ON t ({self.index}) USING 'sai'"] if self.index else []
        return [made, *index, *([self._view()] if self.view else [])]

    def _view(self) -> str:
        named = [*self.key, *self.regular]
        there = " AND ".join(f"{name} IS NOT NULL" for name in self.view)
        return (
            f"CREATE MATERIALIZED VIEW w AS SELECT {', '.join(named)} FROM t "
            f"WHERE {there} PRIMARY KEY ({', '.join(self.view)})"
        )


@st.composite
def shapes(draw: st.DrawFn) -> Shape:
    """Make up a table."""
    partition = _columns(draw, "k", KEYS, 1, 2)
    clustering = _columns(draw, "c", KEYS, 0, 2)
    descending = tuple(draw(st.booleans()) for _ in clustering)
    if draw(st.integers(0, 9)) == 0:
        return Shape(partition, clustering, descending, {}, _columns(draw, "n", ("counter",), 1, 2))
    static = _columns(draw, "s", (*SCALARS, *COLLECTIONS), 0, 2) if clustering else {}
    regular = _columns(draw, "v", (*SCALARS, *COLLECTIONS), 0, 3)
    candidates = [name for name, of in regular.items() if of in INDEXED]
    index = draw(st.sampled_from([None, *candidates]))
    shape = Shape(partition, clustering, descending, static, regular, index)
    return replace(shape, view=draw(_views(shape, candidates))) if draw(st.integers(0, 3)) == 0 else shape


def _views(shape: Shape, candidates: Sequence[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """Choose the key of a view: that of the table in another order, and perhaps one column more."""
    more = st.sampled_from([[], *([name] for name in candidates)])
    return st.tuples(st.permutations([*shape.key]), more).map(lambda parts: (*parts[1], *parts[0]))


def _columns(draw: st.DrawFn, letter: str, types: Sequence[str], least: int, most: int) -> dict[str, str]:
    return {f"{letter}{at}": draw(st.sampled_from(types)) for at in range(draw(st.integers(least, most)))}
