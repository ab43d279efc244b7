"""`inet`: an internet address, of version 4 or 6.

Python      ipaddress.IPv4Address or IPv6Address; text goes in as well        Literal    '127.0.0.1'
Protocol    four bytes, or sixteen                                            JSON       text, "0:0:0:0:0:0:0:1"
Order       by bytes
"""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

from cassette.cql.terms import Constant, ConstantKind
from cassette.cql.types.codec import Codec, from_text_only
from cassette.cql.types.cql_type import misfit, misread

Address = IPv4Address | IPv6Address
PARTS = re.compile(r"[0-9]{1,10}(?:\.[0-9]{1,10}){0,3}")


def _check(value: Any) -> Address:
    if isinstance(value, str):
        return _parse(value)
    if isinstance(value, IPv4Address):
        return value
    if isinstance(value, IPv6Address) and value.scope_id is None:
        # Java takes these for what they stand for
        return value.ipv4_mapped or value
    raise misfit("inet", value, "an address of IPv4 or IPv6")


def _encode(value: Address) -> bytes:
    return value.packed


def _decode(data: bytes) -> Address:
    if len(data) not in {4, 16}:
        raise misread("inet", data)
    return _check(ip_address(bytes(data)))


def _parse(text: str) -> Address:
    if PARTS.fullmatch(text):
        return _joined(text)
    try:
        return _check(ip_address(text))
    except ValueError:
        raise misfit("inet", text, "an address of IPv4 or IPv6") from None


def _joined(text: str) -> IPv4Address:
    """Read an address of version 4 of one to four numbers: the last one fills all bytes that are left."""
    *single, last = map(int, text.split("."))
    left_bytes = 4 - len(single)
    if max(single, default=0) > 255 or last >= 1 << 8 * left_bytes:
        raise misfit("inet", text, "an address of IPv4 or IPv6")
    return IPv4Address(bytes(single) + last.to_bytes(left_bytes, "big"))


def shown(value: Address) -> str:
    """Write an address as Java does: every group of one of version 6, none with zeros before it."""
    if isinstance(value, IPv4Address):
        return str(value)
    return ":".join(f"{int(group, 16):x}" for group in value.exploded.split(":"))


INET = Codec(
    name="inet",
    kinds=frozenset({ConstantKind.TEXT}),
    check=_check,
    encode=_encode,
    decode=_decode,
    literal=lambda value: Constant(ConstantKind.TEXT, str(value)),
    parse=_parse,
    from_json=from_text_only(_check, _parse),
    to_json=shown,
    key=_encode,
)
