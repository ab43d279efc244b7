"""EJSON: the values that JSON has no words for, as objects with one member.

    {"$date": 1700000000000}   {"$uuid": "0f9c…"}   {"$objectId": "507f…"}   {"$binary": "SGVsbG8="}

A date is whole milliseconds since the epoch. The other three are indexed as text.
"""

import binascii
import re

from cassette.errors import Failure

UUID_TEXT = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\Z")
OBJECT_ID_TEXT = re.compile(r"[0-9a-fA-F]{24}\Z")
WRAPPERS = frozenset({"$binary", "$date", "$objectId", "$uuid"})
LEAST_MS, MOST_MS = -(2**63), 2**63 - 1


def wrapper_of(value: dict[str, object]) -> str | None:
    """Tell which wrapper an object is: its only name when that is one of the four."""
    if len(value) == 1:
        (name,) = value
        if name in WRAPPERS:
            return name
    return None


def date_ms(value: object) -> int | None:
    """Read what stands in `$date`; None when that is no whole number of milliseconds."""
    if type(value) is int and LEAST_MS <= value <= MOST_MS:
        return value
    return None


def uuid_text(value: object) -> str | None:
    """Read what stands in `$uuid` as canonical text; None when it is none."""
    return value.lower() if type(value) is str and UUID_TEXT.match(value) else None


def object_id_text(value: object) -> str | None:
    """Read what stands in `$objectId` as canonical text; None when it is none."""
    return value.lower() if type(value) is str and OBJECT_ID_TEXT.match(value) else None


def binary_text(value: object) -> str | None:
    """Read what stands in `$binary`; None when it is no base64."""
    if type(value) is not str:
        return None
    try:
        binascii.a2b_base64(value, strict_mode=True)
    except (binascii.Error, ValueError):
        return None
    return value


EXPECTED = {
    "$binary": "base64 text",
    "$date": "a whole number of milliseconds since the epoch",
    "$objectId": "24 hexadecimal digits",
    "$uuid": "a UUID in its 36 characters",
}
TEXTS = {"$binary": binary_text, "$objectId": object_id_text, "$uuid": uuid_text}


def text_of(name: str, value: object, path: str) -> str:
    """Read a text wrapper. Raises SHRED_BAD_EJSON_VALUE."""
    text = TEXTS[name](value)
    if text is None:
        raise bad_value(name, value, path)
    return text


def date_of(value: object, path: str) -> int:
    """Read a date wrapper as milliseconds. Raises SHRED_BAD_EJSON_VALUE."""
    ms = date_ms(value)
    if ms is None:
        raise bad_value("$date", value, path)
    return ms


def bad_value(name: str, value: object, path: str) -> Failure:
    """Make the failure for a wrapper that holds something else."""
    return Failure("SHRED_BAD_EJSON_VALUE", path=path, wrapper=name, expected=EXPECTED[name], got=value)
