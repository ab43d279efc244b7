"""Function: a row of the table of built-in functions, which makes a value out of values."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cassette.cql.types import CqlType


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A function that stands where a value is wanted.

    `call` takes native Python values of the `arguments` types and gives one of the `result` type. A
    function that is not `pure` gives another value at every call, so it is called once for each row.
    """

    name: str
    arguments: tuple[CqlType, ...]
    result: CqlType
    call: Callable[..., Any]
    pure: bool = True
