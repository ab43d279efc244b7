"""Decimals and varints in indexes: blobs that compare, byte by byte, as the numbers do.

    zero       01
    positive   02  exponent (4 bytes, biased)  digits (ASCII, no zeros at either end)
    negative   00  the same, every bit turned, then FF so that fewer digits are greater

The exponent is that of 0.digits, so numbers of the same sign compare by exponent first, digits next.
"""

from decimal import Decimal

from cassette.errors import InvalidRequest

BIAS = 1 << 31
INVERT = bytes(255 - byte for byte in range(256))


def comparable(number: int | Decimal) -> bytes:
    """Write a number so that bytes compare as numbers do; 1.0 and 1.00 are the same.

    Errors: InvalidRequest beyond an exponent of 2**31, where Cassandra's decimals end as well.
    """
    if type(number) is int:
        digits, exponent = str(abs(number)), 0
        negative = number < 0
    else:
        sign, figures, tail = Decimal(number).as_tuple()
        digits, exponent, negative = "".join(map(str, figures)), int(tail), sign == 1
    digits = digits.lstrip("0")
    magnitude = len(digits) + exponent
    digits = digits.rstrip("0")
    if not digits:
        return b"\x01"
    if abs(magnitude) >= BIAS:
        raise InvalidRequest(f"a decimal's exponent ends at {BIAS - 1:,}; this one has {magnitude:,}")
    body = (magnitude + BIAS).to_bytes(4, "big") + digits.encode()
    return b"\x00" + body.translate(INVERT) + b"\xff" if negative else b"\x02" + body
