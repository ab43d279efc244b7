"""Floats and doubles: whole numbers that compare as CQL's floats do.

    -Infinity < … < -0.0 < 0.0 < … < Infinity < NaN        (Java's order, by bits)

SQLite's own floats have no NaN and one zero, so no column keeps them.
"""

import math
import struct
from collections.abc import Callable
from functools import partial


def order(form: struct.Struct, whole: struct.Struct, value: float) -> int:
    """Give the whole number that stands for a float: its bits, those of negative ones turned over."""
    top = 1 << 8 * form.size - 1
    if math.isnan(value):
        return top - 1
    bits: int = whole.unpack(form.pack(value))[0]
    return bits if bits >= 0 else -(bits + top) - 1


def value(form: struct.Struct, whole: struct.Struct, kept: int) -> float:
    """Read it back."""
    top = 1 << 8 * form.size - 1
    if kept == top - 1:
        return math.nan
    found: float = form.unpack(whole.pack(kept if kept >= 0 else -(kept + 1) - top))[0]
    return found


def _pair(form: str, whole: str) -> tuple[Callable[[float], int], Callable[[int], float]]:
    structs = struct.Struct(form), struct.Struct(whole)
    return partial(order, *structs), partial(value, *structs)


double_order, double_value = _pair(">d", ">q")
float_order, float_value = _pair(">f", ">i")
