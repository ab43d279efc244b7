"""UUIDs in indexes and rows: bytes that compare as CQL's types do."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from cassette.cql.types import TYPES
from cassette.engines.embedded.values.uuids import timeuuid_blob, timeuuid_value, uuid_blob

TIMEUUIDS = st.one_of(
    st.uuids(version=1),
    st.builds(
        lambda time, low: UUID(
            int=(time & 0xFFFFFFFF) << 96 | (time >> 32 & 0xFFFF) << 80 | 0x1000 << 64 | (time >> 48) << 64 | low
        ),
        st.sampled_from([0, 1, 1 << 31, 1 << 32, 1 << 47, 1 << 48, (1 << 60) - 1]),
        st.sampled_from([1 << 63, 1 << 63 | 0x7F, 1 << 63 | 0x80, 1 << 63 | 0xFF00, 0xBFFFFFFFFFFFFFFF]),
    ),
)
UUIDS = st.one_of(st.uuids(), TIMEUUIDS, st.uuids(version=4), st.integers(0, (1 << 128) - 1).map(lambda n: UUID(int=n)))


@given(TIMEUUIDS)
def test_timeuuid_survives(value: UUID) -> None:
    assert timeuuid_value(timeuuid_blob(value)) == value


@given(TIMEUUIDS, TIMEUUIDS)
def test_timeuuids_compare_as_the_type_does(left: UUID, right: UUID) -> None:
    key = TYPES["timeuuid"].key
    assert (timeuuid_blob(left) < timeuuid_blob(right)) == (key(left) < key(right))


@given(UUIDS, UUIDS)
def test_uuids_compare_as_the_type_does(left: UUID, right: UUID) -> None:
    key = TYPES["uuid"].key
    assert (uuid_blob(left) < uuid_blob(right)) == (key(left) < key(right))
    assert (uuid_blob(left) == uuid_blob(right)) == (left == right)
