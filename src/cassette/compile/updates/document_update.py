"""An update clause, read once and applied to each document that it is for.

{"$set": {"a.b": 1}, "$inc": {"n": 2}}    →    $inc first, then $set: the order of the table

Two steps of one update never concern the same place, so their order shows only where $rename is involved.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import msgspec

from cassette.compile.documents.paths import BadPath, parse_path
from cassette.compile.documents.values import kind
from cassette.compile.documents.walk import Draft, PathBlocked
from cassette.compile.updates import special_fields
from cassette.compile.updates.set_on_insert import NAME as SET_ON_INSERT
from cassette.compile.updates.table import OPERATORS, PLANNED
from cassette.compile.updates.update_operator import Step
from cassette.errors import Failure

if TYPE_CHECKING:
    from cassette.compile.documents.collection import Collection


class DocumentUpdate(msgspec.Struct, frozen=True):
    """What to do to a document: the steps for one that exists, and those for one that an upsert makes."""

    steps: tuple[Step, ...]
    insert_steps: tuple[Step, ...]

    def apply(self, document: dict[str, Any], inserting: bool = False) -> tuple[dict[str, Any], bool]:
        """Give the changed document, and whether it differs; the one that came in stays as it is.

        Errors: UNSUPPORTED_UPDATE_OPERATION_PATH, UNSUPPORTED_UPDATE_OPERATION_TARGET where the document
        and a step do not fit, SHRED_DOC_LIMIT_VIOLATION for numbers without end.
        """
        draft = Draft(document)
        for step in self.insert_steps if inserting else self.steps:
            try:
                OPERATORS[step.operator].change(draft, step)
            except PathBlocked as blocked:
                raise step.bad_path(step.path, str(blocked)) from None
        return draft.document, draft.changed


def compile_update(update: object, collection: Collection) -> DocumentUpdate:
    """Read an update clause. Raises the UNSUPPORTED_UPDATE_... errors of the sheet."""
    if type(update) is not dict:
        raise Failure("UNSUPPORTED_UPDATE_DATA_TYPE", operator="the update", got=kind(update))
    for name in update:
        if name not in OPERATORS:
            _refuse_operator(name)
    steps: list[Step] = []
    # in the order of the table, which is that of the names; a dict of one name needs no sorting
    for name in sorted(update) if len(update) > 1 else update:
        steps += _steps(name, update[name], collection)
    if len(steps) > 1:
        _refuse_overlap(steps)
    if any(step.path[0] == "$" for step in steps):
        steps += special_fields.companions(steps)
    insert_steps = tuple(steps)
    if SET_ON_INSERT in update:
        return DocumentUpdate(tuple(step for step in steps if step.operator != SET_ON_INSERT), insert_steps)
    return DocumentUpdate(insert_steps, insert_steps)


def _refuse_operator(name: str) -> None:
    if name in PLANNED:
        reason = "is not supported yet"
    elif name.startswith("$"):
        reason = "is not an update operator"
    else:
        reason = "stands where an operator is expected"
    raise Failure("UNSUPPORTED_UPDATE_OPERATION", operator=name, reason=reason, supported=", ".join(OPERATORS))


def _steps(name: str, paths: object, collection: Collection) -> list[Step]:
    """Read one operator with all its paths, sorted by their text."""
    if type(paths) is not dict:
        raise Failure("UNSUPPORTED_UPDATE_DATA_TYPE", operator=name, got=kind(paths))
    return [_step(name, path, paths[path], collection) for path in (sorted(paths) if len(paths) > 1 else paths)]


def _step(name: str, path: str, operand: Any, collection: Collection) -> Step:
    try:
        at = parse_path(path)
    except BadPath as bad:
        raise Failure("UNSUPPORTED_UPDATE_OPERATION_PATH", operator=name, path=path, reason=bad.reason) from None
    if at[0] in special_fields.REFUSALS:
        special_fields.check(name, at, operand, collection)
    step = Step(name, path, at, operand)
    read = OPERATORS[name].read
    if read is None:
        return step
    step = Step(name, path, at, read(step))
    if name == "$rename" and step.operand[0] in special_fields.REFUSALS:
        special_fields.check(name, step.operand, path, collection)
    return step


def _refuse_overlap(steps: list[Step]) -> None:
    """Refuse a path that is named twice, or that leads through another one.

    What a path leads to stands right behind it in sorted order, so that neighbours are enough to look at.
    """
    for upper, lower in pairwise(sorted(steps, key=_segments)):
        if lower.at[: len(upper.at)] == upper.at:
            raise lower.bad_operand(f"and {upper.operator} of '{upper.path}' are about the same place")


def _segments(step: Step) -> tuple[str, ...]:
    return step.at
