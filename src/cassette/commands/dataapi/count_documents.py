"""countDocuments: how many documents match, up to a ceiling.

{"countDocuments": {"filter": {"a": 1}}}
{"status": {"count": 3}}        beyond the ceiling: {"status": {"count": 1000, "moreData": true}}
"""

from functools import partial

from cassette.commands.call import Answer
from cassette.commands.dataapi.command import DocumentCommand, Planned, planned
from cassette.commands.dataapi.fields import ANYTHING, Arguments, Fields, no_options
from cassette.commands.documents import statements
from cassette.commands.documents.reading import read_filter
from cassette.compile.documents.collection import Collection
from cassette.compile.documents.limits import Limits
from cassette.cql.plan import Read
from cassette.cql.rows import Rows
from cassette.cql.statements.statement import Bound

NAME = "countDocuments"


def plan(arguments: Arguments, collection: Collection, limits: Limits) -> Planned:
    """Read the keys of what matches, one more than the ceiling: so "there is more" shows without a second query."""
    where = read_filter(arguments, collection, limits)
    if where.nothing:
        return planned(Answer(status={"count": 0}))
    most = limits.count_rows
    select = statements.select(collection.name, statements.KEY, where.condition, statements.constant(most + 1))
    return Planned(Read(Bound(select, where.values), page_rows=most + 1), partial(answer, most))


def answer(most: int, rows: Rows) -> Answer:
    """Tell the number."""
    count = len(rows.rows)
    return Answer(status={"count": most, "moreData": True} if count > most else {"count": count})


FIELDS = Fields(NAME, {"filter": ANYTHING, "options": no_options(NAME)})
COUNT_DOCUMENTS = DocumentCommand(NAME, FIELDS, plan)
