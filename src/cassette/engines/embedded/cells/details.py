"""Details: what the column x says of single cells, as MessagePack.

    {column's number: detail, …, -1: detail of the row's marker}

    one value     t               written at t
                  [t, ttl, ends]  written at t, ending
                  [t]             deleted at t
    many          [deleted, elements, dead]
                  deleted         what is written until then is gone; null: nothing was deleted
                  elements        a detail `t` or `[t, ttl, ends]` for each, in their order; or one t for all
                  dead            [[element's bytes, t], …]: single elements that were deleted
    marker        [ttl, ends]     of the marker in `live`
                  [t]             ended or deleted: its write time

A column without a detail was written at w (many: and what was older was deleted), or is null and never was.
In place of all this, x may be a number: its bit n says that column n was set to null at w.
"""

from typing import Any

import msgspec

Details = dict[int, Any]
MARKER = -1
MOST_BITS = 63
"""So many columns have a bit in a number that SQLite keeps."""

encode = msgspec.msgpack.Encoder().encode
decode = msgspec.msgpack.Decoder(Details).decode


def bits(numbers: list[int]) -> int | None:
    """Say that these columns were set to null at w, None where there are none; they all need a bit."""
    found = 0
    for number in numbers:
        found |= 1 << number
    return found or None


def has_bit(x: int, number: int) -> bool:
    """Whether a number x says that a column was set to null."""
    return number < MOST_BITS and bool(x >> number & 1)
