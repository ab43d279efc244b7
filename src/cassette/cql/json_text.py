r"""JSON as Cassandra writes and reads it: SELECT JSON, INSERT JSON, to_json, from_json.

{"id": 5, "tags": ["a", "b"], "Name": …}     a column that is not lower case: "\"Name\""
"""

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import msgspec

from cassette.cql.java_numbers import double_text, float_text
from cassette.cql.types import CqlType, FrozenType, ListType, MapType, ScalarType, SetType, TupleType, VectorType
from cassette.cql.types.user import UserType
from cassette.errors import InvalidRequest

DECODER = msgspec.json.Decoder(float_hook=Decimal)
NOT_NUMBERS = {"NaN", "Infinity", "-Infinity"}


def json_text(type_: CqlType, value: Any) -> str:
    """Write a value as JSON."""
    if value is None:
        return "null"
    match type_:
        case FrozenType(inner=inner):
            return json_text(inner, value)
        case ScalarType():
            return _scalar(type_, value)
        case ListType(items=inner) | VectorType(items=inner):
            return f"[{', '.join([json_text(inner, item) for item in value])}]"
        case SetType(items=inner):
            return f"[{', '.join([json_text(inner, item) for item in type_.ordered(value)])}]"
        case MapType(keys=keys, values=values):
            pairs = [f"{_key(json_text(keys, key))}: {json_text(values, item)}" for key, item in type_.ordered(value)]
            return f"{{{', '.join(pairs)}}}"
        case TupleType(items=inners):
            return f"[{', '.join(map(json_text, inners, type_.check(value)))}]"
        case UserType(fields=fields):
            checked = type_.check(value)
            return json_object([(name, json_text(inner, checked[name])) for name, inner in fields])
    raise AssertionError(type_.text())


def json_object(fields: Sequence[tuple[str, str]]) -> str:
    """Write an object of values that are JSON already; a name that is not lower case gets quotes of its own."""
    return f"{{{', '.join([f'{quoted(field_name(name))}: {text}' for name, text in fields])}}}"


def field_name(name: str) -> str:
    """Give a column's name as JSON shows it."""
    return name if name == name.lower() else f'"{name}"'


def quoted(text: str) -> str:
    """Write a text as JSON."""
    shown = json.dumps(text, ensure_ascii=False)
    if "\\u" not in shown:
        return shown
    # Java's hexadecimal digits are capitals
    parts = shown.split("\\u")
    for at in range(1, len(parts)):
        if not parts[at - 1].endswith("\\") or _even_slashes(parts[at - 1]):
            parts[at] = parts[at][:4].upper() + parts[at][4:]
    return "\\u".join(parts)


def _even_slashes(text: str) -> bool:
    return (len(text) - len(text.rstrip("\\"))) % 2 == 0


def _scalar(type_: ScalarType, value: Any) -> str:
    match type_.name:
        case "float" | "double":
            text = float_text(value) if type_.name == "float" else double_text(value)
            return "null" if text in NOT_NUMBERS else text
        case "decimal":
            return str(value)
    shown = type_.to_json(value)
    if isinstance(shown, str):
        return quoted(shown)
    return ("true" if shown else "false") if isinstance(shown, bool) else str(shown)


def _key(text: str) -> str:
    return text if text.startswith('"') else quoted(text)


def read_json(text: str) -> Any:
    """Read JSON: numbers with a point or exponent as Decimal. Raises InvalidRequest for what is none."""
    try:
        return DECODER.decode(text)
    except (msgspec.DecodeError, RecursionError, ArithmeticError, ValueError):
        raise InvalidRequest("the text is not JSON") from None
