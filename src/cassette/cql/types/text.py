"""`text`, also written `varchar`: any characters.

Python    str        Protocol    UTF-8        Literal    'it''s'        JSON    text
Order     by UTF-8 bytes, which is by code point, which is how Python compares
"""

from typing import Any

from cassette.cql.terms import Constant, ConstantKind
from cassette.cql.types.codec import Codec, as_it_is
from cassette.cql.types.cql_type import misfit, misread


def _check(value: Any) -> str:
    # half a surrogate pair has no UTF-8
    if isinstance(value, str) and (value.isascii() or _is_encodable(value)):
        return value
    raise misfit("text", value, "text")


def _is_encodable(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _decode(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise misread("text", data) from None


TEXT = Codec(
    name="text",
    kinds=frozenset({ConstantKind.TEXT}),
    check=_check,
    encode=str.encode,
    decode=_decode,
    literal=lambda value: Constant(ConstantKind.TEXT, value),
    parse=_check,
    from_json=_check,
    to_json=as_it_is,
    takes_nothing=True,
)
