"""The update operators, in the order in which an update applies them, whatever order it was written in."""

from typing import Final

from cassette.compile.updates.add_to_set import ADD_TO_SET
from cassette.compile.updates.current_date import CURRENT_DATE
from cassette.compile.updates.inc import INC
from cassette.compile.updates.max import MAX
from cassette.compile.updates.min import MIN
from cassette.compile.updates.mul import MUL
from cassette.compile.updates.pop import POP
from cassette.compile.updates.push import PUSH
from cassette.compile.updates.rename import RENAME
from cassette.compile.updates.set import SET
from cassette.compile.updates.set_on_insert import SET_ON_INSERT
from cassette.compile.updates.unset import UNSET
from cassette.compile.updates.update_operator import UpdateOperator

OPERATORS: Final[dict[str, UpdateOperator]] = {
    "$addToSet": ADD_TO_SET,
    "$currentDate": CURRENT_DATE,
    "$inc": INC,
    "$max": MAX,
    "$min": MIN,
    "$mul": MUL,
    "$pop": POP,
    "$push": PUSH,
    "$rename": RENAME,
    "$set": SET,
    "$setOnInsert": SET_ON_INSERT,
    "$unset": UNSET,
}

# known from MongoDB and from tables, not served for documents (yet)
PLANNED: Final = frozenset({"$bit", "$pull", "$pullAll", "$pushAll"})
