"""Partition tokens: the values that the original's own class gives, and a second implementation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.murmur3 import murmur3

from cassette.engines.embedded.tokens import token

# computed with org.apache.cassandra.utils.MurmurHash of Apache Cassandra 5.0
TEXTS = [
    ("a", -8839064797231613815),
    ("abc", -5434086359492102041),
    ("people", 1894183014294528509),
    ("12345678", 4272337174398058908),
    ("123456789", 4360720697772133540),
    ("0123456789abcdef", 5467490433528156583),
    ("0123456789abcdefg", -8200385122730116642),
    ("The quick brown fox jumps over the lazy dog", -2068352364225029268),
    ("é", 5461403030378599040),
    ("ü", 2039338041252279364),
    ("Straße", -6524392851791370829),
    ("日本語", 2587241856907040145),
    ("naïve café", 3828589147105053679),
    ("😀", 4665903609083583598),
    ("Ελληνικά αλφάβητο", -8070903803616699911),
    ("0123456789abcdé", -3637682860548693757),
    ("0123456789abcdefé", 8755401265980413160),
]
BYTES = [
    ("80", -5284281814142962636),
    ("ffff", 6163071069786142063),
    ("00000005", -7509452495886106294),
    ("fffffffb", 4304547803022098149),
    ("808182838485868788898a8b8c8d8e8f90", -3616694464407856223),
]
KEYS = [(text.encode(), found) for text, found in TEXTS] + [(bytes.fromhex(key), found) for key, found in BYTES]


@pytest.mark.parametrize(("key", "expected"), KEYS)
def test_token_is_cassandras(key: bytes, expected: int) -> None:
    assert token(key) == expected
    # and so the second implementation, which other tests lean on, is right
    assert murmur3(key) == expected


def test_token_of_nothing_comes_before_all_others() -> None:
    assert token(b"") == -(1 << 63)


@given(st.binary(min_size=1, max_size=50))
def test_token_of_any_bytes(key: bytes) -> None:
    assert token(key) == murmur3(key)


@given(st.text(min_size=1, max_size=40))
def test_token_of_any_text(text: str) -> None:
    assert token(text.encode()) == murmur3(text.encode())
    assert -(1 << 63) < token(text.encode()) < 1 << 63
