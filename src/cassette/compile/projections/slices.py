"""$slice: a part of an array.

{"comments": {"$slice": 5}}    {"comments": {"$slice": -5}}    {"comments": {"$slice": [20, 10]}}

The first five, the last five, ten from the twenty-first on.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec

from cassette.compile.documents.values import kind
from cassette.errors import Failure


class Slice(msgspec.Struct, frozen=True):
    """Which items: `count` from `skip` on; a negative skip counts from the end, None is the last `count`."""

    skip: int | None
    count: int

    def of(self, value: Any) -> Any:
        """Give that part of an array; anything else comes back as it is."""
        if type(value) is not list:
            return value
        if self.skip is None:
            start = max(len(value) - self.count, 0)
        else:
            start = self.skip if self.skip >= 0 else max(len(value) + self.skip, 0)
        return value[start : start + self.count]


def read_slice(path: str, operand: Any) -> Slice:
    """Read a number of items (the last ones when negative), or an array of how many to skip and to take."""
    if type(operand) is not list:
        count = _whole(path, operand)
        return Slice(0, count) if count >= 0 else Slice(None, -count)
    if len(operand) != 2:
        raise _bad(path, f"takes two numbers in its array, not {len(operand)}")
    skip, count = _whole(path, operand[0]), _whole(path, operand[1])
    if count < 0:
        raise _bad(path, "takes a number of items that is not negative after the number to skip")
    return Slice(skip, count)


def _whole(path: str, value: Any) -> int:
    if type(value) is Decimal and value.adjusted() < 20 and value == int(value):
        return int(value)
    if type(value) is not int:
        raise _bad(path, f"takes whole numbers, not {kind(value)}")
    return value


def _bad(path: str, reason: str) -> Failure:
    return Failure("UNSUPPORTED_PROJECTION_PARAM", path=path, reason=f"'$slice' {reason}")
