"""Raw values read into what JSON can hold, so that answers can be recorded and compared.

This reading is the suite's own: if the engine under test writes a value otherwise than Cassandra, it shows.
Order inside sets and maps is kept as it came.
"""

import ipaddress
import math
import struct
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from tests.conformance.oracle.types import Type

Json = object
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# the days that Python's calendar has, from 1970
FIRST_DAY, LAST_DAY = -719_162, 2_932_896
DAY_MS = 86_400_000


def readable(of: Type, raw: bytes | None) -> Json:
    """Read a value: null is None, and what is empty where nothing empty should be says so."""
    if raw is None:
        return None
    if of.word in PARTED:
        return PARTED[of.word](of, raw)
    if not raw and of.word not in ("ascii", "blob", "text"):
        return "<empty>"
    return SIMPLE[of.word](raw)


def _number(raw: bytes) -> int:
    return int.from_bytes(raw, "big", signed=True)


def _decimal(raw: bytes) -> str:
    digits = _number(raw[4:])
    sign = int(digits < 0)
    return str(Decimal((sign, tuple(int(digit) for digit in str(abs(digits))), -_number(raw[:4]))))


def _float(raw: bytes) -> str:
    value: float = struct.unpack(">f", raw)[0]
    if not math.isfinite(value):
        return repr(value)
    # the shortest digits that are this very float
    texts = (f"{value:.{digits}g}" for digits in range(1, 10))
    return repr(float(next(text for text in texts if struct.pack(">f", float(text)) == raw)))


def _double(raw: bytes) -> str:
    return repr(struct.unpack(">d", raw)[0])


def _date(raw: bytes) -> str:
    days = int.from_bytes(raw, "big") - 2**31
    return str(date(1970, 1, 1) + timedelta(days)) if FIRST_DAY <= days <= LAST_DAY else f"{days} days"


def _time(raw: bytes) -> str:
    seconds, ns = divmod(_number(raw), 10**9)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{ns:09}"


def _timestamp(raw: bytes) -> str:
    ms = _number(raw)
    if not FIRST_DAY <= ms // DAY_MS <= LAST_DAY:
        return f"{ms} ms"
    return (EPOCH + timedelta(milliseconds=ms)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _duration(raw: bytes) -> str:
    months, days, ns = (value >> 1 ^ -(value & 1) for value in _vints(raw))
    return f"{months}mo{days}d{ns}ns"


def _vints(raw: bytes) -> Iterator[int]:
    at = 0
    while at < len(raw):
        more = 8 - (raw[at] ^ 0xFF).bit_length()
        yield int.from_bytes(raw[at : at + more + 1], "big") & ((1 << 7 * (more + 1)) - 1 if more < 8 else 2**64 - 1)
        at += more + 1


def _sized(raw: bytes, at: int = 0) -> Iterator[bytes | None]:
    while at < len(raw):
        size = _number(raw[at : at + 4])
        at += 4
        yield None if size < 0 else raw[at : at + size]
        at += max(size, 0)


def _items(of: Type, raw: bytes) -> Json:
    return [readable(of.parts[0], item) for item in _sized(raw, 4)]


def _map(of: Type, raw: bytes) -> Json:
    items = list(_sized(raw, 4))
    return [
        [readable(of.parts[0], key), readable(of.parts[1], value)]
        for key, value in zip(items[::2], items[1::2], strict=True)
    ]


def _fields(of: Type, raw: bytes) -> list[Json]:
    items = list(_sized(raw))
    items += [None] * (len(of.parts) - len(items))
    return [readable(part, item) for part, item in zip(of.parts, items, strict=True)]


def _udt(of: Type, raw: bytes) -> Json:
    return dict(zip(of.fields, _fields(of, raw), strict=True))


FIXED_BYTES = {"bigint": 8, "boolean": 1, "double": 8, "float": 4, "int": 4, "timestamp": 8, "timeuuid": 16, "uuid": 16}


def _vector(of: Type, raw: bytes) -> Json:
    return [readable(of.parts[0], item) for item in _vector_items(of, raw)]


def _vector_items(of: Type, raw: bytes) -> Iterator[bytes]:
    size = _fixed_bytes(of.parts[0])
    if size:
        yield from (raw[at : at + size] for at in range(0, len(raw), size))
        return
    at = 0
    while at < len(raw):
        more = 8 - (raw[at] ^ 0xFF).bit_length()
        length = next(_vints(raw[at : at + more + 1]))
        at += more + 1
        yield raw[at : at + length]
        at += length


def _fixed_bytes(of: Type) -> int | None:
    if of.word == "vector":
        inner = _fixed_bytes(of.parts[0])
        return inner * of.dimension if inner else None
    return FIXED_BYTES.get(of.word)


SIMPLE: dict[str, Callable[[bytes], Json]] = {
    "ascii": bytes.decode,
    "bigint": _number,
    "blob": lambda raw: f"0x{raw.hex()}",
    "boolean": lambda raw: raw != b"\0",
    "counter": _number,
    "date": _date,
    "decimal": _decimal,
    "double": _double,
    "duration": _duration,
    "empty": lambda raw: "<empty>",
    "float": _float,
    "inet": lambda raw: str(ipaddress.ip_address(raw)),
    "int": _number,
    "smallint": _number,
    "text": bytes.decode,
    "time": _time,
    "timestamp": _timestamp,
    "timeuuid": lambda raw: str(uuid.UUID(bytes=raw)),
    "tinyint": _number,
    "uuid": lambda raw: str(uuid.UUID(bytes=raw)),
    "varint": _number,
}

PARTED: dict[str, Callable[[Type, bytes], Json]] = {
    "list": _items,
    "map": _map,
    "set": _items,
    "tuple": _fields,
    "udt": _udt,
    "vector": _vector,
}
