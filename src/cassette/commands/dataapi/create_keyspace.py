"""createKeyspace: make a keyspace, if there is none of that name.

    {"createKeyspace": {"name": "ks", "options": {"replication": {"class": "SimpleStrategy", "replication_factor": 1}}}}
    {"status": {"ok": 1}}

What stands beside `class` are numbers of replicas: `replication_factor`, or one for each data centre.
"""

from typing import Any

from cassette.commands.dataapi.command import Planned, Room, SchemaCommand, ok
from cassette.commands.dataapi.fields import (
    OBJECT,
    TEXT,
    Arguments,
    Field,
    Fields,
    mismatch,
    options,
    read_whole,
    violation,
)
from cassette.commands.dataapi.schema_names import checked
from cassette.cql.plan import Define
from cassette.cql.statements.create_keyspace import CreateKeyspace
from cassette.cql.statements.options import Option
from cassette.cql.statements.statement import Bound
from cassette.cql.terms import Constant, ConstantKind, MapTerm

NAME = "createKeyspace"
SIMPLE, BY_DATA_CENTRE = "SimpleStrategy", "NetworkTopologyStrategy"
FACTOR = "replication_factor"
PLACE = "options.replication"


def plan(arguments: Arguments, room: Room) -> Planned:
    """Create it, IF NOT EXISTS."""
    keyspace = checked(arguments.get("name"), "keyspace")
    replication = replication_of((arguments.get("options") or {}).get("replication"))
    entries = tuple((_text(name), _text(value)) for name, value in replication.items())
    create = CreateKeyspace(keyspace, (Option("replication", MapTerm(entries)),), if_not_exists=True)
    return Planned(Define((Bound(create),)), lambda _: ok())


def replication_of(given: dict[str, Any] | None) -> dict[str, str]:
    """Read how data is to be copied; one copy where nothing is said."""
    given = given or {}
    strategy = given.get("class") or SIMPLE
    if type(strategy) is not str:
        raise mismatch(f"{PLACE}.class", "a text", strategy)
    if strategy not in (SIMPLE, BY_DATA_CENTRE):
        raise violation(f"{PLACE}.class", f"it is {SIMPLE!r} or {BY_DATA_CENTRE!r}, not {strategy!r}")
    replication = {"class": strategy}
    for name, number in given.items():
        if name != "class" and number is not None:
            # astra-db-ts spells it in its own way when nobody says how data is to be copied
            key = FACTOR if name == "replicationFactor" and strategy == SIMPLE else name
            replication[key] = str(_replicas(name, number))
    if strategy == SIMPLE:
        replication.setdefault(FACTOR, "1")
    return replication


def _replicas(name: str, number: Any) -> int:
    place = f"{PLACE}.{name}"
    replicas = read_whole(number, place)
    if replicas < 0:
        raise violation(place, f"{replicas} is less than 0")
    return replicas


def _text(text: str) -> Constant:
    return Constant(ConstantKind.TEXT, text)


def fields(name: str) -> Fields:
    """Give the fields, for the command and for its old name."""
    return Fields(name, {"name": Field(TEXT.read), "options": options(name, {"replication": OBJECT})})


CREATE_KEYSPACE = SchemaCommand(NAME, "database", fields(NAME), plan)
