from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.properties.columns import columns_of
from tests.properties.strategies import VALUES, documents

from cassette.compile.documents.collection import Collection
from cassette.compile.documents.hashes import hash_of
from cassette.compile.documents.json import decode, decode_stored, encode
from cassette.compile.documents.paths import join_path, segments_of
from cassette.compile.documents.shred import shred
from cassette.cql.names import TableName

PLAIN = Collection(TableName("ks", "c"))


def kinds(value: Any) -> Any:
    """The value with its numbers as they are printed: 5 and 5.0 are the same once they are written."""
    if type(value) is dict:
        return {name: kinds(member) for name, member in value.items()}
    if type(value) is list:
        return [kinds(item) for item in value]
    return ("a number", str(value)) if type(value) in (int, Decimal) else (type(value), value)


@given(VALUES)
def test_json_survives_printing_and_parsing(value: Any) -> None:
    assert kinds(decode(encode(value))) == kinds(value)


@given(st.text(alphabet="0123456789", min_size=1, max_size=40), st.integers(-40, 40), st.booleans())
def test_json_number_keeps_every_digit(digits: str, exponent: int, negative: bool) -> None:
    token = f"{'-' if negative else ''}{int(digits)}.{digits}e{exponent}"
    assert decode(token.encode()) == Decimal(token)


@given(documents())
def test_shred_rebuilds_the_document(document: dict[str, Any]) -> None:
    shredded = shred(document, PLAIN)
    assert kinds(decode_stored(shredded.doc_json)) == kinds(document)
    assert list(decode_stored(shredded.doc_json)) == list(document)


@given(documents())
def test_shred_knows_every_path_once(document: dict[str, Any]) -> None:
    row = columns_of(shred(document, PLAIN), PLAIN.write_columns)
    typed = [
        *(row["query_bool_values"] or ()),
        *(row["query_dbl_values"] or ()),
        *(row["query_text_values"] or ()),
        *(row["query_timestamp_values"] or ()),
        *(row["query_null_values"] or ()),
    ]
    assert sorted(typed) == sorted(row["exist_keys"])
    assert len(set(typed)) == len(typed)


@given(VALUES, VALUES)
def test_hashes_are_equal_when_the_values_are(one: Any, other: Any) -> None:
    # a number is the same however it was written, and true is not 1
    def same(left: Any, right: Any) -> bool:
        if type(left) is dict and type(right) is dict:
            return list(left) == list(right) and all(same(left[name], right[name]) for name in left)
        if type(left) is list and type(right) is list:
            return len(left) == len(right) and all(map(same, left, right))
        return (type(left) is bool) == (type(right) is bool) and bool(left == right)

    assert (hash_of(one) == hash_of(other)) == same(one, other)


@given(st.lists(st.text(alphabet="ab.&"), min_size=1, max_size=4))
def test_path_survives_joining_and_parsing(segments: list[str]) -> None:
    assert segments_of(join_path(segments)) == tuple(segments)
