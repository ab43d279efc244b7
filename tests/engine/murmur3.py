"""Cassandra's partition tokens, written down a second time, straight from the algorithm.

Murmur3 x64 128, first half, where the bytes of the last block are sign-extended as Java's are.
Values of the original's own class: `tests/unit/engines/embedded/test_tokens.py`.
"""

import struct
from typing import Any

from cassette.cql.types import parse_type

U64 = 2**64
FIRST, SECOND = 0x87C37B91114253D5, 0x4CF5AD432745937F
LEAST, MOST = -(2**63), 2**63 - 1


def murmur3(key: bytes) -> int:
    h1 = h2 = 0
    blocks, tail = divmod(len(key), 16)
    for k1, k2 in struct.iter_unpack("<QQ", key[: blocks * 16]):
        h1 = (left(h1 ^ first(k1), 27) + h2) * 5 + 0x52DCE729
        h2 = (left(h2 ^ second(k2), 31) + h1) * 5 + 0x38495AB5
    rest = struct.unpack(f"{tail}b", key[blocks * 16 :])
    k1 = k2 = 0
    for at, byte in enumerate(rest):
        if at < 8:
            k1 ^= byte << 8 * at
        else:
            k2 ^= byte << 8 * at - 64
    h1, h2 = h1 ^ first(k1) ^ len(key), h2 ^ second(k2) ^ len(key)
    h1 += h2
    h1, h2 = final(h1), final(h1 + h2)
    signed: int = struct.unpack("<q", struct.pack("<Q", (h1 + h2) % U64))[0]
    return MOST if signed == LEAST else signed


def left(value: int, by: int) -> int:
    value %= U64
    return (value << by | value >> 64 - by) % U64


def first(k: int) -> int:
    return left(k * FIRST, 31) * SECOND % U64


def second(k: int) -> int:
    return left(k * SECOND, 33) * FIRST % U64


def final(h: int) -> int:
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        h %= U64
        h = (h ^ h >> 33) * factor % U64
    return h ^ h >> 33


def token_of(type_text: str, value: Any) -> int:
    """The token of a partition key of one column."""
    return murmur3(parse_type(type_text).encode(value))


def token_of_many(type_texts: tuple[str, ...], values: tuple[Any, ...]) -> int:
    """The token of a partition key of several columns: each with its length before it and a zero behind."""
    parts = [parse_type(text).encode(value) for text, value in zip(type_texts, values, strict=True)]
    return murmur3(b"".join(struct.pack(">H", len(part)) + part + b"\0" for part in parts))
