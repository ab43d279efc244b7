"""[vint]: whole numbers in as few bytes as they need.

The count of leading 1-bits of the first byte says how many bytes follow; the number fills the rest. Signed
numbers are folded first, so that small ones of either sign are short: 0, -1, 1, -2 -> 0, 1, 2, 3.
Source: Cassandra's native protocol, version 5, section 3.
"""

WIDEST_BYTES = 8


def encode_unsigned(value: int) -> bytes:
    """Write a number from 0 to 2^64 - 1."""
    following = min((value.bit_length() - 1) // 7, WIDEST_BYTES) if value else 0
    data = value.to_bytes(following + 1, "big")
    return bytes([data[0] | (0xFF00 >> following) & 0xFF]) + data[1:]


def decode_unsigned(data: bytes, at: int) -> tuple[int, int]:
    """Read a number; give it with the place after it. Raises IndexError where the bytes end too early."""
    first = data[at]
    following = 8 - (first ^ 0xFF).bit_length()
    end = at + 1 + following
    if end > len(data):
        raise IndexError(end)
    value_bits = 8 * following + max(7 - following, 0)
    return int.from_bytes(data[at:end], "big") & ((1 << value_bits) - 1), end


def encode_signed(value: int) -> bytes:
    """Write a number from -2^63 to 2^63 - 1."""
    return encode_unsigned(value << 1 if value >= 0 else ~value << 1 | 1)


def decode_signed(data: bytes, at: int) -> tuple[int, int]:
    """Read what `encode_signed` wrote."""
    folded, end = decode_unsigned(data, at)
    return (~(folded >> 1) if folded & 1 else folded >> 1), end
