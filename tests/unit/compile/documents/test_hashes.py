from decimal import Decimal
from typing import Any

import pytest

from cassette.compile.documents.hashes import hash_of

# Data API storage sheet, section 4.1
VECTORS = [
    ("value", "Svalue"),
    (Decimal("25.3"), "N25.3"),
    ({"key": "value"}, "O1\nkey\nSvalue"),
    ([1, True, None], "A3\nN1\nB1\nZ"),
    ("tag1234567890123456789012345", "JibWYCd1RX1K585kknoGFg"),
    ({"a": 5, "b": {"c": "v1", "d": False}}, "qmhK8u9H3kPJTBTuwvzvDw"),
    (["tag1", "tag2", "tag1234567890123456789012345"], "d/xgSMgc3GlxvlWclqpQ2Q"),
]


@pytest.mark.parametrize(("value", "hashed"), VECTORS)
def test_hash_is_the_formats(value: Any, hashed: str) -> None:
    assert hash_of(value) == hashed


@pytest.mark.parametrize(
    ("value", "hashed"),
    [
        (1, "N1"),
        (Decimal("1.0"), "N1"),
        (Decimal("1E+2"), "N100"),
        (Decimal("100.0"), "N100"),
        (Decimal("25.30"), "N25.3"),
        (Decimal("-0.0"), "N0"),
        (Decimal("0E+5"), "N0"),
        (Decimal("1.23E-7"), "N0.000000123"),
        (False, "B0"),
        ({"$date": -5}, "T-5"),
        ([], "A0"),
        ({}, "O0"),
        ({"$uuid": "x"}, "O1\n$uuid\nSx"),
        ({"$date": "no date"}, "O1\n$date\nSno date"),
    ],
)
def test_hash_is_by_value(value: Any, hashed: str) -> None:
    assert hash_of(value) == hashed


@pytest.mark.parametrize(
    ("text", "short"),
    [("x" * 20, True), ("x" * 21, False), ("é" * 20, True), ("é" * 21, False), ("😀" * 10, True), ("😀" * 11, False)],
)
def test_hash_is_a_digest_from_22_utf16_units_on(text: str, short: bool) -> None:
    hashed = hash_of(text)
    assert (hashed == "S" + text) is short
    assert short or len(hashed) == 22
