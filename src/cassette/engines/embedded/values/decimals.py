"""Decimals and varints where they have to compare: in indexes and in keys.

As bytes, in indexes and inside composite keys; 1.0 and 1.00 are the same there:

    zero       01
    positive   02  exponent (4 bytes, biased)  digits (ASCII, no zeros at either end)
    negative   00  the same, every bit turned, then FF so that fewer digits are greater

As text, in a clustering column of their own, where the zeros at the end have to come back:

    zero       1
    positive   2  exponent (8 hexadecimal digits, biased)  digits
    negative   0  the same, every digit turned, then ~
    then       a space for each zero at the end of the number; of a zero, its scale

The column compares with SQLite's RTRIM, which does not see spaces at the end: 1.0 and 1.00 are one
row, and what was written first comes back.

The exponent is that of 0.digits, so numbers of the same sign compare by exponent first, digits next.
"""

from decimal import Decimal
from typing import NamedTuple

from cassette.errors import InvalidRequest

BIAS = 1 << 31
INVERT = bytes(255 - byte for byte in range(256))
TURN = str.maketrans("0123456789abcdef", "fedcba9876543210")
MOST_SPACES = 9_000
"""A zero of a greater scale comes back without it."""


class Parts(NamedTuple):
    """A number: its sign, the exponent of 0.digits, its digits, and how many zeros were at their end."""

    sign: int
    magnitude: int
    digits: str
    zeros: int


def parts(number: int | Decimal) -> Parts:
    """Take a number apart.

    Errors: InvalidRequest beyond an exponent of 2**31, where Cassandra's decimals end as well.
    """
    if type(number) is int:
        spelled, exponent = str(abs(number)), 0
        negative = number < 0
    else:
        sign, figures, tail = Decimal(number).as_tuple()
        spelled, exponent, negative = "".join(map(str, figures)), int(tail), sign == 1
    spelled = spelled.lstrip("0")
    magnitude = len(spelled) + exponent
    digits = spelled.rstrip("0")
    if not digits:
        return Parts(0, 0, "", 2 * exponent if exponent >= 0 else -2 * exponent - 1)
    if abs(magnitude) >= BIAS:
        raise InvalidRequest(f"a decimal's exponent ends at {BIAS - 1:,}; this one has {magnitude:,}")
    return Parts(-1 if negative else 1, magnitude, digits, len(spelled) - len(digits))


def joined(sign: int, magnitude: int, digits: str, zeros: int = 0) -> Decimal:
    """Put a number together again."""
    if not sign:
        return Decimal((0, (0,), (zeros + 1) // -2 if zeros % 2 else zeros // 2))
    figures = tuple(map(int, digits)) + (0,) * zeros
    return Decimal((sign < 0, figures, magnitude - len(figures)))


def comparable(number: int | Decimal) -> bytes:
    """Write a number so that bytes compare as numbers do; 1.0 and 1.00 are the same."""
    sign, magnitude, digits, _ = parts(number)
    if not sign:
        return b"\x01"
    body = (magnitude + BIAS).to_bytes(4, "big") + digits.encode()
    return b"\x00" + body.translate(INVERT) + b"\xff" if sign < 0 else b"\x02" + body


def key_text(number: int | Decimal) -> str:
    """Write a number so that texts compare as numbers do, spaces at the end aside."""
    sign, magnitude, digits, zeros = parts(number)
    spaces = " " * zeros if zeros <= MOST_SPACES else ""
    if not sign:
        return f"1{spaces}"
    body = f"{magnitude + BIAS:08x}{digits}"
    return f"0{body.translate(TURN)}~{spaces}" if sign < 0 else f"2{body}{spaces}"


def from_key_text(text: str) -> Decimal:
    """Read it back, its zeros at the end as they were."""
    seen = text.rstrip(" ")
    zeros = len(text) - len(seen)
    if seen == "1":
        return joined(0, 0, "", zeros)
    negative = seen[0] == "0"
    body = seen[1:-1].translate(TURN) if negative else seen[1:]
    return joined(-1 if negative else 1, int(body[:8], 16) - BIAS, body[8:], zeros)
