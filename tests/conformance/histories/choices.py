"""What writes and reads both choose: values, partitions, rows, slices."""

from collections.abc import Callable, Sequence

from hypothesis import strategies as st
from tests.conformance.histories.shapes import Shape

OPERATORS = ("=", "<", "<=", ">", ">=")


class Choices:
    """Chooses for one table."""

    def __init__(self, draw: st.DrawFn, shape: Shape) -> None:
        self._draw = draw
        self._shape = shape

    def one(self, of: Sequence[str]) -> str:
        return self._draw(st.sampled_from(of))

    def told(self, tellers: Sequence[Callable[[], str]]) -> str:
        return self._draw(st.sampled_from(tellers))()

    def often(self, of_ten: int) -> bool:
        return self._draw(st.integers(0, 9)) < of_ten

    def number(self, least: int, most: int) -> int:
        return self._draw(st.integers(least, most))

    def some(self, names: Sequence[str], most: int) -> list[str]:
        return self._draw(st.lists(st.sampled_from(names), min_size=1, max_size=most, unique=True))

    def value(self, name: str) -> str:
        return self.one(self._shape.values(name))

    def nullable(self, name: str) -> str:
        return "null" if self.often(2) else self.value(name)

    def partition(self) -> str:
        return " AND ".join(f"{name} = {self.value(name)}" for name in self._shape.partition)

    def row(self) -> str:
        return " AND ".join(f"{name} = {self.value(name)}" for name in self._shape.key)

    def range(self) -> str:
        """Choose a partition, and rows of it that are neighbours."""
        return " AND ".join([self.partition(), *self._slice()])

    def _slice(self) -> list[str]:
        names = [*self._shape.clustering]
        if not names:
            return []
        if len(names) > 1 and self.often(3):
            values = ", ".join(map(self.value, names))
            return [f"({', '.join(names)}) {self.one(OPERATORS)} ({values})"]
        last = self.number(0, len(names) - 1)
        fixed = [f"{name} = {self.value(name)}" for name in names[:last]]
        name = names[last]
        if self.often(2):
            return [*fixed, f"{name} IN ({self.value(name)}, {self.value(name)})"]
        lower = f"{name} {self.one(('>', '>='))} {self.value(name)}"
        upper = f"{name} {self.one(('<', '<='))} {self.value(name)}"
        return [*fixed, *self.some([lower, upper], 2)]
