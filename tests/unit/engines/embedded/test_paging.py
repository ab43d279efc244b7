from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassette.cql.parser import parse
from cassette.engines.embedded.paging import VERSION, fingerprint, read_state, write_state
from cassette.errors import InvalidRequest

MARK = b"12345678"
PLACES = st.lists(st.one_of(st.integers(-(1 << 63), (1 << 63) - 1), st.text(), st.binary()), min_size=1, max_size=4)


@given(PLACES, st.none() | st.integers(1, 1 << 31))
def test_state_survives_writing_and_reading(place: list[Any], left: int | None) -> None:
    state = read_state(write_state(MARK, place, left), MARK, len(place))
    assert (state.place, state.left) == (place, left)


def test_state_of_another_query_or_version_or_place_is_refused() -> None:
    state = write_state(MARK, [1, "a"], None)
    with pytest.raises(InvalidRequest, match="another query"):
        read_state(state, b"87654321", 2)
    with pytest.raises(InvalidRequest, match="not one of this server"):
        read_state(state, MARK, 3)
    other_version = msgspec.msgpack.encode([VERSION + 1, MARK, [1, "a"], None])
    with pytest.raises(InvalidRequest, match="not one of this server"):
        read_state(other_version, MARK, 2)


@pytest.mark.parametrize("place", [[1 << 63, "a"], [[1], "a"], [{"a": 1}, "a"], [True, ["a"]]])
def test_place_that_no_row_has_is_refused(place: list[Any]) -> None:
    state = msgspec.msgpack.encode([VERSION, MARK, place, None])
    with pytest.raises(InvalidRequest):
        read_state(state, MARK, 2)


@given(st.binary(max_size=60))
def test_bytes_that_are_no_state_are_refused(state: bytes) -> None:
    with pytest.raises(InvalidRequest):
        read_state(state, MARK, 2)


@pytest.mark.parametrize("state", [b"\x91" * 100_000, b"\xdc\xff\xff", b"\xc7\xff\xff\xff\xff", b"\xa1\xff"])
def test_bytes_that_are_hostile_are_refused(state: bytes) -> None:
    with pytest.raises(InvalidRequest):
        read_state(state, MARK, 2)


def test_fingerprint_tells_queries_apart() -> None:
    one = parse("SELECT a FROM ks.t WHERE k = ?")
    marks = [
        fingerprint(one, ("a",)),
        fingerprint(one, ("b",)),
        fingerprint(one, (1,)),
        fingerprint(one, ("1",)),
        fingerprint(parse("SELECT b FROM ks.t WHERE k = ?"), ("a",)),
        fingerprint(parse("SELECT a FROM ks.u WHERE k = ?"), ("a",)),
        fingerprint(parse("SELECT a FROM ks.t WHERE k = ? LIMIT 5"), ("a",)),
    ]
    assert len(set(marks)) == len(marks)
    assert fingerprint(parse("select a from ks.t where k=?"), ("a",)) == marks[0]
