"""`ascii`: characters of ASCII only.

Python    str        Protocol    one byte each        Literal    'text'        JSON    text
"""

from typing import Any

from cassette.cql.terms import Constant, ConstantKind
from cassette.cql.types.codec import Codec
from cassette.cql.types.cql_type import misfit, misread


def _check(value: Any) -> str:
    if isinstance(value, str) and value.isascii():
        return value
    raise misfit("ascii", value, "text of ASCII characters")


def _decode(data: bytes) -> str:
    try:
        return data.decode("ascii")
    except UnicodeDecodeError:
        raise misread("ascii", data) from None


ASCII = Codec(
    name="ascii",
    kinds=frozenset({ConstantKind.TEXT}),
    check=_check,
    encode=str.encode,
    decode=_decode,
    literal=lambda value: Constant(ConstantKind.TEXT, value),
    parse=_check,
    from_json=_check,
    takes_nothing=True,
)
