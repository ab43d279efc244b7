"""JSON: `to_json(v)` writes any value as text; `from_json('…')` reads it as whatever type is wanted."""

from collections.abc import Sequence
from typing import Any

from cassette.cql.functions.function import Function
from cassette.cql.functions.given import Given, type_of
from cassette.cql.json_text import json_text, read_json
from cassette.cql.types import CqlType, ScalarType
from cassette.errors import FunctionFault, InvalidRequest

TEXT = ScalarType("text")


def _to_json(name: str, arguments: Sequence[Given], wanted: CqlType | None) -> Function:
    if len(arguments) != 1:
        raise InvalidRequest(f"the function {name} takes one argument, not {len(arguments)}")
    type_ = type_of(arguments[0], name)

    def call(value: Any) -> str:
        return json_text(type_, value)

    return Function(name=name, arguments=(type_,), result=TEXT, call=call, takes_null=True)


def _from_json(name: str, arguments: Sequence[Given], wanted: CqlType | None) -> Function:
    if len(arguments) != 1:
        raise InvalidRequest(f"the function {name} takes one argument, not {len(arguments)}")
    if wanted is None:
        raise InvalidRequest(f"{name} stands where a column says which type is wanted, not in the list of a SELECT")

    def call(text: str) -> Any:
        try:
            value = read_json(text)
            return None if value is None else wanted.from_json(value)
        except InvalidRequest as error:
            raise FunctionFault(str(error)) from None

    return Function(name=name, arguments=(TEXT,), result=wanted, call=call)


FROM_JSON = _from_json
TO_JSON = _to_json
