from decimal import Decimal
from typing import Any

import pytest

from cassette.compile.documents.json import Decoder, decode, decode_stored, encode
from cassette.compile.documents.limits import Limits
from cassette.errors import Failure


@pytest.mark.parametrize(
    ("text", "kind", "shown"),
    [
        ("5", int, "5"),
        ("-0", int, "0"),
        ("100", int, "100"),
        ("5.00", Decimal, "5"),
        ("100.0", Decimal, "1E+2"),
        ("1e2", Decimal, "1E+2"),
        ("-0.0", Decimal, "0"),
        ("0e5", Decimal, "0"),
        ("2.500", Decimal, "2.5"),
        ("0.000000123", Decimal, "1.23E-7"),
        ("12.12312321312312312312312321", Decimal, "12.12312321312312312312312321"),
        ("9000000000000000123", int, "9000000000000000123"),
        ("1" * 100, int, "1" * 100),
        ("0." + "1" * 99, Decimal, "0." + "1" * 99),
    ],
)
def test_number_keeps_its_digits(text: str, kind: type, shown: str) -> None:
    for read in (decode, decode_stored):
        value = read(text.encode())
        assert type(value) is kind
        assert encode(value).decode() == shown


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b'{"find":',
        b'{"a":01}',
        b'{"a":NaN}',
        b'{"a":1,}',
        b'{"a":{"b":1},}',
        b"/* c */ {}",
        b'"\xff"',
        b'{"a":1,"a":2}',
        b'{"a":1,"a":1}',
        b'{"b":{"a":1 , "a" : 2}}',
        b'{"b":[{"a":":","a":"x:y"}]}',
        b'{"b":[{"a":"\\":","\\u0061":2}]}',
        b'{"a" :1,"a": ":"}',
    ],
)
def test_broken_json_is_refused(body: bytes) -> None:
    with pytest.raises(Failure) as caught:
        decode(body)
    assert caught.value.name == "REQUEST_NOT_JSON"


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b'{"a":{"x":1},"b":{"x":2}}', {"a": {"x": 1}, "b": {"x": 2}}),
        (b'{"when":"12:30:00","url":"http://x"}', {"when": "12:30:00", "url": "http://x"}),
        (b'{"a":":","b":"\\":"}', {"a": ":", "b": '":'}),
        (b'{"a" : "x :y"}', {"a": "x :y"}),
        (b'{":":1,"::":"a:b"}', {":": 1, "::": "a:b"}),
        (b'{"find":{}} x', {"find": {}}),
        (b"5 6", 5),
        (b'[1,"a",null,true]', [1, "a", None, True]),
    ],
)
def test_names_and_colons_are_told_apart(body: bytes, value: Any) -> None:
    assert decode(body) == value


@pytest.mark.parametrize(
    "body",
    [
        b"1" * 101,
        b'{"a":[' + b"1" * 101 + b"]}",
        b'{"a":-' + b"1" * 101 + b"}",
        b"0." + b"1" * 100,
        b"1" * 5000,
        b"1e6145",
        b"1e-999999999",
        b"1e-99999999999999999999",
        b"0e99999999999999999999",
        b"[" * 129 + b"]" * 129,
        b"[" * 100_000,
    ],
)
def test_number_or_nesting_beyond_all_use_is_refused(body: bytes) -> None:
    with pytest.raises(Failure) as caught:
        decode(body)
    assert caught.value.name == "SHRED_DOC_LIMIT_VIOLATION"


def test_limits_are_the_decoders_own() -> None:
    read = Decoder(Limits(number_chars=3)).decode
    assert read(b"[999, 0.99]") == [999, Decimal("0.99")]
    for body in (b"1000", b"[9.999]"):
        with pytest.raises(Failure):
            read(body)


def test_depth_at_the_limit_is_read() -> None:
    assert decode(b"[" * 128 + b"]" * 128)
    assert decode(b"1e6144") == Decimal("1e6144")
