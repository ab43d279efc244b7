"""estimatedDocumentCount: about how many documents a collection has, without counting them.

    {"estimatedDocumentCount": {}}
    {"status": {"count": 37500}}

An engine knows for ranges of its token ring how many partitions each has; a document is one. What the
ranges leave out of the ring is taken to be as full as they are.
Source: Data API storage sheet, section 6.2.
"""

from cassette.commands.call import Answer
from cassette.commands.dataapi.command import DocumentCommand, Planned
from cassette.commands.dataapi.fields import Arguments, Fields, no_options
from cassette.compile.documents.collection import Collection
from cassette.compile.documents.limits import Limits
from cassette.cql.conditions import And, Compare
from cassette.cql.names import TableName
from cassette.cql.plan import Read
from cassette.cql.rows import Rows
from cassette.cql.selectors import Column, Selection
from cassette.cql.statements.select import Select
from cassette.cql.statements.statement import Bound
from cassette.cql.terms import BIND

NAME = "estimatedDocumentCount"
RING = 2**64
PAGE_ROWS = 1000
ESTIMATES = Select(
    TableName("system", "size_estimates"),
    tuple(Selection(Column(name)) for name in ("partitions_count", "range_start", "range_end")),
    And((Compare("keyspace_name", "=", BIND), Compare("table_name", "=", BIND))),
)


def plan(arguments: Arguments, collection: Collection, limits: Limits) -> Planned:
    """Read the engine's own estimates."""
    bound = Bound(ESTIMATES, (collection.name.keyspace, collection.name.table))
    return Planned(Read(bound, PAGE_ROWS, all_pages=True), answer)


def answer(rows: Rows) -> Answer:
    """Add the partitions up, and make up for the part of the ring that was not told about."""
    partitions = covered = 0
    for count, start, end in rows.rows:
        partitions += int(count)  # type: ignore[call-overload]  # a bigint column
        # from a token to itself is all the way round, and a range may pass the end of the ring
        covered += (int(end) - int(start)) % RING or RING  # type: ignore[call-overload]  # tokens, as text
    return Answer(status={"count": partitions * RING // covered if covered else 0})


FIELDS = Fields(NAME, {"options": no_options(NAME)})
ESTIMATED_DOCUMENT_COUNT = DocumentCommand(NAME, FIELDS, plan)
