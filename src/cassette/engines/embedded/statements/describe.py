"""DESCRIBE: answered from the schema, page by page where a page is asked for."""

from collections.abc import Sequence

import msgspec

from cassette.cql.describe import describe_rows
from cassette.cql.rows import Rows
from cassette.cql.schema import Schema
from cassette.cql.statements.describe import Describe
from cassette.engines.contract import Page
from cassette.engines.embedded.paging import fingerprint, read_state, write_state
from cassette.engines.embedded.system.facts import CLUSTER
from cassette.errors import InvalidRequest


def describe(statement: Describe, values: Sequence[object], schema: Schema, page: Page | None) -> Rows:
    """Answer a DESCRIBE. Raises InvalidRequest for what is not there, or a schema that changed between two pages."""
    if values:
        raise InvalidRequest("DESCRIBE takes no values")
    found = describe_rows(statement, schema, CLUSTER)
    if page is None:
        return found
    mark = fingerprint(statement, ())
    start = 0
    if page.state is not None:
        version, start = read_state(page.state, mark, 2).place
        if version != schema.version:
            raise InvalidRequest("the schema has changed since the last page: start again")
    end = start + page.rows
    state = write_state(mark, (schema.version, end), None) if end < len(found.rows) else None
    return msgspec.structs.replace(found, rows=list(found.rows)[start:end], paging_state=state)
