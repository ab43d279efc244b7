"""The whole river in one function: a Call comes in, a plan is carried out, an Answer goes back."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from cassette.commands.call import Answer, Call
from cassette.commands.dataapi.command import DocumentCommand, Planned, Room, SchemaCommand
from cassette.commands.dataapi.fields import Refused
from cassette.commands.dataapi.table import find_command, level_of
from cassette.commands.faults import failure_of
from cassette.compile.documents.collection import Collection, collection_of
from cassette.compile.documents.limits import DEFAULTS, Limits
from cassette.cql.schema import Schema, Table
from cassette.engines.contract import Engine
from cassette.engines.run import run
from cassette.errors import EngineError, Failure, StaleSchema

log = logging.getLogger("cassette.dispatch")
# as often as a schema may change under a command before it gives up; once is rare, twice takes a quarrel
SCHEMA_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class River:
    """What commands flow through. `observe` is told each call with its answer and how many seconds it took."""

    engine: Engine
    limits: Limits = field(default=DEFAULTS)
    observe: Callable[[Call | None, Answer | None, float], None] | None = None


async def dispatch(call: Call, river: River) -> Answer:
    """Carry one call down to the engine and back up. Raises nothing: what goes wrong is in the answer."""
    if river.observe is None:
        return await _answered(call, river)
    start = time.perf_counter()
    answer = await _answered(call, river)
    river.observe(call, answer, time.perf_counter() - start)
    return answer


async def _answered(call: Call, river: River) -> Answer:
    instead = None
    try:
        command = find_command(level_of(call.keyspace, call.collection), call.command)
        if command is None:
            return await _for_tables(call, river)
        instead = command.instead
        arguments = command.fields.read(call.arguments)
        if isinstance(command, DocumentCommand):
            answer = await _on_documents(command, arguments, call, river)
        else:
            answer = await _on_schema(command, arguments, call, river)
    except Failure as failure:
        answer = Answer(errors=[failure])
    except Refused as refused:
        answer = Answer(errors=refused.failures)
    except EngineError as error:
        answer = Answer(errors=[failure_of(error)])
    except Exception as error:  # noqa: BLE001  # the one place where what nobody expected is caught
        answer = Answer(errors=[unexpected(error, call)])
    if instead is not None:
        answer.warnings.append(Failure("DEPRECATED_COMMAND", command=call.command, instead=instead))
    return answer


def unexpected(error: Exception, call: Call | None = None) -> Failure:
    """Log what nobody expected, whole, and make the failure that names it by an id."""
    error_id = str(uuid4())
    command = "a request" if call is None else call.command
    log.error("unexpected error %s in %s", error_id, command, exc_info=error)
    return Failure("UNEXPECTED_SERVER_ERROR", error_id=error_id)


# ------------------------------------------------------------------ documents


async def _on_documents(command: DocumentCommand, arguments: dict[str, Any], call: Call, river: River) -> Answer:
    keyspace, name = call.keyspace or "", call.collection or ""
    table = river.engine.schema.table(keyspace, name)
    if table is None:
        # it may have been made elsewhere a moment ago
        table = _found(await river.engine.refresh(), keyspace, name)
    for _ in range(SCHEMA_ATTEMPTS):
        try:
            return await _carried(command.plan(arguments, _collection(command, table), river.limits), river)
        except StaleSchema as error:
            stale = error
            table = _found(await river.engine.refresh(), keyspace, name)
    raise stale


def _found(schema: Schema, keyspace: str, name: str) -> Table:
    table = schema.table(keyspace, name)
    if table is None:
        if keyspace not in schema.keyspaces:
            raise Failure("UNKNOWN_KEYSPACE", keyspace=keyspace)
        raise Failure("UNKNOWN_COLLECTION_OR_TABLE", keyspace=keyspace, collection=name)
    return table


def _collection(command: DocumentCommand, table: Table) -> Collection:
    collection = collection_of(table)
    if collection is None:
        if command.on_tables:
            raise Failure("NOT_SUPPORTED_YET", what=f"{command.name} on a table, which '{table.name.table}' is,")
        raise Failure("UNSUPPORTED_TABLE_COMMAND", command=command.name, table=table.name.table)
    return collection


async def _for_tables(call: Call, river: River) -> Answer:
    """Refuse a command that is for tables only."""
    table = _found(await river.engine.refresh(), call.keyspace or "", call.collection or "")
    if collection_of(table) is None:
        raise Failure("NOT_SUPPORTED_YET", what=f"the command {call.command}")
    raise Failure("UNSUPPORTED_COLLECTION_COMMAND", command=call.command, collection=table.name.table)


# ------------------------------------------------------------------ keyspaces and collections


async def _on_schema(command: SchemaCommand, arguments: dict[str, Any], call: Call, river: River) -> Answer:
    for _ in range(SCHEMA_ATTEMPTS):
        try:
            return await _carried(command.plan(arguments, await _room(call, river)), river)
        except StaleSchema as error:
            stale = error
    raise stale


async def _room(call: Call, river: River) -> Room:
    """Look at the schema as it is now: others may have changed it."""
    schema = await river.engine.refresh()
    if call.keyspace is not None and call.keyspace not in schema.keyspaces:
        raise Failure("UNKNOWN_KEYSPACE", keyspace=call.keyspace)
    return Room(schema, call.keyspace or "", river.limits, call.flags)


# ------------------------------------------------------------------ both


async def _carried(planned: Planned, river: River) -> Answer:
    try:
        result = await run(planned.plan, river.engine)  # the line that waits
    except EngineError as error:
        failure = None if planned.trouble is None else planned.trouble(error)
        if failure is None:
            raise
        raise failure from None
    return planned.answer(result)
