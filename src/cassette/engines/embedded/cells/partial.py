"""x and w of a row whose columns are written as a whole, later than all that it has, without reading its cells."""

from collections.abc import Sequence

from cassette.engines.embedded.cells import details
from cassette.engines.embedded.cells.details import MOST_BITS, Details
from cassette.engines.embedded.layout import Layout, Place
from cassette.engines.embedded.values import SqliteValue

Stamps = tuple[int | None, int | bytes | None]
"""(w, x)"""


class WholeDetails:
    """Says w and x for some columns of a table; every one of them has a bit in a number x."""

    def __init__(self, layout: Layout, columns: Sequence[Place]) -> None:
        self._columns = [(layout.ordinals[place.column.name], place.column.type.multicell) for place in columns]
        self._every = [
            (layout.ordinals[place.column.name], place.column.type.multicell)
            for place in layout.regular
            if layout.ordinals[place.column.name] < MOST_BITS
        ]
        self._bits = [1 << number for number, _ in self._columns]
        self._is_all = len(self._columns) == len(layout.regular)

    def of_new(self, values: Sequence[SqliteValue], time_us: int) -> Stamps:
        """Give them for a row that has nothing but the values now written."""
        if None not in values:
            return time_us, None
        return time_us, sum([bit for bit, value in zip(self._bits, values, strict=True) if value is None])

    def after(self, w: int | None, x: int | bytes | None, values: Sequence[SqliteValue], time_us: int) -> Stamps:
        """Give them for a row that is there, from its old ones and the values now written."""
        if self._is_all:
            return self.of_new(values, time_us)
        if not self._columns:
            return w, x
        found: Details = details.decode(x) if isinstance(x, bytes) else {}
        if isinstance(x, int) and w is not None:
            for number, is_many in self._every:
                if details.has_bit(x, number):
                    found[number] = [w - 1, [], []] if is_many else [w]
        for (number, is_many), value in zip(self._columns, values, strict=True):
            if is_many:
                found[number] = [time_us - 1, [] if value is None else time_us, []]
            else:
                found[number] = [time_us] if value is None else time_us
        return w, details.encode(found)
