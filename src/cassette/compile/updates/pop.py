"""$pop: take the last (1) or the first (-1) item off an array: {"$pop": {"queue": -1}}."""

from cassette.compile.documents.values import is_number
from cassette.compile.documents.walk import Draft
from cassette.compile.updates.update_operator import Step, UpdateOperator


def read(step: Step) -> int:
    """Read the end to take from: 1 or -1."""
    if not is_number(step.operand) or step.operand not in (1, -1):
        raise step.bad_operand("takes 1 (the last item) or -1 (the first)")
    return int(step.operand)


def change(draft: Draft, step: Step) -> None:
    """Shorten the array by one; nothing happens where there is none, or an empty one."""
    old = step.array_in(draft)
    if old:
        draft.put(step.at, old[:-1] if step.operand == 1 else old[1:])


POP = UpdateOperator("$pop", change, read)
