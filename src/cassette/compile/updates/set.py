"""$set: give a field a value: {"$set": {"address.city": "Bern", "tags.0": "first"}}."""

from cassette.compile.documents.values import same
from cassette.compile.documents.walk import Draft
from cassette.compile.updates.update_operator import Step, UpdateOperator


def change(draft: Draft, step: Step) -> None:
    """Put the operand, unless it is there already."""
    if not same(draft.get(step.at), step.operand):
        draft.put(step.at, step.operand)


SET = UpdateOperator("$set", change)
