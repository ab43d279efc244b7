"""insertOne: store a document under an `_id` that is still free.

{"insertOne": {"document": {"_id": "x", "a": 1}}}
{"status": {"insertedIds": ["x"]}}
"""

from functools import partial

from cassette.commands.call import Answer
from cassette.commands.dataapi.command import DocumentCommand, Planned, planned
from cassette.commands.dataapi.fields import NEEDED, Arguments, Fields, no_options
from cassette.commands.documents.inserting import Inserting, inserting, outcome_of
from cassette.compile.documents.collection import Collection
from cassette.compile.documents.limits import Limits
from cassette.cql.rows import Rows
from cassette.errors import Failure

NAME = "insertOne"


def plan(arguments: Arguments, collection: Collection, limits: Limits) -> Planned:
    """Write the document, if there is none of its `_id`."""
    one = inserting(arguments["document"], collection, limits)
    if isinstance(one, Failure):
        return planned(_refused(one))
    return Planned(one.write, partial(answer, one, collection))


def answer(one: Inserting, collection: Collection, rows: Rows) -> Answer:
    """Tell the `_id`."""
    failure = outcome_of(one, rows, collection)
    return Answer(status={"insertedIds": [one.id]}) if failure is None else _refused(failure)


def _refused(failure: Failure) -> Answer:
    return Answer(status={"insertedIds": []}, errors=[failure])


FIELDS = Fields(NAME, {"document": NEEDED, "options": no_options(NAME)})
INSERT_ONE = DocumentCommand(NAME, FIELDS, plan, on_tables=True)
