"""$inc: add to a number. A missing field becomes the number: {"$inc": {"views": 1}}."""

from cassette.compile.documents.walk import Draft
from cassette.compile.updates.arithmetic import add, calculate, read_number
from cassette.compile.updates.update_operator import Step, UpdateOperator


def change(draft: Draft, step: Step) -> None:
    """Add the operand, which may be negative."""
    calculate(draft, step, add, missing=step.operand)


INC = UpdateOperator("$inc", change, read_number)
