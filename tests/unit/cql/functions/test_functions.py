import time
from itertools import pairwise
from pathlib import Path
from uuid import UUID

import pytest

from cassette.cql import functions
from cassette.cql.functions import FUNCTIONS, PLANNED, find_function
from cassette.cql.terms import BIND, FunctionTerm
from cassette.errors import InvalidRequest, NotSupported


def test_now_is_later_every_time_and_close_to_the_clock() -> None:
    made: list[UUID] = [FUNCTIONS["now"].call() for _ in range(1000)]
    assert all(one.time < other.time for one, other in pairwise(made))
    assert {(value.version, value.variant) for value in made} == {(1, "specified in RFC 4122")}
    assert abs((made[-1].time - 0x01B21DD213814000) / 1e7 - time.time()) < 5


def test_uuid_is_random() -> None:
    assert FUNCTIONS["uuid"].call().version == 4
    assert FUNCTIONS["uuid"].call() != FUNCTIONS["uuid"].call()


def test_functions_are_found_by_name() -> None:
    assert find_function(FunctionTerm("now")) is FUNCTIONS["now"]


@pytest.mark.parametrize(
    ("term", "error"),
    [
        (FunctionTerm("to_date", (BIND,)), NotSupported),
        (FunctionTerm("no_such"), InvalidRequest),
        (FunctionTerm("now", (BIND,)), InvalidRequest),
    ],
)
def test_functions_that_cannot_be_called_are_refused(term: FunctionTerm, error: type[Exception]) -> None:
    with pytest.raises(error):
        find_function(term)


def test_every_function_file_is_in_the_table() -> None:
    assert functions.__file__ is not None
    files = {file.stem for file in Path(functions.__file__).parent.glob("*.py")} - {"__init__", "function"}
    assert files == FUNCTIONS.keys()
    assert not PLANNED & FUNCTIONS.keys()
