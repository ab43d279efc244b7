"""JSON values: when two are the same, which comes first, and what to call them.

Numbers are int (written without fraction or exponent) or Decimal. Whether two values are the same
decides if an update changed a document, which comes first decides $min and $max.
"""

from decimal import Decimal
from typing import Any, Final, TypeGuard

Number = int | Decimal

# $min and $max: every value of a kind comes before every value of the next one
RANKS: Final[dict[type, int]] = {type(None): 0, int: 1, Decimal: 1, str: 2, dict: 3, list: 4, bool: 5}
KINDS: Final[dict[type, str]] = {
    bool: "a boolean",
    Decimal: "a number",
    dict: "an object",
    int: "a number",
    list: "an array",
    str: "a string",
    type(None): "null",
}


def kind(value: object) -> str:
    """Name the kind of a JSON value, for people."""
    return KINDS.get(type(value), "an unknown value")


def is_number(value: object) -> TypeGuard[Number]:
    """Tell whether it is a JSON number; a bool, although an int in Python, is none."""
    return type(value) is int or type(value) is Decimal


def same(one: Any, other: Any) -> bool:
    """Tell whether two values are equal as JSON: keys in the same order, numbers in the same form.

    The original tells `5` from `5.0` here (a `$set` of one over the other counts as a change, `$addToSet`
    adds the second), although filters and `$min`/`$max` compare numbers by value alone.
    """
    form = type(one)
    if form is not type(other):
        return False
    if form is dict:
        return len(one) == len(other) and all(map(_same_entry, one.items(), other.items()))
    if form is list:
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


def _same_entry(one: tuple[str, Any], other: tuple[str, Any]) -> bool:
    return one[0] == other[0] and same(one[1], other[1])


def order(one: Any, other: Any) -> int:
    """Compare as $min and $max do: below 0 when `one` comes first, 0 when neither does, above 0 otherwise.

    null < number < string < object < array < boolean; objects entry by entry (name, then value), arrays
    item by item, and of two with an equal beginning the longer comes last.
    """
    rank = RANKS[type(one)]
    if rank != RANKS[type(other)]:
        return rank - RANKS[type(other)]
    if rank == 2:
        return _order_texts(one, other)
    if rank == 3:
        return _order_objects(one, other)
    if rank == 4:
        return _order_arrays(one, other)
    return 0 if one is None else (one > other) - (one < other)


def _order_texts(one: str, other: str) -> int:
    # by UTF-16 code units, which puts characters beyond U+FFFF before those from U+E000 on
    left, right = one.encode("utf-16-be", "surrogatepass"), other.encode("utf-16-be", "surrogatepass")
    return (left > right) - (left < right)


def _order_objects(one: dict[str, Any], other: dict[str, Any]) -> int:
    for (name, value), (other_name, other_value) in zip(one.items(), other.items(), strict=False):
        difference = _order_texts(name, other_name) or order(value, other_value)
        if difference:
            return difference
    return len(one) - len(other)


def _order_arrays(one: list[Any], other: list[Any]) -> int:
    for item, other_item in zip(one, other, strict=False):
        difference = order(item, other_item)
        if difference:
            return difference
    return len(one) - len(other)
