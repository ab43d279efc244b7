from typing import Any

import pytest

from cassette.cql.keyspace_options import KeyspaceOptions, keyspace_options
from cassette.cql.parser import parse
from cassette.cql.statements.create_keyspace import CreateKeyspace
from cassette.cql.statements.options import Option
from cassette.errors import ConfigurationFault, EngineError, InvalidRequest, SyntaxFault

ONE = {"class": "SimpleStrategy", "replication_factor": "1"}


def written(text: str) -> tuple[Option, ...]:
    statement = parse(f"CREATE KEYSPACE ks WITH {text}")
    assert isinstance(statement, CreateKeyspace)
    return statement.options


@pytest.mark.parametrize(
    ("text", "replication"),
    [
        ("{'class': 'SimpleStrategy', 'replication_factor': 1}", ONE),
        ("{'class': 'org.apache.cassandra.locator.SimpleStrategy', 'replication_factor': '01'}", ONE),
        ("{'class': 'SimpleStrategy'}", ONE),
        ("{'class': 'SimpleStrategy', 'replication_factor': 0}", {**ONE, "replication_factor": "0"}),
        ("{'class': 'NetworkTopologyStrategy'}", {"class": "NetworkTopologyStrategy", "datacenter1": "1"}),
        (
            "{'class': 'NetworkTopologyStrategy', 'replication_factor': 3}",
            {"class": "NetworkTopologyStrategy", "datacenter1": "3"},
        ),
        (
            "{'class': 'NetworkTopologyStrategy', 'west': 3, 'east': 1}",
            {"class": "NetworkTopologyStrategy", "east": "1", "west": "3"},
        ),
    ],
)
def test_replication(text: str, replication: dict[str, Any]) -> None:
    assert keyspace_options(written(f"replication = {text}")) == KeyspaceOptions(replication)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (SyntaxFault, "replication = 'x'"),
        (SyntaxFault, "replication = {'class': 'SimpleStrategy'} AND foo = 1"),
        (SyntaxFault, "replication = {'class': 'SimpleStrategy'} AND replication = {}"),
        (SyntaxFault, "replication = {'class': 'SimpleStrategy'} AND durable_writes = 'x'"),
        (InvalidRequest, "durable_writes = true"),
        (InvalidRequest, "replication = {'class': 'LocalStrategy'}"),
        (ConfigurationFault, "replication = {}"),
        (ConfigurationFault, "replication = {'replication_factor': 1}"),
        (ConfigurationFault, "replication = {'class': 'NoSuch', 'replication_factor': 1}"),
        (ConfigurationFault, "replication = {'class': 'SimpleStrategy', 'replication_factor': 'x'}"),
        (ConfigurationFault, "replication = {'class': 'SimpleStrategy', 'replication_factor': -1}"),
        (ConfigurationFault, "replication = {'class': 'SimpleStrategy', 'replication_factor': '3/1'}"),
        (ConfigurationFault, "replication = {'class': 'SimpleStrategy', 'foo': '1'}"),
    ],
)
def test_what_cannot_be_is_refused(kind: type[EngineError], text: str) -> None:
    with pytest.raises(kind) as raised:
        keyspace_options(written(text))
    assert raised.type is kind


def test_a_change_leaves_the_rest() -> None:
    before = KeyspaceOptions(ONE, durable_writes=False)
    assert keyspace_options(written("durable_writes = 'yes'"), before) == KeyspaceOptions(ONE)
    changed = keyspace_options(written("replication = {'class': 'NetworkTopologyStrategy', 'dc': 2}"), before)
    assert changed == KeyspaceOptions({"class": "NetworkTopologyStrategy", "dc": "2"}, durable_writes=False)
