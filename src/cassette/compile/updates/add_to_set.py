"""$addToSet: put into an array what is not in it yet.

{"$addToSet": {"tags": "new"}}    {"$addToSet": {"tags": {"$each": ["a", "b"]}}}

A missing array is made.
"""

from typing import Any, Final

from cassette.compile.documents.walk import Draft
from cassette.compile.updates.modifiers import Items, read_items
from cassette.compile.updates.update_operator import Step, UpdateOperator

MODIFIERS: Final = frozenset({"$each"})


def read(step: Step) -> Items:
    """Read one value, or several under `$each`."""
    return read_items(step, MODIFIERS)


def change(draft: Draft, step: Step) -> None:
    """Append each value of which there is no equal one."""
    old = step.array_in(draft)
    array = list(old or ())
    there = set(map(_key, array))
    for value in step.operand.values:
        key = _key(value)
        if key not in there:
            there.add(key)
            array.append(value)
    if old is None or len(array) > len(old):
        draft.put(step.at, array)


def _key(value: Any) -> Any:
    # a long array is not to be compared with many values one by one; equal means equal as `values.same` says,
    # and for that the text of an object will do: order of keys, and each number with its form
    form = type(value)
    return (form, value) if form is not dict and form is not list else repr(value)


ADD_TO_SET = UpdateOperator("$addToSet", change, read)
