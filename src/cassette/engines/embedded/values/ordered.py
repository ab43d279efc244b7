"""Ordered bytes: a value of any type as bytes that compare as CQL compares the values, and come back.

    whole numbers, floats, dates    big-endian, biased        uuids       as in `uuids.py`
    text, blob, inet, duration      their bytes, 00 written 00 FF, then 00 00
    varint, decimal                 as in `decimals.py`, then 00 where positive; 1.00 comes back as 1
    tuple                           for each value 00 where it is null, else 01 and the value
    user type                       for each value 01 where it is null, else 02 and the value; nulls at the end left
                                    out; then 00: so a type may get more fields
    list, set, map                  for each item (or key and value) 01 and the item, then 00
    vector                          the values one after the other

No value's bytes are the beginning of another's, so they can stand one after the other.
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from cassette.cql.types import CqlType, FrozenType, ListType, MapType, ScalarType, SetType, TupleType, VectorType
from cassette.cql.types.items import hashable
from cassette.cql.types.scalar import TYPES
from cassette.cql.types.user import UserType
from cassette.engines.embedded.values import decimals, floats, inets, uuids

ESCAPED = b"\x00\xff"
END = b"\x00\x00"
NULL, PRESENT, CLOSED = b"\x00", b"\x01", b"\x00"
NO_FIELD, FIELD = b"\x01", b"\x02"
EXPONENT_BYTES = 4


class Ordered(NamedTuple):
    """How one type is written (a checked value) and read (bytes, and where it begins: the value, and where it ends)."""

    write: Callable[[Any], bytes]
    read: Callable[[bytes, int], tuple[Any, int]]


@lru_cache(maxsize=1024)
def ordered(cql_type: CqlType) -> Ordered:
    """Look up how values of a type are written in order."""
    match cql_type:
        case ScalarType(name):
            return SCALARS[name]
        case FrozenType(inner):
            return ordered(inner)
        case TupleType(items):
            return _tuple([ordered(item) for item in items])
        case UserType(fields=fields):
            return _user([name for name, _ in fields], [ordered(item) for _, item in fields])
        case VectorType(items, dimension):
            return _vector(ordered(items), dimension)
        case ListType(items):
            return _list(ordered(items))
        case SetType(items):
            return _set(ordered(items))
        case MapType(keys, values):
            return _map(ordered(keys), ordered(values))
    raise TypeError(cql_type.text())


def _whole(size: int, into: Callable[[Any], int] = int, out_of: Callable[[int], Any] = int) -> Ordered:
    bias = 1 << 8 * size - 1

    def write(value: Any) -> bytes:
        return (into(value) + bias).to_bytes(size, "big")

    def read(data: bytes, at: int) -> tuple[Any, int]:
        return out_of(int.from_bytes(data[at : at + size], "big") - bias), at + size

    return Ordered(write, read)


def _fixed(size: int, into: Callable[[Any], bytes], out_of: Callable[[bytes], Any]) -> Ordered:
    return Ordered(into, lambda data, at: (out_of(data[at : at + size]), at + size))


def _open(into: Callable[[Any], bytes], out_of: Callable[[bytes], Any]) -> Ordered:
    """Bytes of any length: an end that no byte inside can be taken for."""

    def write(value: Any) -> bytes:
        return into(value).replace(b"\x00", ESCAPED) + END

    def read(data: bytes, at: int) -> tuple[Any, int]:
        end = at
        while data[(end := data.index(b"\x00", end)) + 1] == ESCAPED[1]:
            end += len(ESCAPED)
        return out_of(data[at:end].replace(ESCAPED, b"\x00")), end + len(END)

    return Ordered(write, read)


def _number(out_of: Callable[[Decimal], Any]) -> Ordered:
    def write(value: Any) -> bytes:
        data = decimals.comparable(value)
        return data + CLOSED if data[0] == 2 else data

    def read(data: bytes, at: int) -> tuple[Any, int]:
        sign = data[at] - 1
        if not sign:
            return out_of(Decimal(0)), at + 1
        begin = at + 1 + EXPONENT_BYTES
        # an exponent may hold any byte, digits hold neither end
        end = data.index(b"\x00" if sign > 0 else b"\xff", begin)
        body = data[at + 1 : end] if sign > 0 else data[at + 1 : end].translate(decimals.INVERT)
        magnitude = int.from_bytes(body[:EXPONENT_BYTES], "big") - decimals.BIAS
        return out_of(decimals.joined(sign, magnitude, body[EXPONENT_BYTES:].decode())), end + 1

    return Ordered(write, read)


def _tuple(parts: list[Ordered]) -> Ordered:
    def write(value: Any) -> bytes:
        return b"".join(
            NULL if item is None else PRESENT + part.write(item) for part, item in zip(parts, value, strict=True)
        )

    def read(data: bytes, at: int) -> tuple[Any, int]:
        found = []
        for part in parts:
            present = data[at : at + 1] == PRESENT
            item, at = part.read(data, at + 1) if present else (None, at + 1)
            found.append(item)
        return tuple(found), at

    return Ordered(write, read)


def _user(names: list[str], parts: list[Ordered]) -> Ordered:
    def write(value: Any) -> bytes:
        # one that has to be hashable is a tuple of pairs
        fields = dict(value)
        found = [fields[name] for name in names]
        while found and found[-1] is None:
            found.pop()
        given = zip(parts, found, strict=False)
        return b"".join(NO_FIELD if item is None else FIELD + part.write(item) for part, item in given) + CLOSED

    def read(data: bytes, at: int) -> tuple[Any, int]:
        found: dict[str, Any] = dict.fromkeys(names)
        for name, part in zip(names, parts, strict=True):
            mark, at = data[at : at + 1], at + 1
            if mark == CLOSED:
                return found, at
            if mark == FIELD:
                found[name], at = part.read(data, at)
        return found, at + 1

    return Ordered(write, read)


def _vector(item: Ordered, dimension: int) -> Ordered:
    def read(data: bytes, at: int) -> tuple[Any, int]:
        found = []
        for _ in range(dimension):
            value, at = item.read(data, at)
            found.append(value)
        return found, at

    return Ordered(lambda values: b"".join(map(item.write, values)), read)


def _items(written: Iterable[bytes]) -> bytes:
    return b"".join(PRESENT + part for part in written) + CLOSED


def _read_items(item: Ordered, data: bytes, at: int) -> tuple[list[Any], int]:
    found = []
    while data[at : at + 1] == PRESENT:
        value, at = item.read(data, at + 1)
        found.append(value)
    return found, at + 1


def _list(item: Ordered) -> Ordered:
    return Ordered(lambda values: _items(map(item.write, values)), lambda data, at: _read_items(item, data, at))


def _set(item: Ordered) -> Ordered:
    def read(data: bytes, at: int) -> tuple[Any, int]:
        found, at = _read_items(item, data, at)
        return set(map(hashable, found)), at

    # in the order of the items, which is that of their bytes
    return Ordered(lambda values: _items(sorted(map(item.write, values))), read)


def _map(key: Ordered, value: Ordered) -> Ordered:
    def read_pair(data: bytes, at: int) -> tuple[Any, int]:
        name, at = key.read(data, at)
        one, at = value.read(data, at)
        return (hashable(name), one), at

    pair = Ordered(lambda entry: key.write(entry[0]) + value.write(entry[1]), read_pair)

    def read(data: bytes, at: int) -> tuple[Any, int]:
        found, at = _read_items(pair, data, at)
        return dict(found), at

    def write(entries: Any) -> bytes:
        # a map that has to be hashable is a tuple of pairs
        pairs = entries.items() if isinstance(entries, Mapping) else entries
        return _items(sorted(map(pair.write, pairs)))

    return Ordered(write, read)


SCALARS: dict[str, Ordered] = {
    "ascii": _open(str.encode, bytes.decode),
    "bigint": _whole(8),
    "blob": _open(bytes, bytes),
    "boolean": _whole(1, into=int, out_of=bool),
    "counter": _whole(8),
    "date": _whole(4),
    "decimal": _number(lambda number: number),
    "double": _whole(8, floats.double_order, floats.double_value),
    "duration": _open(TYPES["duration"].encode, TYPES["duration"].decode),
    "float": _whole(4, floats.float_order, floats.float_value),
    "inet": _open(inets.packed, inets.address),
    "int": _whole(4),
    "smallint": _whole(2),
    "text": _open(str.encode, bytes.decode),
    "time": _whole(8),
    "timestamp": _whole(8),
    "timeuuid": _fixed(16, uuids.timeuuid_blob, uuids.timeuuid_value),
    "tinyint": _whole(1),
    "uuid": _fixed(25, uuids.uuid_blob, lambda data: UUID(bytes=data[9:])),
    "varint": _number(int),
}
