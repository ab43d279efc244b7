"""A filter says the same of a document in memory and, compiled, of the document's columns."""

from typing import Any

from hypothesis import given, settings
from tests.properties.columns import columns_of, holds
from tests.properties.strategies import FILTERS, ID_FILTERS, documents

from cassette.compile.documents.collection import Collection
from cassette.compile.documents.json import decode, encode
from cassette.compile.documents.shred import shred
from cassette.compile.filters import compile_filter
from cassette.compile.filters.in_memory import matches
from cassette.cql.names import TableName

PLAIN = Collection(TableName("ks", "c"))


def agree(filter_: dict[str, Any], document: dict[str, Any]) -> None:
    compiled = compile_filter(filter_, PLAIN)
    row = columns_of(shred(document, PLAIN), PLAIN.write_columns)
    in_columns = not compiled.nothing and holds(compiled.condition, compiled.values, row)
    assert matches(filter_, document) == in_columns


@given(FILTERS, documents())
@settings(max_examples=500)
def test_filter_agrees_with_its_condition(filter_: dict[str, Any], document: dict[str, Any]) -> None:
    agree(filter_, document)


@given(ID_FILTERS, documents())
def test_id_filter_agrees_with_its_condition(filter_: dict[str, Any], document: dict[str, Any]) -> None:
    agree(filter_, document)
    agree({"$not": {"$not": filter_}}, document)


@given(FILTERS)
def test_filter_of_the_same_shape_is_the_same_condition(filter_: dict[str, Any]) -> None:
    again = decode(encode(filter_))
    assert compile_filter(again, PLAIN).condition == compile_filter(filter_, PLAIN).condition
