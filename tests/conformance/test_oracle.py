"""The recorded answers are still what Cassandra says: this tests the tests."""

import pytest
from tests.conformance.answers import ask_cassandra, differences, recorded
from tests.conformance.corpus import subjects
from tests.conformance.oracle.wire import Connection


@pytest.mark.slow
@pytest.mark.parametrize("subject", subjects())
def test_recorded_answers_are_what_cassandra_says(cassandra: Connection, subject: str) -> None:
    found = differences(subject, recorded(subject), ask_cassandra(cassandra, subject))
    assert not found, "\n".join(difference.text() for difference in found)
