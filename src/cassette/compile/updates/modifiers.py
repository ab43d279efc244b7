"""$each and $position: the object forms of $push and $addToSet.

{"$push": {"tags": {"$each": ["a", "b"], "$position": 0}}}

Any other object is a value to put in, as a whole.
"""

from decimal import Decimal
from typing import Any, Final

import msgspec

from cassette.compile.documents.values import kind
from cassette.compile.updates.update_operator import Step
from cassette.errors import Failure

# objects of one such key are values like any other, not modifiers
WRAPPERS: Final = frozenset({"$binary", "$date", "$objectId", "$uuid"})


class Items(msgspec.Struct, frozen=True):
    """What goes into the array, and where: None is the end."""

    values: list[Any]
    position: int | None = None


def read_items(step: Step, allowed: frozenset[str]) -> Items:
    """Read one value, or the form with modifiers, of which `$each` must be there."""
    operand = step.operand
    if type(operand) is not dict or not _has_modifiers(operand):
        return Items([operand])
    for name in operand:
        if name not in allowed:
            raise Failure(
                "UNSUPPORTED_UPDATE_OPERATION_MODIFIER",
                operator=step.operator,
                path=step.path,
                modifier=name,
                allowed=", ".join(sorted(allowed)),
            )
    if "$each" not in operand:
        raise step.bad_operand("needs '$each' beside its other modifiers")
    values = operand["$each"]
    if type(values) is not list:
        raise step.bad_operand(f"takes an array as '$each', not {kind(values)}")
    return Items(values, _position(step, operand["$position"]) if "$position" in operand else None)


def _has_modifiers(operand: dict[str, Any]) -> bool:
    if len(operand) == 1 and not WRAPPERS.isdisjoint(operand):
        return False
    return any(name.startswith("$") for name in operand)


def _position(step: Step, value: Any) -> int:
    if type(value) is Decimal and value == value.to_integral_value():
        # far outside of any array is as good as further outside, and cheaper to write down
        return int(max(min(value, Decimal(10**9)), Decimal(-(10**9))))
    if type(value) is not int:
        raise step.bad_operand(f"takes a whole number as '$position', not {kind(value)}")
    return value
