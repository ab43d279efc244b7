"""$currentDate: set a field to the time of the update.

{"$currentDate": {"seen": true}}    {"$currentDate": {"seen": {"$type": "date"}}}

The date is stored as {"$date": milliseconds}; there is no other type to ask for.
"""

import time

from cassette.compile.documents.values import same
from cassette.compile.documents.walk import Draft
from cassette.compile.updates.update_operator import Step, UpdateOperator


def now_ms() -> int:
    """Give the time in milliseconds since 1970. Tests put their own clock in this place."""
    return time.time_ns() // 1_000_000


def read(step: Step) -> None:
    """Refuse all but the two ways to ask for a date."""
    if step.operand is not True and step.operand != {"$type": "date"}:
        raise step.bad_operand('takes true or {"$type": "date"}')


def change(draft: Draft, step: Step) -> None:
    """Put the date, whatever was there."""
    now = {"$date": now_ms()}
    if not same(draft.get(step.at), now):
        draft.put(step.at, now)


CURRENT_DATE = UpdateOperator("$currentDate", change, read)
