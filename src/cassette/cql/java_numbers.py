"""Numbers as Java calculates with them and writes them: Cassandra's answers are made of these.

wrapped(128, 8)   -128        double_text(1e7)   1.0E7        narrow(0.1)   the float of four bytes
"""

import math
import struct
from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation, Overflow

from cassette.errors import FunctionFault

BITS = {"tinyint": 8, "smallint": 16, "int": 32, "bigint": 64, "counter": 64}
"""How wide the whole numbers are that have a width."""

EXACT = Context(
    prec=10_000,
    rounding=ROUND_HALF_UP,
    Emax=MAX_EMAX,
    Emin=MIN_EMIN,
    traps=[DivisionByZero, InvalidOperation, Overflow],
)
"""Decimals have as many digits as Cassandra gives them at most."""

FLOAT = struct.Struct(">f")
PLAIN_FROM, PLAIN_TO = 1e-3, 1e7
"""Between these a floating-point number is written without an exponent."""


def wrapped(value: int, bits: int) -> int:
    """Cut a number down to so many bits, the highest of them its sign."""
    half = 1 << bits - 1
    return (value + half) % (half << 1) - half


def narrow(value: float) -> float:
    """Round to what a float of four bytes holds."""
    try:
        found: float = FLOAT.unpack(FLOAT.pack(value))[0]
    except OverflowError:
        return math.copysign(math.inf, value)
    return found


def whole_of_float(value: float, bits: int) -> int:
    """Cut a floating-point number off at its point; what is too great becomes the greatest there is, NaN becomes 0."""
    if math.isnan(value):
        return 0
    # the narrow ones take the way over int, and wrap around there
    most = 1 << max(bits, 32) - 1
    cut = most - 1 if value >= most else -most if value < -most else int(value)
    return wrapped(cut, bits)


def quotient(left: int, right: int) -> int:
    """Divide whole numbers, towards zero."""
    found = abs(left) // abs(right)
    return found if (left < 0) is (right < 0) else -found


def decimal_of(value: float | Decimal) -> Decimal:
    """Give the decimal number that a number is written as."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, float) and not math.isfinite(value):
        raise FunctionFault(f"{value} has no decimal form")
    return Decimal(double_text(value)) if isinstance(value, float) else Decimal(value)


def double_text(value: float) -> str:
    """Write a double."""
    return _text(value, repr(value))


def float_text(value: float) -> str:
    """Write a float of four bytes, with the fewest digits that tell it from its neighbours."""
    shown = next(
        (text for digits in range(1, 10) if narrow(float(text := f"{value:.{digits}g}")) == value), repr(value)
    )
    return _text(value, shown)


def _text(value: float, shortest: str) -> str:
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else f"{'-' * (value < 0)}Infinity"
    if value == 0:
        return "-0.0" if math.copysign(1, value) < 0 else "0.0"
    sign, digits, exponent = Decimal(shortest).normalize(EXACT).as_tuple()
    assert isinstance(exponent, int)
    written = "".join(map(str, digits))
    point = len(written) + exponent
    if not PLAIN_FROM <= abs(value) < PLAIN_TO:
        text = f"{written[0]}.{written[1:] or '0'}E{point - 1}"
    elif point <= 0:
        text = f"0.{'0' * -point}{written}"
    else:
        written = written.ljust(point, "0")
        text = f"{written[:point]}.{written[point:] or '0'}"
    return f"-{text}" if sign else text
