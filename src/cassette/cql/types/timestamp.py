"""`timestamp`: a moment.

Python      int, milliseconds since 1970-01-01 00:00 UTC; datetime goes in as well (without a zone: UTC)
Literal     '2024-02-29 12:30:00.000+0000' and shorter forms, or the milliseconds as a whole number
Protocol    eight bytes, signed        JSON    "2024-02-29 12:30:00.000Z", or the milliseconds
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from cassette.cql.terms import Constant, ConstantKind
from cassette.cql.types import civil
from cassette.cql.types.codec import Codec, from_text_or
from cassette.cql.types.cql_type import misfit, misread

LIMIT = 1 << 63
DAY_MS = 86_400_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
ZONE = r" ?(?:[zZ]|GMT|UTC|(?P<sign>[+-])(?P<zh>[0-9]{2}):?(?P<zm>[0-9]{2})?)?"
DAY = re.compile(r"([0-9]{4}|-[0-9]{4}|[+-][0-9]{5,9})-([0-9]{2})-([0-9]{2})" + ZONE)
MOMENT = re.compile(
    r"([+-]?[0-9]{1,9})-([0-9]{1,2})-([0-9]{1,2})"
    r"[ T](?P<h>[0-9]{1,2}):(?P<m>[0-9]{1,2})(?::(?P<s>[0-9]{1,2})(?:\.(?P<fraction>[0-9]{1,9}))?)?" + ZONE
)
DIGITS = re.compile(r"[+-]?[0-9]{1,19}")
WANTED = "a moment like '2024-02-29 12:30:00+0000', or milliseconds as a whole number"


def _check(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and -LIMIT <= value < LIMIT:
        return value
    if isinstance(value, datetime):
        return (value.replace(tzinfo=value.tzinfo or UTC) - EPOCH) // MILLISECOND
    raise misfit("timestamp", value, WANTED)


def _encode(value: int) -> bytes:
    return value.to_bytes(8, "big", signed=True)


def _decode(data: bytes) -> int:
    if len(data) != 8:
        raise misread("timestamp", data)
    return int.from_bytes(data, "big", signed=True)


def _parse(text: str) -> int:
    if DIGITS.fullmatch(text):
        return _check(int(text))
    found = MOMENT.fullmatch(text) or DAY.fullmatch(text)
    if found is None:
        raise misfit("timestamp", text, WANTED)
    spelled = found.groupdict()
    days = _days(*(int(found[part]) for part in (1, 2, 3)))
    hour, minute, second, zone_hour, zone_minute = (int(spelled.get(part) or 0) for part in ("h", "m", "s", "zh", "zm"))
    ends_day = (hour, minute, second) == (24, 0, 0)
    if days is None or (hour > 23 and not ends_day) or max(minute, second, zone_minute) > 59 or zone_hour > 18:
        raise misfit("timestamp", text, WANTED)
    zone = (zone_hour * 60 + zone_minute) * (-1 if spelled["sign"] == "-" else 1)
    fraction_ms = int((spelled.get("fraction") or "")[:3].ljust(3, "0"))
    return _check(days * DAY_MS + (((hour * 60 + minute) - zone) * 60 + second) * 1000 + fraction_ms)


def _days(year: int, month: int, day: int) -> int | None:
    """Count the days; a month that ends before a day up to the 31st ends with it, as in Java."""
    days = civil.days_of(year, month, day)
    if days is None and 28 < day <= 31 and 1 <= month <= 12:
        return _days(year, month, day - 1)
    return days


def _text(value: int, zone: str) -> str:
    days, ms = divmod(value, DAY_MS)
    clock = f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"
    return f"{civil.date_text(days)} {clock}{zone}"


def _literal(value: int) -> Constant:
    text = _text(value, "+0000")
    return Constant(ConstantKind.TEXT, text) if text[0].isdigit() else Constant(ConstantKind.INTEGER, str(value))


TIMESTAMP = Codec(
    name="timestamp",
    kinds=frozenset({ConstantKind.TEXT, ConstantKind.INTEGER}),
    check=_check,
    encode=_encode,
    decode=_decode,
    literal=_literal,
    parse=_parse,
    from_json=from_text_or(_check, _parse),
    to_json=lambda value: _text(value, "Z"),
    width_bytes=8,
)
