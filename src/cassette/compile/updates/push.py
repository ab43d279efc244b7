"""$push: append to an array, or put into the middle of it.

{"$push": {"tags": "new"}}    {"$push": {"tags": {"$each": ["a", "b"], "$position": 0}}}

A missing array is made.
"""

from typing import Final

from cassette.compile.documents.walk import Draft
from cassette.compile.updates.modifiers import Items, read_items
from cassette.compile.updates.update_operator import Step, UpdateOperator

MODIFIERS: Final = frozenset({"$each", "$position"})


def read(step: Step) -> Items:
    """Read one value, or several under `$each`, and where they go."""
    return read_items(step, MODIFIERS)


def change(draft: Draft, step: Step) -> None:
    """Put the values in. Counts as a change even without any value."""
    array = list(step.array_in(draft) or ())
    at = len(array) if step.operand.position is None else step.operand.position
    # a slice clamps on both sides, and counts from the end when negative: -1 is before the last item
    array[at:at] = step.operand.values
    draft.put(step.at, array)


PUSH = UpdateOperator("$push", change, read)
