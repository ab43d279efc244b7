"""MASKED WITH: which functions can mask a column, and with which arguments.

A mask is kept and shown; as long as nobody logs in, nobody is there from whom to hide anything.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from cassette.cql.schema import ColumnSchema
from cassette.cql.terms import NULL, FunctionTerm, Term
from cassette.cql.types import CqlType, ScalarType
from cassette.errors import InvalidRequest

ASCII, BLOB, INT, TEXT = ScalarType("ascii"), ScalarType("blob"), ScalarType("int"), ScalarType("text")
TEXTS = (ASCII, TEXT)


class MaskFunction(NamedTuple):
    """The types of the arguments behind the column, of which `fewest` have to be there; and what it masks."""

    arguments: tuple[CqlType, ...] = ()
    fewest: int = 0
    masks: Callable[[CqlType], bool] = lambda type_: True


def _is_text(type_: CqlType) -> bool:
    return type_ in TEXTS


FUNCTIONS: Mapping[str, MaskFunction] = {
    "mask_default": MaskFunction(),
    "mask_hash": MaskFunction((TEXT,), masks=lambda type_: type_ == BLOB),
    "mask_inner": MaskFunction((INT, INT, TEXT), 2, _is_text),
    "mask_null": MaskFunction(),
    "mask_outer": MaskFunction((INT, INT, TEXT), 2, _is_text),
    "mask_replace": MaskFunction((), 1),
}


def check_mask(column: ColumnSchema, mask: FunctionTerm) -> None:
    """Refuse what cannot mask a column. Raises InvalidRequest."""
    found = FUNCTIONS.get(mask.name)
    if found is None or mask.keyspace not in (None, "system"):
        raise InvalidRequest(f"{column.name} can be masked with one of {', '.join(FUNCTIONS)}, not with {mask.name}")
    # the replacement is of the column's own type
    types = found.arguments or (column.type,) * found.fewest
    if not found.fewest <= len(mask.arguments) <= len(types):
        raise InvalidRequest(f"{mask.name} does not take {len(mask.arguments)} arguments behind the column")
    if not found.masks(column.type):
        raise InvalidRequest(f"{mask.name} cannot mask {column.name}, which is of type {column.type.text()}")
    for term, type_ in zip(mask.arguments, types, strict=False):
        _check_argument(term, type_)


def _check_argument(term: Term, type_: CqlType) -> None:
    if term != NULL:
        type_.from_term(term)
