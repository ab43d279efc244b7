"""`float`: binary floating point in four bytes.

In Python the double that a float of four bytes is: what goes in comes out rounded.
"""

import math
import struct

from cassette.cql.types.floating import floating

FORM = struct.Struct(">f")


def _narrow(value: float) -> float:
    try:
        number: float = FORM.unpack(FORM.pack(value))[0]
    except OverflowError:
        # Cassandra reads 1e39 as infinity
        return math.copysign(math.inf, value)
    return number


def _spell(value: float) -> str:
    """Write the fewest digits that are read back as the same four bytes: six to nine, mostly."""
    for digits in range(1, 9):
        text = repr(float(f"{value:.{digits}g}"))
        if _narrow(float(text)) == value:
            return text
    return repr(float(f"{value:.9g}"))


FLOAT = floating("float", FORM, _narrow, _spell)
