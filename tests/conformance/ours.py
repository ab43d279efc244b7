"""The embedded engine under the same statements, its answers in the oracle's form.

Values are written as the native protocol carries them, and read from there as the oracle's are: so bytes are compared.
"""

import asyncio

from tests.conformance.oracle.outcome import Outcome, told
from tests.conformance.oracle.types import Type
from tests.conformance.oracle.wire import Page

from cassette.cql.keyspaces import in_keyspace
from cassette.cql.parser import parse
from cassette.cql.rows import Rows
from cassette.cql.statements.statement import Statement
from cassette.cql.statements.use import Use
from cassette.cql.types import CqlType, FrozenType, ListType, MapType, SetType, TupleType, VectorType
from cassette.cql.types.scalar import ScalarType
from cassette.cql.types.user import UserType
from cassette.engines import contract
from cassette.engines.embedded import EmbeddedEngine
from cassette.errors import EngineError, InvalidRequest

KINDS = {
    "AlreadyExists": "AlreadyExists",
    "ConfigurationFault": "ConfigurationException",
    "FunctionFault": "FunctionFailure",
    "InvalidRequest": "InvalidRequest",
    "NotSupported": "InvalidRequest",
    "StaleSchema": "InvalidRequest",
    "StorageFault": "ServerError",
    "SyntaxFault": "SyntaxException",
    "Unauthorized": "Unauthorized",
    "Unavailable": "Unavailable",
}
PATIENCE_S = 20
BOOLEAN = Type("boolean")


class Ours:
    """An embedded engine, and the keyspace in use."""

    def __init__(self, engine: EmbeddedEngine) -> None:
        self.engine = engine
        self.keyspace: str | None = None

    async def outcome(self, cql: str, page_rows: int | None = None) -> Outcome:
        """Run a statement to its last page; see oracle/outcome.py for the form."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                return told(await self._pages(cql, page_rows), page_rows)
        except EngineError as fault:
            name = type(fault).__name__
            return {"error": KINDS.get(name, name), "message": str(fault)}
        except Exception as fault:  # noqa: BLE001 whatever else comes out is a finding, and the next statement goes on
            return {"error": f"{type(fault).__name__}, which no engine may raise", "message": str(fault)}

    async def _pages(self, cql: str, page_rows: int | None) -> list[Page]:
        statement = parse(cql)
        if isinstance(statement, Use):
            return [self._use(statement)]
        if self.keyspace is not None:
            statement = in_keyspace(statement, self.keyspace)
        if page_rows is None:
            return [wire(await self.engine.execute(statement))]
        return await self._paged(statement, page_rows)

    async def _paged(self, statement: Statement, page_rows: int) -> list[Page]:
        pages: list[Page] = []
        while not pages or pages[-1].paging_state:
            state = pages[-1].paging_state if pages else None
            pages.append(wire(await self.engine.execute(statement, (), contract.Page(page_rows, state))))
        return pages

    def _use(self, statement: Use) -> Page:
        if statement.keyspace not in self.engine.schema.keyspaces:
            raise InvalidRequest(f"there is no keyspace {statement.keyspace}")
        self.keyspace = statement.keyspace
        return Page(None, [], None, ())


def wire(rows: Rows) -> Page:
    """Write an answer as the native protocol would."""
    columns = tuple((column.name, told_type(column.type)) for column in rows.columns)
    types = [column.type for column in rows.columns]
    found = [
        tuple(None if value is None else of.encode(value) for of, value in zip(types, row, strict=True))
        for row in rows.rows
    ]
    if rows.applied is not None:
        applied = (b"\1" if rows.applied else b"\0",)
        return Page((("[applied]", BOOLEAN), *columns), [applied + row for row in found or [()]], None, ())
    return Page(columns or None, found, rows.paging_state, ())


def told_type(of: CqlType) -> Type:
    """Say a type as the metadata of an answer does."""
    match of:
        case FrozenType():
            return told_type(of.inner)
        case ListType() | SetType():
            return Type("list" if isinstance(of, ListType) else "set", (told_type(of.items),))
        case MapType():
            return Type("map", (told_type(of.keys), told_type(of.values)))
        case TupleType():
            return Type("tuple", tuple(map(told_type, of.items)))
        case UserType():
            names = tuple(name for name, _ in of.fields)
            return Type("udt", tuple(told_type(field) for _, field in of.fields), of.name, names)
        case VectorType():
            return Type("vector", (told_type(of.items),), dimension=of.dimension)
        case ScalarType():
            return Type("text" if of.name == "varchar" else of.name)
    raise TypeError(of)
