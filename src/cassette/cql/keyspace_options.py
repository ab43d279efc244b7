"""Options of keyspaces: `replication` and `durable_writes`.

One box keeps one copy of everything in one data centre, so what a schema says of more is kept, shown, and
means nothing; a production schema with its data centres runs here as it is.
"""

from collections.abc import Mapping
from typing import NamedTuple

from cassette.cql.statements.options import Option
from cassette.cql.table_options.simple import boolean, map_of_texts, syntax
from cassette.errors import ConfigurationFault, InvalidRequest

PACKAGE = "org.apache.cassandra.locator."
SIMPLE, BY_DATACENTER, LOCAL = "SimpleStrategy", "NetworkTopologyStrategy", "LocalStrategy"
STRATEGIES = (SIMPLE, BY_DATACENTER)
FACTOR = "replication_factor"
DATACENTER = "datacenter1"
"""The data centre that a new Cassandra is in, and so is this one."""

DIGITS = 9


class KeyspaceOptions(NamedTuple):
    """Replication with the plain name of its class, factors in text."""

    replication: Mapping[str, str]
    durable_writes: bool = True


def keyspace_options(written: tuple[Option, ...], before: KeyspaceOptions | None = None) -> KeyspaceOptions:
    """Check options and give them, over those of a keyspace that is changed.

    Errors: SyntaxFault for an unknown or a repeated option, or a value of another kind; ConfigurationFault for
            a replication that cannot be; InvalidRequest where a new keyspace says none.
    """
    given = {option.name: option.term for option in written}
    if len(given) < len(written):
        raise syntax("an option is given twice")
    for name in given:
        if name not in KeyspaceOptions._fields:
            raise syntax(f"there is no option {name}: a keyspace has {', '.join(KeyspaceOptions._fields)}")
    if "replication" in given:
        replication: Mapping[str, str] = _replication(map_of_texts("replication", given["replication"]))
    elif before is None:
        raise InvalidRequest(
            "a keyspace says its replication, like {'class': 'SimpleStrategy', 'replication_factor': 1}"
        )
    else:
        replication = before.replication
    if "durable_writes" in given:
        return KeyspaceOptions(replication, boolean("durable_writes", given["durable_writes"]))
    return KeyspaceOptions(replication, True if before is None else before.durable_writes)


def _replication(written: dict[str, str]) -> dict[str, str]:
    if not written.get("class"):
        raise ConfigurationFault(f"replication names a class: {' or '.join(STRATEGIES)}")
    strategy = written.pop("class").removeprefix(PACKAGE)
    if strategy == LOCAL:
        raise InvalidRequest(f"{LOCAL} is for the keyspaces of the system")
    if strategy not in STRATEGIES:
        raise ConfigurationFault(f"there is no replication strategy {strategy}: there are {' and '.join(STRATEGIES)}")
    for place, factor in written.items():
        if not factor.isdigit() or not factor.isascii() or len(factor) > DIGITS:
            raise ConfigurationFault(f"{place} of replication is a number of copies, not {factor!r}")
    if strategy == SIMPLE:
        unknown = sorted(written.keys() - {FACTOR})
        if unknown:
            raise ConfigurationFault(f"{SIMPLE} has {FACTOR} only, not {', '.join(unknown)}")
        return {"class": SIMPLE, FACTOR: str(int(written.get(FACTOR, "1")))}
    if FACTOR in written or not written:
        # the factor of all data centres that are not named, of which there is one
        written = {DATACENTER: written.pop(FACTOR, "1"), **written}
    return {"class": BY_DATACENTER, **{place: str(int(copies)) for place, copies in sorted(written.items())}}
