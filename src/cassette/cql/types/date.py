"""`date`: a day.

Python      int, days since 1970-01-01 (negative before); datetime.date goes in as well
Literal     '2024-02-29', or a whole number: days since 1970-01-01 plus 2^31
Protocol    the same number, four bytes, unsigned
JSON        text
"""

import re
from datetime import date, datetime
from typing import Any

from cassette.cql.terms import Constant, ConstantKind
from cassette.cql.types import civil
from cassette.cql.types.codec import Codec, from_text_only
from cassette.cql.types.cql_type import misfit, misread

EPOCH = 1 << 31
EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
SPELLED = re.compile(r"([0-9]{4}|-[0-9]{4}|[+-][0-9]{5,7})-([0-9]{2})-([0-9]{2})")
DIGITS = re.compile(r"[0-9]{1,10}")
WANTED = "a day like '2024-02-29', or days as a whole number"


def _check(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and -EPOCH <= value < EPOCH:
        return value
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.toordinal() - EPOCH_ORDINAL
    raise misfit("date", value, WANTED)


def _encode(value: int) -> bytes:
    return (value + EPOCH).to_bytes(4, "big")


def _decode(data: bytes) -> int:
    if len(data) != 4:
        raise misread("date", data)
    return int.from_bytes(data, "big") - EPOCH


def _parse(text: str) -> int:
    if DIGITS.fullmatch(text):
        return _check(int(text) - EPOCH)
    spelled = SPELLED.fullmatch(text)
    days = civil.days_of(*map(int, spelled.groups())) if spelled else None
    if days is None:
        raise misfit("date", text, WANTED)
    return _check(days)


def _literal(value: int) -> Constant:
    text = civil.date_text(value)
    if text[0].isdigit():
        return Constant(ConstantKind.TEXT, text)
    return Constant(ConstantKind.INTEGER, str(value + EPOCH))


DATE = Codec(
    name="date",
    kinds=frozenset({ConstantKind.TEXT, ConstantKind.INTEGER}),
    check=_check,
    encode=_encode,
    decode=_decode,
    literal=_literal,
    parse=_parse,
    from_json=from_text_only(_check, _parse),
    to_json=civil.date_text,
)
