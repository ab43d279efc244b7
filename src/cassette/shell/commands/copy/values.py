"""Values in CSV files, as cqlsh writes and reads them.

    null          an empty field, or what NULL says            text      as it is
    timestamp     2024-02-29 12:30:00.000+0000                 blob      0xcafe
    collections   {'a', 'b'}   [1, 2]   {'k': 0.5}   (1, 'a')  user types {street: 'x', zip: null}

What is read may also be JSON: texts inside collections in double quotes, or in none where that is clear.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from cassette.cql.terms import Constant
from cassette.cql.types import CqlType, FrozenType, ListType, MapType, ScalarType, SetType, TupleType, VectorType
from cassette.cql.types.scalar import TYPES
from cassette.cql.types.user import UserType
from cassette.errors import InvalidRequest
from cassette.shell.commands.copy.options import Options
from cassette.shell.shown import TEXTS

Read = Callable[[str], Any]
Write = Callable[[Any], str]

BRACKETS = {"[": "]", "{": "}", "(": ")"}
ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))", re.DOTALL)
UNESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
INTEGRAL = frozenset(["bigint", "counter", "int", "smallint", "tinyint", "varint"])


def writer(cql_type: CqlType, options: Options) -> Write:
    """Make the function that writes values of a type."""
    if isinstance(cql_type, ScalarType):
        if cql_type.name in TEXTS:
            return str
        if cql_type.name == "boolean":
            yes, no = options.boolstyle
            return lambda value: yes if value else no
        if cql_type.name == "timestamp" and options.datetimeformat is not None:
            return _formatted(options.datetimeformat)

    def write(value: Any) -> str:
        term = cql_type.to_term(value)
        return term.value if isinstance(term, Constant) else term.text()

    return write


def _formatted(form: str) -> Write:
    def write(value: int) -> str:
        try:
            return datetime.fromtimestamp(value / 1000, UTC).strftime(form)
        except (ValueError, OverflowError, OSError):
            return str(value)

    return write


def reader(cql_type: CqlType, options: Options) -> Read:
    """Make the function that reads values of a type. What it makes raises InvalidRequest for what is none."""
    match cql_type:
        case ScalarType(name):
            return _scalar(name, options)
        case FrozenType(inner):
            return reader(inner, options)
        case ListType(items) | VectorType(items):
            return _sequence(cql_type, "[", reader(items, options))
        case SetType(items):
            return _sequence(cql_type, "{", reader(items, options))
        case MapType(keys, values):
            return _pairs(cql_type, reader(keys, options), reader(values, options))
        case TupleType(items):
            return _tuple(cql_type, [reader(item, options) for item in items])
        case UserType(fields=fields):
            return _fields(cql_type, {name: reader(inner, options) for name, inner in fields})
    raise InvalidRequest(f"COPY does not know how to read {cql_type.text()}")


def _scalar(name: str, options: Options) -> Read:
    check = TYPES[name].check
    if name in TEXTS:
        return (lambda text: check(_unescaped(text))) if options.textescapes else check
    parse = TYPES[name].parse
    if name == "boolean":
        return _boolean(options)
    if name == "timestamp" and options.datetimeformat is not None:
        return _moment(options.datetimeformat)
    if name in INTEGRAL:
        return lambda text: parse(text.strip().replace(",", "") if "," in text else text.strip())
    return lambda text: parse(text.strip())


def _boolean(options: Options) -> Read:
    yes, no = (style.lower() for style in options.boolstyle)
    known = {"true": True, "false": False, yes: True, no: False}

    def read(text: str) -> bool:
        try:
            return known[text.strip().lower()]
        except KeyError:
            raise InvalidRequest(f"{text!r} is no boolean: it takes {yes} or {no}") from None

    return read


def _moment(form: str) -> Read:
    check = TYPES["timestamp"].check

    def read(text: str) -> Any:
        try:
            return check(datetime.strptime(text.strip(), form))  # noqa: DTZ007, without a zone it is UTC
        except ValueError:
            # milliseconds, and the forms that CQL knows
            return TYPES["timestamp"].parse(text.strip())

    return read


def _sequence(cql_type: CqlType, opening: str, item: Read) -> Read:
    def read(text: str) -> Any:
        return cql_type.check([item(_unquoted(part)) for part in _inside(cql_type, text, opening)])

    return read


def _pairs(cql_type: CqlType, key: Read, value: Read) -> Read:
    def read(text: str) -> Any:
        pairs = (_pair(cql_type, part) for part in _inside(cql_type, text, "{"))
        # as pairs: a key may be a list or a set
        return cql_type.check([(key(_unquoted(name)), value(_unquoted(one))) for name, one in pairs])

    return read


def _tuple(cql_type: TupleType, items: list[Read]) -> Read:
    def read(text: str) -> Any:
        parts = _inside(cql_type, text, "(")
        if len(parts) > len(items):
            raise InvalidRequest(f"{cql_type.text()} has {len(items)} fields, not {len(parts)}")
        given = [_or_null(item, part) for item, part in zip(items, parts, strict=False)]
        return cql_type.check((*given, *(None,) * (len(items) - len(given))))

    return read


def _fields(cql_type: UserType, fields: dict[str, Read]) -> Read:
    def read(text: str) -> Any:
        found = {}
        for part in _inside(cql_type, text, "{"):
            name, value = _pair(cql_type, part)
            field = _unquoted(name)
            if field not in fields:
                raise InvalidRequest(f"type {cql_type.name} has no field {field}")
            found[field] = _or_null(fields[field], value)
        return cql_type.check(found)

    return read


def _or_null(read: Read, text: str) -> Any:
    return None if text.strip().lower() == "null" else read(_unquoted(text))


def _inside(cql_type: CqlType, text: str, opening: str) -> list[str]:
    """Cut what stands between brackets at its commas; a set, list or tuple may also stand in JSON's brackets."""
    text = text.strip()
    closing = BRACKETS.get(text[:1])
    if len(text) < 2 or text[-1] != closing or text[0] not in {opening, "["}:
        raise InvalidRequest(f"{text[:60]!r} is not a value of type {cql_type.text()}: it begins with {opening}")
    body = text[1:-1]
    if not body.strip():
        return []
    return _cut(body, ",")


