"""$unset: take a field away; an item of an array becomes null: {"$unset": {"draft": 1}}."""

from cassette.compile.documents.walk import Draft
from cassette.compile.updates.update_operator import Step, UpdateOperator


def change(draft: Draft, step: Step) -> None:
    """Remove what is at the path, if anything is. The operand says nothing."""
    draft.remove(step.at)


UNSET = UpdateOperator("$unset", change)
