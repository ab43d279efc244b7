"""Addresses: their bytes in rows and keys; in indexes those of version 6, as SAI compares them."""

from ipaddress import IPv4Address, IPv6Address, ip_address

MAPPED = bytes(10) + b"\xff\xff"
"""What stands before the four bytes of an address of version 4 in one of version 6."""


def packed(address: IPv4Address | IPv6Address) -> bytes:
    """Write an address."""
    return address.packed


def address(data: bytes) -> IPv4Address | IPv6Address:
    """Read it back."""
    return ip_address(data)


def comparable(address: IPv4Address | IPv6Address) -> bytes:
    """Write an address for an index, all of them in sixteen bytes."""
    return address.packed if address.version == 6 else MAPPED + address.packed
