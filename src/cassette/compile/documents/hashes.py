"""Hashes: any JSON value as a short text, equal exactly when the values are.

    "value" -> Svalue    25.30 -> N25.3    true -> B1    null -> Z    {"$date": 5} -> T5
    [1, null] -> A2⏎N1⏎Z    {"key": 1} -> O1⏎key⏎N1

A text of 22 UTF-16 units or more is replaced by its MD5 in base64 without padding, which is 22 long.
MD5 is part of the storage format, shared with the original; nothing here relies on it against attackers.
Source: Data API storage sheet, section 4.1.
"""

from binascii import b2a_base64
from decimal import Decimal
from hashlib import md5
from typing import Any

from cassette.compile.documents.ejson import date_ms

LONG = 22


def digest(text: str) -> str:
    """Shorten a text to 22 characters."""
    return b2a_base64(md5(text.encode(), usedforsecurity=False).digest(), newline=False)[:22].decode("ascii")


def shortened(text: str) -> str:
    """Give a typed text as it is when it is short, else its digest."""
    if len(text) < LONG and (text.isascii() or len(text.encode("utf-16-le")) < 2 * LONG):
        return text
    return digest(text)


def plain_number(value: int | Decimal) -> str:
    """Write a number without exponent and without trailing zeros."""
    if type(value) is int:
        return str(value)
    if not value:
        return "0"  # also for -0 and 0E+5
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def hash_text(value: str) -> str:
    """Hash a string."""
    return shortened("S" + value)


def hash_number(value: int | Decimal) -> str:
    """Hash a number."""
    text = "N" + plain_number(value)
    return text if len(text) < LONG else digest(text)


def hash_of(value: Any) -> str:
    """Hash any JSON value, numbers exact."""
    kind = type(value)
    if kind is str:
        return shortened("S" + value)
    if kind is int or kind is Decimal:
        return hash_number(value)
    if kind is bool:
        return "B1" if value else "B0"
    if value is None:
        return "Z"
    if kind is list:
        return hash_array([hash_of(item) for item in value])
    if len(value) == 1 and "$date" in value and (ms := date_ms(value["$date"])) is not None:
        return f"T{ms}"
    parts = [f"O{len(value)}"]
    for name, member in value.items():
        parts += (name, hash_of(member))
    return shortened("\n".join(parts))


def hash_array(hashes: list[str]) -> str:
    """Hash an array from the hashes of its elements."""
    return shortened("\n".join([f"A{len(hashes)}", *hashes]))
