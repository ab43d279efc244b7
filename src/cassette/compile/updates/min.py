"""$min: set a field unless what is there comes earlier: {"$min": {"best": 17}}."""

from cassette.compile.documents.values import order
from cassette.compile.documents.walk import MISSING, Draft
from cassette.compile.updates.update_operator import Step, UpdateOperator


def change(draft: Draft, step: Step) -> None:
    """Put the operand where nothing is, or something that comes after it in `values.order`."""
    old = draft.get(step.at)
    if old is MISSING or order(step.operand, old) < 0:
        draft.put(step.at, step.operand)


MIN = UpdateOperator("$min", change)
