"""`time`: a time of day.

Python      int, nanoseconds since midnight; datetime.time goes in as well
Literal     '08:12:54.123456789', or the nanoseconds as a whole number
Protocol    eight bytes        JSON    text
"""

import re
from datetime import time
from typing import Any

from cassette.cql.terms import Constant, ConstantKind
from cassette.cql.types.codec import Codec, from_text_only
from cassette.cql.types.cql_type import misfit, misread

DAY_NS = 86_400 * 10**9
SPELLED = re.compile(r"([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:\.([0-9]{1,9}))?")
DIGITS = re.compile(r"[0-9]{1,19}")
WANTED = "a time of day like '08:12:54.123', or nanoseconds as a whole number"


def _check(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < DAY_NS:
        return value
    if isinstance(value, time) and value.tzinfo is None:
        return ((value.hour * 60 + value.minute) * 60 + value.second) * 10**9 + value.microsecond * 1000
    raise misfit("time", value, WANTED)


def _encode(value: int) -> bytes:
    return value.to_bytes(8, "big")


def _decode(data: bytes) -> int:
    value = int.from_bytes(data, "big")
    if len(data) != 8 or value >= DAY_NS:
        raise misread("time", data)
    return value


def _parse(text: str) -> int:
    if DIGITS.fullmatch(text):
        return _check(int(text))
    spelled = SPELLED.fullmatch(text)
    if spelled is None:
        raise misfit("time", text, WANTED)
    hour, minute, second = (int(spelled[part]) for part in (1, 2, 3))
    if hour > 23 or minute > 59 or second > 59:
        raise misfit("time", text, WANTED)
    return ((hour * 60 + minute) * 60 + second) * 10**9 + int((spelled[4] or "").ljust(9, "0"))


def _text(value: int) -> str:
    seconds, nanoseconds = divmod(value, 10**9)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{nanoseconds:09}"


TIME = Codec(
    name="time",
    kinds=frozenset({ConstantKind.TEXT, ConstantKind.INTEGER}),
    check=_check,
    encode=_encode,
    decode=_decode,
    literal=lambda value: Constant(ConstantKind.TEXT, _text(value)),
    parse=_parse,
    from_json=from_text_only(_check, _parse),
    to_json=_text,
)
