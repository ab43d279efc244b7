"""A way to keep the values of one type."""

from collections.abc import Callable
from typing import Any

import msgspec

SqliteValue = None | int | float | str | bytes

encode_parcel = msgspec.msgpack.Encoder().encode
decode_parcel = msgspec.msgpack.Decoder().decode


class Kept(msgspec.Struct, frozen=True):
    """How values of one type are kept. A `None` function means: just as they are in Python.

    `check` gives a Python value as the type takes it, and raises InvalidRequest for one that is not of the
    type; the other functions get what it gave. Null is handled outside.

    exact      equal values are kept alike in a row, so that SQLite's `=` says what CQL's does
    ordered    SQLite compares what is kept in a row as CQL compares the values; implies `exact`
    collation  the collation of the row's column that `exact` and `ordered` count on
    """

    check: Callable[[Any], Any]
    in_row: Callable[[Any], SqliteValue] | None = None
    from_row: Callable[[Any], Any] | None = None
    in_index: Callable[[Any], SqliteValue] | None = None
    in_parcel: Callable[[Any], Any] | None = None
    from_parcel: Callable[[Any], Any] | None = None
    exact: bool = True
    ordered: bool = False
    collation: str = "BINARY"

    def to_row(self, value: Any) -> SqliteValue:
        """Check a value and write it for its column."""
        if value is None:
            return None
        value = self.check(value)
        return self.in_row(value) if self.in_row is not None else value

    def to_index(self, value: Any) -> SqliteValue:
        """Check a value and write it for an index, or for a comparison."""
        value = self.check(value)
        return self.in_index(value) if self.in_index is not None else value

    def to_parcel(self, value: Any) -> Any:
        """Check a value and write it as it stands inside a parcel."""
        value = self.check(value)
        return self.in_parcel(value) if self.in_parcel is not None else value

    def read(self, kept_value: Any) -> Any:
        """Read a column of a row."""
        return self.from_row(kept_value) if self.from_row is not None and kept_value is not None else kept_value

    def read_parcel(self, kept_value: Any) -> Any:
        """Read what stands inside a parcel."""
        return self.from_parcel(kept_value) if self.from_parcel is not None else kept_value
