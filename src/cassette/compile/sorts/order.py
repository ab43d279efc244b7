"""The order of values: missing < null < number < string < boolean < date; of ids the same, with null first.

Every value becomes a tuple, its type's rank first, so that tuples of equal rank hold comparable values.
"""

from decimal import Decimal
from functools import total_ordering
from typing import Any

from cassette.compile.documents.ids import BOOLEAN, DATE, NULL, NUMBER, TEXT, Key

MISSING_RANK, NULL_RANK, NUMBER_RANK, TEXT_RANK, BOOLEAN_RANK, DATE_RANK = range(6)
OrderKey = tuple[Any, ...]

_MISSING: OrderKey = (MISSING_RANK,)
_NULL: OrderKey = (NULL_RANK,)
_MISSING_LAST: OrderKey = (-MISSING_RANK,)
_NULL_LAST: OrderKey = (-NULL_RANK,)
LAST_UNIT = "\uffff"


@total_ordering
class Descending:
    """A text in reverse order: numbers can be negated, texts cannot."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Descending) and self.text == other.text

    def __lt__(self, other: "Descending") -> bool:
        return other.text < self.text

    def __hash__(self) -> int:
        return hash(self.text)


def utf16(text: str) -> str:
    """Give a text whose code points compare as the UTF-16 units of the text do."""
    if text.isascii() or max(text) <= LAST_UNIT:
        return text
    units = text.encode("utf-16-be")
    return "".join(chr(units[at] << 8 | units[at + 1]) for at in range(0, len(units), 2))


def ascending(text: Any, number: Any, boolean: Any, null: Any, date: Any) -> OrderKey:
    """Give the order of the value that these columns have at one path; at most one has something."""
    if text is not None:
        return (TEXT_RANK, utf16(text))
    if number is not None:
        return (NUMBER_RANK, number)
    if boolean is not None:
        return (BOOLEAN_RANK, boolean)
    if null is not None:
        return _NULL
    if date is not None:
        return (DATE_RANK, date)
    return _MISSING


def descending(text: Any, number: Any, boolean: Any, null: Any, date: Any) -> OrderKey:
    """Give the same in reverse."""
    if text is not None:
        return (-TEXT_RANK, Descending(utf16(text)))
    if number is not None:
        # minus would round a Decimal
        return (-NUMBER_RANK, -number if type(number) is int else number.copy_negate())
    if boolean is not None:
        return (-BOOLEAN_RANK, -boolean)
    if null is not None:
        return _NULL_LAST
    if date is not None:
        return (-DATE_RANK, -date)
    return _MISSING_LAST


def of_key(key: Key) -> OrderKey:
    """Give the order of a document's key: it decides between equals."""
    code, text = key
    if code == TEXT:
        return (TEXT_RANK, utf16(text))
    if code == NUMBER:
        return (NUMBER_RANK, Decimal(text))
    if code == BOOLEAN:
        return (BOOLEAN_RANK, text == "true")
    if code == NULL:
        return _NULL
    if code == DATE:
        return (DATE_RANK, int(text))
    return (DATE_RANK + 1, text)