def _pair(cql_type: CqlType, text: str) -> tuple[str, str]:
    parts = _cut(text, ":", most=1)
    if len(parts) != 2:
        raise InvalidRequest(f"{text[:60]!r} is no pair of a {cql_type.text()}: it has no colon")
    return parts[0], parts[1]


def _cut(text: str, sign: str, most: int = -1) -> list[str]:
    """Cut at a sign, but not inside quotes or brackets."""
    if not any(one in text for one in "'\"[{("):
        return text.split(sign, most)
    parts, start, depth, quote, at = [], 0, 0, "", 0
    while at < len(text):
        one = text[at]
        if quote:
            # in CQL's quotes a backslash is one character like others, and a quote stands there twice
            if (one == "\\" and quote == '"') or (one == quote and text[at + 1 : at + 2] == quote):
                at += 1
            elif one == quote:
                quote = ""
        elif one in "'\"":
            # a quote opens where a value begins; elsewhere it is an apostrophe
            quote = one if not text[start:at].strip(" [{(") or text[at - 1] in " :,[{(" else ""
        elif one in "[{(":
            depth += 1
        elif one in "]})":
            depth -= 1
        elif one == sign and depth == 0:
            parts.append(text[start:at])
            start = at + 1
            if len(parts) == most:
                break
        at += 1
    return [*parts, text[start:]]


def _unquoted(text: str) -> str:
    """Take the quotes off: CQL's doubles a quote inside, JSON's has a backslash before it."""
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    if len(text) > 1 and text[0] == text[-1] == '"':
        return _unescaped(text[1:-1])
    return text


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    return ESCAPE.sub(lambda found: UNESCAPED.get(found[3], found[3]) or chr(int(found[1] or found[2], 16)), text)
