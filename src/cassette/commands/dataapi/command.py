"""What a command of the Data API is: what it takes, what it plans, how it answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from cassette.commands.call import Answer
from cassette.commands.dataapi.fields import Arguments, Fields
from cassette.compile.documents.collection import Collection
from cassette.compile.documents.limits import Limits
from cassette.cql.plan import Nothing, Plan
from cassette.cql.schema import Schema
from cassette.errors import EngineError, Failure

Level = Literal["database", "keyspace", "collection"]


class Planned(msgspec.Struct, frozen=True, gc=False):
    """A plan, and what makes an answer of its result.

    `trouble` says what an engine's error means to this command; None leaves it to the table of faults.
    """

    plan: Plan
    answer: Callable[[Any], Answer]
    trouble: Callable[[EngineError], Failure | None] | None = None


def planned(answer: Answer) -> Planned:
    """Answer from memory: no statement is needed."""
    return Planned(NOTHING, lambda _: answer)


@dataclass(frozen=True, slots=True)
class Room:
    """Where a command about keyspaces or collections is carried out; `keyspace` is "" at the top."""

    schema: Schema
    keyspace: str
    limits: Limits
    flags: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class SchemaCommand:
    """A command of `/v1` or `/v1/{keyspace}`; it sees the schema as it is at that moment.

    `instead` is the newer name of a command that is on its way out.
    """

    name: str
    level: Level
    fields: Fields
    plan: Callable[[Arguments, Room], Planned]
    instead: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentCommand:
    """A command of `/v1/{keyspace}/{collection}`. `on_tables` says that tables have a command of this name too."""

    name: str
    fields: Fields
    plan: Callable[[Arguments, Collection, Limits], Planned]
    on_tables: bool = False
    level: Level = "collection"
    instead: None = None


Command = DocumentCommand | SchemaCommand
NOTHING = Nothing()


def ok() -> Answer:
    """Answer of the commands that only do something."""
    return Answer(status={"ok": 1})
