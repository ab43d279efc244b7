"""Ids: what may stand in `_id`, the key a document is stored under, and ids made for documents without one.

    "x" -> (1, "x")   {"$uuid": …}, {"$objectId": …} -> (1, their text)   5 -> (2, "5")
    true -> (3, "true")   null -> (4, "null")   {"$date": 7} -> (5, "7")

A UUID and the string with the same text are the same key. Source: storage sheet, section 3.
"""

import itertools
import os
import time
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cassette.compile.documents.clock import TICKS_TO_EPOCH, next_tick
from cassette.compile.documents.ejson import date_ms, object_id_text, uuid_text
from cassette.errors import Failure

if TYPE_CHECKING:
    from cassette.compile.documents.collection import Collection

Key = tuple[int, str]
TEXT, NUMBER, BOOLEAN, NULL, DATE = 1, 2, 3, 4, 5


def key_of(value: object) -> Key:
    """Give the key of an `_id`. Raises SHRED_BAD_DOCID_TYPE, and SHRED_BAD_DOCID_VALUE for an empty string."""
    kind = type(value)
    if kind is str:
        if not value:
            raise Failure("SHRED_BAD_DOCID_VALUE", reason="an _id cannot be an empty string")
        return (TEXT, value)  # type: ignore[return-value]  # mypy does not follow `kind`
    if kind is int or kind is Decimal:
        return (NUMBER, str(value))
    if value is None:
        return (NULL, "null")
    if kind is bool:
        return (BOOLEAN, "true" if value else "false")
    if isinstance(value, dict) and len(value) == 1:
        key = _wrapped_key(value)
        if key is not None:
            return key
    raise Failure("SHRED_BAD_DOCID_TYPE", got=value)


def _wrapped_key(value: dict[str, object]) -> Key | None:
    ((name, inner),) = value.items()
    if name == "$date":
        ms = date_ms(inner)
        return None if ms is None else (DATE, str(ms))
    text = uuid_text(inner) if name == "$uuid" else object_id_text(inner) if name == "$objectId" else None
    return None if text is None else (TEXT, text)


def new_id(collection: "Collection") -> Any:
    """Make an `_id` of the collection's kind, as JSON."""
    return MAKERS[collection.default_id]()


def _uuid4() -> str:
    bits = bytearray(os.urandom(16))
    bits[6] = bits[6] & 0x0F | 0x40
    bits[8] = bits[8] & 0x3F | 0x80
    return _dashed(bits.hex())


def _uuid6() -> str:
    """Version 6: version 1 with the time's greatest digits first."""
    tick = next_tick()
    head = tick >> 12 << 16 | 0x6000 | tick & 0xFFF
    return _dashed(f"{head:016x}{_random_tail()}")


def _uuid7() -> str:
    """Version 7: milliseconds since 1970, the fraction of a millisecond, then chance.

    The fraction (12 bits, steps of a quarter of a microsecond) takes the place that the format leaves
    free for it, so that ids sort by time beyond the millisecond.
    """
    tick = next_tick() - TICKS_TO_EPOCH
    ms, rest = divmod(tick, 10_000)
    head = ms << 16 | 0x7000 | rest * 4096 // 10_000
    return _dashed(f"{head:016x}{_random_tail()}")


def _random_tail() -> str:
    tail = int.from_bytes(os.urandom(8), "big") & 0x3FFFFFFFFFFFFFFF | 0x8000000000000000
    return f"{tail:016x}"


def _dashed(digits: str) -> str:
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


_process = os.urandom(5).hex()
_counter = itertools.count(int.from_bytes(os.urandom(3), "big"))


def _reseed() -> None:
    global _process
    _process = os.urandom(5).hex()


os.register_at_fork(after_in_child=_reseed)


def _object_id() -> str:
    """Seconds, a number for the process, a counter: 4, 5 and 3 bytes."""
    return f"{int(time.time()) & 0xFFFFFFFF:08x}{_process}{next(_counter) & 0xFFFFFF:06x}"


MAKERS: dict[str, Callable[[], Any]] = {
    "": _uuid4,
    "objectId": lambda: {"$objectId": _object_id()},
    "uuid": lambda: {"$uuid": _uuid4()},
    "uuidv6": lambda: {"$uuid": _uuid6()},
    "uuidv7": lambda: {"$uuid": _uuid7()},
}
