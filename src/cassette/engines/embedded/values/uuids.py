"""UUIDs: 16 bytes that compare as Cassandra compares them.

    timeuuid   the 60 bits of time first (version digit dropped), then the other 8 bytes, each as a signed byte
    uuid       its version first; those of version 1 by their time; then the bytes

Source: Cassandra 5.0, db/marshal/TimeUUIDType and UUIDType.
"""

from uuid import UUID

SIGNED = 0x8080808080808080
"""Turning the top bit of each byte makes unsigned comparison give the order of signed bytes."""
LOW_64 = (1 << 64) - 1


def timeuuid_blob(value: UUID) -> bytes:
    """Write a version 1 UUID in the order of its time."""
    number = value.int
    high, low = number >> 64, number & LOW_64
    time = (high & 0x0FFF) << 48 | (high >> 16 & 0xFFFF) << 32 | high >> 32
    return (time << 64 | low ^ SIGNED).to_bytes(16, "big")


def timeuuid_value(blob: bytes) -> UUID:
    """Read it back."""
    number = int.from_bytes(blob, "big")
    time, low = number >> 64, number & LOW_64 ^ SIGNED
    high = (time & 0xFFFFFFFF) << 32 | (time >> 32 & 0xFFFF) << 16 | 0x1000 | time >> 48
    return UUID(int=high << 64 | low)


def uuid_blob(value: UUID) -> bytes:
    """Write a UUID so that its version comes first, then its time where it has one, then all of it."""
    version = value.int >> 76 & 0xF
    time = value.time if version == 1 else 0
    return bytes([version]) + time.to_bytes(8, "big") + value.bytes
