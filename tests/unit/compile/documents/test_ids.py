import time
from decimal import Decimal
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest

from cassette.compile.documents.clock import new_tx_id
from cassette.compile.documents.collection import Collection
from cassette.compile.documents.ids import key_of, new_id
from cassette.cql.names import TableName
from cassette.errors import Failure

UUID_TEXT = "0F9C4B36-6ab1-4f4c-9d5c-0123456789ab"


@pytest.mark.parametrize(
    ("value", "key"),
    [
        ("x", (1, "x")),
        (" ", (1, " ")),
        ({"$uuid": UUID_TEXT}, (1, UUID_TEXT.lower())),
        ({"$objectId": "507f1f77BCF86cd799439011"}, (1, "507f1f77bcf86cd799439011")),
        (5, (2, "5")),
        (-3, (2, "-3")),
        (100, (2, "100")),
        (Decimal("1E+2"), (2, "1E+2")),
        (Decimal("1.25"), (2, "1.25")),
        (True, (3, "true")),
        (False, (3, "false")),
        (None, (4, "null")),
        ({"$date": 1672531200000}, (5, "1672531200000")),
    ],
)
def test_key_is_the_formats(value: Any, key: tuple[int, str]) -> None:
    assert key_of(value) == key


@pytest.mark.parametrize(
    "value",
    [
        [1],
        {},
        {"$foo": 1},
        {"a": 1},
        {"$uuid": "x"},
        {"$uuid": UUID_TEXT, "x": 1},
        {"$objectId": "507f1f"},
        {"$date": "2023-01-01"},
        {"$date": Decimal("1.5")},
        {"$date": True},
        {"$date": 2**63},
        {"$binary": "SGVsbG8="},
    ],
)
def test_id_of_another_type_is_refused(value: Any) -> None:
    with pytest.raises(Failure) as caught:
        key_of(value)
    assert caught.value.name == "SHRED_BAD_DOCID_TYPE"


def test_empty_id_is_refused() -> None:
    with pytest.raises(Failure) as caught:
        key_of("")
    assert caught.value.name == "SHRED_BAD_DOCID_VALUE"


@pytest.mark.parametrize(
    ("kind", "wrapper", "version"),
    [("", None, 4), ("uuid", "$uuid", 4), ("uuidv6", "$uuid", 6), ("uuidv7", "$uuid", 7)],
)
def test_new_id_is_of_its_version(kind: str, wrapper: str | None, version: int) -> None:
    collection = Collection(TableName("ks", "c"), default_id=kind)
    made = [new_id(collection) for _ in range(1000)]
    texts = made if wrapper is None else [value[wrapper] for value in made]
    assert len(set(texts)) == 1000
    for text in texts:
        uuid = UUID(text)
        assert str(uuid) == text
        assert uuid.version == version
        assert uuid.variant == "specified in RFC 4122"
    if version == 6:
        assert texts == sorted(texts)
    if version == 7:
        ms = UUID(texts[0]).int >> 80
        assert abs(ms - time.time_ns() // 1_000_000) < 60_000


def test_new_object_id_counts_up() -> None:
    made = [new_id(Collection(TableName("ks", "c"), default_id="objectId"))["$objectId"] for _ in range(1000)]
    assert len(set(made)) == 1000
    assert {len(text) for text in made} == {24}
    assert abs(int(made[0][:8], 16) - time.time()) < 60
    assert len({text[8:18] for text in made}) == 1


def test_tx_id_is_time_based_and_ever_greater() -> None:
    made = [new_tx_id() for _ in range(10_000)]
    times = [uuid.time for uuid in made]
    assert all(earlier < later for earlier, later in pairwise(times))
    assert {uuid.version for uuid in made} == {1}
    assert {uuid.variant for uuid in made} == {"specified in RFC 4122"}
    assert UUID(str(made[0])) == made[0]
    assert hash(UUID(str(made[0]))) == hash(made[0])
    assert abs((made[0].time - 0x01B21DD213814000) / 1e7 - time.time()) < 60
