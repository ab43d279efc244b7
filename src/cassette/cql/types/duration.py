"""`duration`: months, days and nanoseconds, which are three things since months and days vary in length.

Python      Duration(months, days, nanoseconds), all of one sign
Literal     1y2mo3w4d5h6m7s8ms9us10ns   -P1Y2M3DT4H5M6S   P2W   P0001-02-03T04:05:06
Protocol    three signed [vint]s        JSON    text
Order       none: as bytes, where some order is needed
"""

import re
from typing import Any, NamedTuple

from cassette.cql.terms import Constant, ConstantKind
from cassette.cql.types import vint
from cassette.cql.types.codec import Codec, from_text_only
from cassette.cql.types.cql_type import misfit, misread

HOUR_NS = 3600 * 10**9
MINUTE_NS = 60 * 10**9
SECOND_NS = 10**9
CLOCK = (("h", HOUR_NS), ("m", MINUTE_NS), ("s", SECOND_NS), ("ms", 10**6), ("us", 1000), ("ns", 1))
NUMBER = "([0-9]{1,19})"
UNITS = re.compile(
    rf"-?(?=.)(?:{NUMBER}y)?(?:{NUMBER}mo)?(?:{NUMBER}w)?(?:{NUMBER}d)?"
    rf"(?:{NUMBER}h)?(?:{NUMBER}m)?(?:{NUMBER}s)?(?:{NUMBER}ms)?(?:{NUMBER}(?:us|µs))?(?:{NUMBER}ns)?",
    re.IGNORECASE,
)
ISO = re.compile(
    rf"-?P(?=.)(?:{NUMBER}Y)?(?:{NUMBER}M)?(?:{NUMBER}W)?(?:{NUMBER}D)?"
    rf"(?:T(?=.)(?:{NUMBER}H)?(?:{NUMBER}M)?(?:{NUMBER}S)?)?"
)
ISO_FULL = re.compile(r"-?P([0-9]{4})-([0-9]{2})()-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})")
# what one of each is worth, in months, days and nanoseconds; ISO's forms end with the seconds
WORTH = ((12, 0, 0), (1, 0, 0), (0, 7, 0), (0, 1, 0), *((0, 0, ns) for _, ns in CLOCK))
WANTED = "a duration like 1y2mo3d4h, within 2^31 months and days and 2^63 nanoseconds"


class Duration(NamedTuple):
    """A length of time."""

    months: int
    days: int
    nanoseconds: int


def _check(value: Any) -> Duration:
    if isinstance(value, tuple) and len(value) == 3 and all(type(part) is int for part in value):
        months, days, nanoseconds = value
        one_sign = min(value) >= 0 or max(value) <= 0
        if one_sign and max(abs(months), abs(days)) < 1 << 31 and abs(nanoseconds) < 1 << 63:
            return Duration(months, days, nanoseconds)
    raise misfit("duration", value, WANTED)


def _encode(value: Duration) -> bytes:
    return b"".join(map(vint.encode_signed, value))


def _decode(data: bytes) -> Duration:
    try:
        months, at = vint.decode_signed(data, 0)
        days, at = vint.decode_signed(data, at)
        nanoseconds, at = vint.decode_signed(data, at)
    except IndexError:
        raise misread("duration", data) from None
    if at != len(data):
        raise misread("duration", data)
    return _check(Duration(months, days, nanoseconds))


def _parse(text: str) -> Duration:
    spelled = UNITS.fullmatch(text) or ISO.fullmatch(text) or ISO_FULL.fullmatch(text)
    if spelled is None:
        raise misfit("duration", text, WANTED)
    sign = -1 if text[0] == "-" else 1
    counts = [sign * int(group or 0) for group in spelled.groups()]
    months, days, nanoseconds = (
        sum(count * worth[part] for count, worth in zip(counts, WORTH, strict=False)) for part in range(3)
    )
    return _check(Duration(months, days, nanoseconds))


def _text(value: Duration) -> str:
    months, days, nanoseconds = map(abs, value)
    parts = [(months // 12, "y"), (months % 12, "mo"), (days, "d")]
    for unit, worth in CLOCK:
        parts.append((nanoseconds // worth, unit))
        nanoseconds %= worth
    text = "".join(f"{count}{unit}" for count, unit in parts if count) or "0s"
    return f"-{text}" if min(value) < 0 else text


DURATION = Codec(
    name="duration",
    kinds=frozenset({ConstantKind.DURATION}),
    check=_check,
    encode=_encode,
    decode=_decode,
    literal=lambda value: Constant(ConstantKind.DURATION, _text(value)),
    parse=_parse,
    from_json=from_text_only(_check, _parse),
    to_json=_text,
    key=_encode,
)
