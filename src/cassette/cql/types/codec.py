"""Codec: all that a scalar type does, as its file writes it down."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cassette.cql.terms import Constant, ConstantKind


def as_it_is(value: Any) -> Any:
    """Give the value back."""
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Codec:
    """A row of the table of scalar types; see `cql_type.py` for what each part does.

    `encode`, `literal`, `to_json` and `key` get values that `check` or `decode` gave. `parse` reads the
    spelling of a constant of one of the `kinds`, and text in JSON; `decode` gets at least one byte unless
    `takes_nothing`.
    """

    name: str
    kinds: frozenset[ConstantKind]
    check: Callable[[Any], Any]
    encode: Callable[[Any], bytes]
    decode: Callable[[bytes], Any]
    literal: Callable[[Any], Constant]
    parse: Callable[[str], Any]
    from_json: Callable[[Any], Any]
    to_json: Callable[[Any], Any] = as_it_is
    key: Callable[[Any], Any] = as_it_is
    width_bytes: int | None = None
    takes_nothing: bool = False


def from_text_or(check: Callable[[Any], Any], parse: Callable[[str], Any]) -> Callable[[Any], Any]:
    """Make the reader for JSON that takes text as it takes the value itself."""

    def from_json(value: Any) -> Any:
        return parse(value) if type(value) is str else check(value)

    return from_json


def from_text_only(check: Callable[[Any], Any], parse: Callable[[str], Any]) -> Callable[[Any], Any]:
    """Make the reader for JSON that takes nothing but text."""

    def from_json(value: Any) -> Any:
        # what is not text is refused the way a strange object is
        return parse(value) if type(value) is str else check(NotImplemented)

    return from_json
