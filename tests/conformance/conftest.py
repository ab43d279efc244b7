"""The oracle, once a run, and the table at the end."""

import os
from collections.abc import Iterator

import pytest
from tests.conformance.oracle.jars import NoOracle, missing
from tests.conformance.oracle.process import ADDRESS, running
from tests.conformance.oracle.wire import Connection
from tests.conformance.table import table, tallies


@pytest.fixture(scope="session")
def cassandra_port() -> Iterator[int]:
    """A running Cassandra: one that CASSETTE_ORACLE_PORT names, or one of this run."""
    port = os.environ.get("CASSETTE_ORACLE_PORT")
    if port:
        yield int(port)
        return
    lacking = missing()
    if lacking and os.environ.get("CI") != "true":
        pytest.skip(f"{lacking}: nothing to ask Cassandra with")
    if lacking:
        raise NoOracle(lacking)
    with running() as started:
        yield started


@pytest.fixture
def cassandra(cassandra_port: int) -> Iterator[Connection]:
    """A connection of its own to Cassandra."""
    connection = Connection(ADDRESS, cassandra_port)
    yield connection
    connection.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if len(tallies) > 1:
        terminalreporter.section("CQL: Cassette and Apache Cassandra")
        for line in table(tallies):
            terminalreporter.write_line(line)
