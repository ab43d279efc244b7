"""Result: the rows of one statement, or of one page of them.

rows = await db.execute("SELECT id, name FROM people")
rows.one().name    rows[0]["name"]    rows[0][1]    [name for _, name in rows]
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, overload

from cassette.cql.rows import ColumnOfRows, Rows
from cassette.library.values import natural


class Row(tuple[Any, ...]):
    """One row: a tuple whose values also go by the names of their columns.

    `row.name` for names that Python can write and that no method has; `row["any name"]` for all.
    """

    __slots__ = ()
    _positions: dict[str, int] = {}  # noqa: RUF012, each class of rows has its own

    @overload  # type: ignore[override]
    def __getitem__(self, key: int | str) -> Any: ...
    @overload
    def __getitem__(self, key: slice) -> tuple[Any, ...]: ...
    def __getitem__(self, key: int | str | slice) -> Any:
        if isinstance(key, str):
            try:
                return tuple.__getitem__(self, self._positions[key])
            except KeyError:
                raise KeyError(f"{key}: the row has {', '.join(self._positions)}") from None
        return tuple.__getitem__(self, key)

    def __getattr__(self, name: str) -> Any:
        try:
            return tuple.__getitem__(self, self._positions[name])
        except KeyError:
            raise AttributeError(f"the row has no column {name}: it has {', '.join(self._positions)}") from None

    def asdict(self) -> dict[str, Any]:
        """Give the values by the names of their columns."""
        return {name: tuple.__getitem__(self, at) for name, at in self._positions.items()}

    def __repr__(self) -> str:
        return f"Row({', '.join(f'{name}={value!r}' for name, value in self.asdict().items())})"


class Result:
    """Rows with the columns that they have; iterable, indexable, with a length.

    paging_state   asks for the next page, None when this is the last one
    applied        whether a lightweight transaction happened, None for other statements
    native         the rows as the engine gave them: native values
    """

    __slots__ = ("_rows", "native")

    def __init__(self, native: Rows) -> None:
        self.native = native
        self._rows: list[Row] | None = None

    @property
    def columns(self) -> tuple[ColumnOfRows, ...]:
        """Name and CQL type of each column."""
        return self.native.columns

    @property
    def paging_state(self) -> bytes | None:
        """What asks for the next page."""
        return self.native.paging_state

    @property
    def applied(self) -> bool | None:
        """Whether a lightweight transaction was applied."""
        return self.native.applied

    @property
    def rows(self) -> list[Row]:
        """The rows, with natural values."""
        if self._rows is None:
            made = maker(self.native.columns)
            self._rows = [made(row) for row in self.native.rows]
        return self._rows

    def one(self) -> Row | None:
        """Give the first row, None when there is none."""
        return self.rows[0] if self.native.rows else None

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.native.rows)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        return self.rows[at]

    def __bool__(self) -> bool:
        return bool(self.native.rows)

    def __repr__(self) -> str:
        names = ", ".join(column.name for column in self.columns)
        shown = "" if self.applied is None else f", applied={self.applied}"
        return f"Result({len(self)} rows of ({names}){shown})"


@lru_cache(maxsize=256)
def maker(columns: tuple[ColumnOfRows, ...]) -> Callable[[tuple[Any, ...]], Row]:
    """Make the function that turns a native row of these columns into a Row."""
    positions = {column.name: at for at, column in reversed(list(enumerate(columns)))}
    ordered = {column.name: positions[column.name] for column in columns}
    members: dict[str, Any] = {"__slots__": (), "_positions": ordered}
    # properties are faster than __getattr__; the names of tuple's own methods stay what they are
    members |= {name: property(_getter(at)) for name, at in ordered.items() if not hasattr(Row, name)}
    kind = type("Row", (Row,), members)
    changed = [(at, found) for at, column in enumerate(columns) if (found := natural(column.type)) is not None]
    if not changed:
        return kind

    def made(row: tuple[Any, ...]) -> Row:
        values = list(row)
        for at, convert in changed:
            if values[at] is not None:
                values[at] = convert(values[at])
        row_made: Row = kind(values)
        return row_made

    return made


def _getter(at: int) -> Callable[[Row], Any]:
    return lambda row: tuple.__getitem__(row, at)
