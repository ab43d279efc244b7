"""Partition tokens: the order in which Cassandra keeps partitions.

A token is the first half of the 128-bit Murmur3 hash of the serialized partition key, as Cassandra
computes it: bytes of the last, incomplete block of 16 count as signed there, which the usual implementation
does not do. Keys whose last block is ASCII agree, and take the fast library; the others are hashed here.

Source: Cassandra 5.0, utils/MurmurHash and dht/Murmur3Partitioner.
"""

import mmh3

FIRST = -(1 << 63)
MASK = (1 << 64) - 1
C1, C2 = 0x87C37B91114253D5, 0x4CF5AD432745937F
C3, C4 = 0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53
SIGN_BITS = 0x8080808080808080


def token(key: bytes) -> int:
    """Give the token of a serialized partition key: -2**63 + 1 … 2**63 - 1, and -2**63 for an empty one."""
    if not key:
        return FIRST
    found: int
    if key.isascii() or key[len(key) & -16 :].isascii():
        found = mmh3.hash64(key, 0, True)[0]
    else:
        found = _murmur3(key) if len(key) > 8 else _murmur3_of_few(key)
    # the least token is kept for "before everything"
    return found if found != FIRST else (1 << 63) - 1


def _signs() -> dict[int, int]:
    """Make the table of what the signs of up to 8 bytes do to the number that they are, by their sign bits."""
    found = {0: 0}
    for at in range(8):
        found |= {bits | 0x80 << 8 * at: mixed ^ MASK << 8 * (at + 1) & MASK for bits, mixed in found.items()}
    return found


SIGNS = _signs()


def _murmur3_of_few(key: bytes) -> int:
    """Hash up to 8 bytes: the key of most tables with numbers for keys, so all is spelled out."""
    length = len(key)
    k = int.from_bytes(key, "little")
    k = (k ^ SIGNS[k & SIGN_BITS]) * C1 & MASK
    h1 = (((k << 31 | k >> 33) * C2 ^ length) + length) & MASK
    h2 = (h1 + length) & MASK
    h1 = (h1 ^ h1 >> 33) * C3 & MASK
    h1 = (h1 ^ h1 >> 33) * C4 & MASK
    h2 = (h2 ^ h2 >> 33) * C3 & MASK
    h2 = (h2 ^ h2 >> 33) * C4 & MASK
    h1 = ((h1 ^ h1 >> 33) + (h2 ^ h2 >> 33)) & MASK
    return h1 - (1 << 64) if h1 >> 63 else h1


def _murmur3(key: bytes) -> int:
    h1 = h2 = 0
    whole = len(key) // 16 * 16
    for at in range(0, whole, 16):
        k1 = int.from_bytes(key[at : at + 8], "little")
        k2 = int.from_bytes(key[at + 8 : at + 16], "little")
        h1 ^= _mix(k1, C1, 31, C2)
        h1 = ((_rotate(h1, 27) + h2) * 5 + 0x52DCE729) & MASK
        h2 ^= _mix(k2, C2, 33, C1)
        h2 = ((_rotate(h2, 31) + h1) * 5 + 0x38495AB5) & MASK
    rest = key[whole:]
    if len(rest) > 8:
        h2 ^= _mix(_signed_tail(rest[8:]), C2, 33, C1)
    if rest:
        h1 ^= _mix(_signed_tail(rest[:8]), C1, 31, C2)
    h1 ^= len(key)
    h2 ^= len(key)
    h1 = (h1 + h2) & MASK
    h2 = (h2 + h1) & MASK
    h1, h2 = _finish(h1), _finish(h2)
    h1 = (h1 + h2) & MASK
    return h1 - (1 << 64) if h1 >> 63 else h1


def _signed_tail(rest: bytes) -> int:
    mixed = 0
    for at, byte in enumerate(rest):
        signed = byte - 256 if byte > 127 else byte
        mixed ^= signed << 8 * at & MASK
    return mixed


def _mix(k: int, first: int, turn: int, second: int) -> int:
    return _rotate(k * first & MASK, turn) * second & MASK


def _rotate(value: int, by: int) -> int:
    return (value << by | value >> 64 - by) & MASK


def _finish(k: int) -> int:
    k = (k ^ k >> 33) * C3 & MASK
    k = (k ^ k >> 33) * C4 & MASK
    return k ^ k >> 33
