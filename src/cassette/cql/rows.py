"""Rows: what comes back from an engine.

Values are native Python: int, str, bytes, bool, float, Decimal, UUID, datetime types as the type's
file says, list, set, dict, tuple; None for null.
"""

from dataclasses import dataclass

import msgspec

from cassette.cql.types import CqlType

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class ColumnOfRows:
    """A column of an answer."""

    name: str
    type: CqlType


class Rows(msgspec.Struct, frozen=True):
    """One page of rows.

    `paging_state` asks for the next page, None when this is the last. `applied` is what a lightweight
    transaction answers: None for statements that are none; when False, the rows hold what was found.
    """

    columns: tuple[ColumnOfRows, ...] = ()
    rows: list[Row] | tuple[Row, ...] = ()
    paging_state: bytes | None = None
    applied: bool | None = None


NO_ROWS = Rows()
