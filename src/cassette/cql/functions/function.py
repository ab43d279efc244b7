"""What the table of built-in functions is made of.

Function     makes a value out of values
Aggregate    makes one value out of the values of many rows
Maker        makes one of the two for the arguments of a call, where there is no end of types: map_keys, to_json
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from cassette.cql.functions.given import Given
from cassette.cql.types import CqlType


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A function that stands where a value is wanted.

    `call` takes native Python values of the `arguments` types and gives one of the `result` type. A
    function that is not `pure` gives another value at every call, so it is called once for each row.
    Where an argument is null the result is null, and nothing is called, unless it `takes_null`.
    """

    name: str
    arguments: tuple[CqlType, ...]
    result: CqlType
    call: Callable[..., Any]
    pure: bool = True
    takes_null: bool = False


class Fold(Protocol):
    """The values of a group of rows, on the way to one value."""

    def add(self, value: Any) -> None:
        """Take one more value, never null."""

    def total(self) -> Any:
        """Give the value of all that were taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate:
    """A function that makes one value out of a group of rows; rows where its argument is null do not count."""

    name: str
    arguments: tuple[CqlType, ...]
    result: CqlType
    fold: Callable[[], Fold]


Callee = Function | Aggregate
Maker = Callable[[str, Sequence[Given], CqlType | None], Callee | None]
"""From the name, the arguments and the type that is wanted (None: any) to a function; None for "not mine"."""
