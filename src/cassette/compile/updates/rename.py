"""$rename: move a value to another path, over whatever is there: {"$rename": {"old": "new"}}."""

from cassette.compile.documents.paths import BadPath, parse_path
from cassette.compile.documents.values import kind
from cassette.compile.documents.walk import MISSING, Draft, Path, PathBlocked
from cassette.compile.updates.update_operator import Step, UpdateOperator


def read(step: Step) -> Path:
    """Read the path to move to."""
    if type(step.operand) is not str:
        raise step.bad_operand(f"takes the new path as a string, not {kind(step.operand)}")
    try:
        target = parse_path(step.operand)
    except BadPath as bad:
        raise step.bad_path(step.operand, bad.reason) from None
    if target == step.at:
        raise step.bad_operand("takes two different paths")
    return target


def change(draft: Draft, step: Step) -> None:
    """Take the value from one path and put it at the other; a missing one moves nothing."""
    value = draft.get(step.at)
    if value is MISSING:
        return
    if type(draft.get(step.at[:-1])) is list:
        raise step.bad_path(step.path, "an item of an array cannot be renamed")
    draft.remove(step.at)
    if type(draft.get(step.operand[:-1])) is list:
        raise PathBlocked("nothing can be renamed to an item of an array")
    draft.put(step.operand, value)


RENAME = UpdateOperator("$rename", change, read)
