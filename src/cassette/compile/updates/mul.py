"""$mul: multiply a number. A missing field becomes 0: {"$mul": {"price": 1.19}}."""

from cassette.compile.documents.walk import Draft
from cassette.compile.updates.arithmetic import calculate, multiply, read_number
from cassette.compile.updates.update_operator import Step, UpdateOperator


def change(draft: Draft, step: Step) -> None:
    """Multiply by the operand."""
    calculate(draft, step, multiply, missing=0)


MUL = UpdateOperator("$mul", change, read_number)
