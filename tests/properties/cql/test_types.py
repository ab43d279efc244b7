import json
from decimal import Decimal
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties.cql.language import scalar_types, terms
from tests.properties.cql.strategies import (
    ANYTHING,
    JSON,
    SCALARS,
    same_typed_values,
    typed_values,
    types,
    values,
)

from cassette.cql import terms as language
from cassette.cql.terms import Term
from cassette.cql.tokens import Tokens
from cassette.cql.types import TYPES, CqlType, ScalarType, parse_type
from cassette.errors import EngineError, InvalidRequest

ENCODER = msgspec.json.Encoder(decimal_format="number")


def exactly(value: Any) -> Any:
    """What tells -0.0 from 0.0, and 1.0 from 1.00."""
    return repr(value) if isinstance(value, float | Decimal) else value


@given(types)
def test_type_survives_printing_and_parsing(type_: CqlType) -> None:
    assert parse_type(type_.text()) == type_


@settings(deadline=None, max_examples=300)
@given(typed_values)
def test_value_survives_encoding_and_decoding(typed: tuple[CqlType, Any]) -> None:
    type_, value = typed
    assert type_.decode(type_.encode(value)) == value


@settings(deadline=None, max_examples=300)
@given(typed_values)
def test_value_survives_as_a_literal(typed: tuple[CqlType, Any]) -> None:
    type_, value = typed
    term = type_.to_term(value)
    tokens = Tokens(term.text())
    assert language.parse(tokens) == term
    assert type_.from_term(term) == value


@settings(deadline=None, max_examples=300)
@given(typed_values)
def test_value_survives_as_json(typed: tuple[CqlType, Any]) -> None:
    type_, value = typed
    shown = type_.to_json(value)
    text = ENCODER.encode(shown)
    # JSON has no infinity
    if b"null" not in text:
        read = json.loads(text, parse_float=Decimal)
        assert type_.from_json(read) == value


@settings(deadline=None, max_examples=200)
@given(scalar_types.flatmap(lambda type_: st.tuples(st.just(type_), SCALARS[type_.name])))
def test_scalar_survives_to_the_last_bit(typed: tuple[ScalarType, Any]) -> None:
    type_, value = typed
    assert exactly(type_.decode(type_.encode(value))) == exactly(value)
    assert exactly(type_.from_term(type_.to_term(value))) == exactly(value)


@settings(deadline=None, max_examples=300)
@given(same_typed_values)
def test_keys_order_all_values_of_a_type(typed: tuple[CqlType, Any, Any]) -> None:
    type_, first, second = typed
    one, other = type_.key(first), type_.key(second)
    assert (one < other) + (other < one) + (one == other) == 1
    hash(one)


@given(st.lists(values(ScalarType("text")), max_size=5))
def test_text_is_ordered_by_its_bytes(texts: list[str]) -> None:
    assert sorted(texts, key=ScalarType("text").key) == sorted(texts, key=str.encode)


@given(st.lists(values(ScalarType("double")), max_size=5))
def test_doubles_are_ordered_by_value(numbers: list[float]) -> None:
    assert sorted(numbers, key=ScalarType("double").key) == sorted(numbers)


@settings(deadline=None, max_examples=300)
@given(types, st.binary(max_size=40))
def test_any_bytes_are_decoded_or_refused(type_: CqlType, data: bytes) -> None:
    try:
        value = type_.decode(data)
    except InvalidRequest:
        return
    if value is not None:
        type_.key(value)


@settings(deadline=None, max_examples=300)
@given(types, terms)
def test_any_term_is_a_value_or_refused(type_: CqlType, term: Term) -> None:
    try:
        value = type_.from_term(term)
    except EngineError:
        return
    if value is not None:
        type_.encode(value)


@settings(deadline=None, max_examples=300)
@given(types, ANYTHING)
def test_any_object_is_a_value_or_refused(type_: CqlType, value: Any) -> None:
    try:
        checked = type_.check(value)
    except InvalidRequest:
        return
    assert type_.encode(checked) == type_.encode(value)


@settings(deadline=None, max_examples=300)
@given(types, JSON)
def test_any_json_is_a_value_or_refused(type_: CqlType, value: Any) -> None:
    try:
        read = type_.from_json(value)
    except InvalidRequest:
        return
    type_.encode(read)


def test_every_scalar_has_a_strategy() -> None:
    assert SCALARS.keys() == TYPES.keys()
