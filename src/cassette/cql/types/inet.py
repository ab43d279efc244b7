"""`inet`: an internet address, of version 4 or 6.

Python      ipaddress.IPv4Address or IPv6Address; text goes in as well        Literal    '127.0.0.1'
Protocol    four bytes, or sixteen                                            JSON       text
Order       by bytes
"""

from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

from cassette.cql.terms import Constant, ConstantKind
from cassette.cql.types.codec import Codec, from_text_only
from cassette.cql.types.cql_type import misfit, misread

Address = IPv4Address | IPv6Address


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
    try:
        return _check(ip_address(text))
    except ValueError:
        raise misfit("inet", text, "an address of IPv4 or IPv6") from None


INET = Codec(
    name="inet",
    kinds=frozenset({ConstantKind.TEXT}),
    check=_check,
    encode=_encode,
    decode=_decode,
    literal=lambda value: Constant(ConstantKind.TEXT, str(value)),
    parse=_parse,
    from_json=from_text_only(_check, _parse),
    to_json=str,
    key=_encode,
)
