"""$setOnInsert: like $set, but only for the document that an upsert makes; may also choose its `_id`."""

from typing import Final

from cassette.compile.updates.set import change
from cassette.compile.updates.update_operator import UpdateOperator

NAME: Final = "$setOnInsert"
SET_ON_INSERT = UpdateOperator(NAME, change)
