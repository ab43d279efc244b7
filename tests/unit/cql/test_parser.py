from pathlib import Path

import pytest

from cassette.cql import parser
from cassette.cql.conditions import And, Compare, Contains, In, Or
from cassette.cql.names import TableName
from cassette.cql.parser import STATEMENTS, marker_names, parse
from cassette.cql.selectors import Column, CountRows, Selection
from cassette.cql.statements.select import Select
from cassette.cql.terms import BIND, Constant, ConstantKind
from cassette.errors import SyntaxFault

PARTS = {
    "__init__",
    "insert_json",
    "mask",
    "options",
    "renames",
    "resources",
    "role_options",
    "statement",
    "table_key",
    "user_options",
    "using",
}
"""Files of the statements' folder that read and print parts of statements only."""


def test_select_becomes_data() -> None:
    assert parse("SELECT a, count(*) AS n FROM ks.t WHERE (a = 1 OR b IN ?) AND tags NOT CONTAINS ? LIMIT ?") == Select(
        TableName("ks", "t"),
        (Selection(Column("a")), Selection(CountRows(), "n")),
        And(
            (
                Or((Compare("a", "=", Constant(ConstantKind.INTEGER, "1")), In("b", BIND))),
                Contains("tags", BIND, negated=True),
            )
        ),
        BIND,
    )


def test_equal_text_is_parsed_once() -> None:
    assert parse("SELECT a FROM t") is parse("SELECT a FROM t")


def test_long_text_is_not_kept() -> None:
    text = f"SELECT a FROM t WHERE a = '{'x' * parser.CACHED_CHARS}'"
    assert parse(text) is not parse(text)


def test_errors_are_not_kept_back() -> None:
    for _ in range(2):
        with pytest.raises(SyntaxFault):
            parse("SELECT")


def test_markers_have_their_names_in_order() -> None:
    text = 'UPDATE t USING TTL :ttl SET a = ?, m[:k] = :V WHERE k = ? IF b IN :"Two words"'
    assert marker_names(text) == ("ttl", None, "k", "v", None, "Two words")


def test_every_statement_file_is_in_the_table() -> None:
    folder = Path(parser.__file__).parent / "statements"
    files = {file.stem for file in folder.glob("*.py")} - PARTS
    assert files == set(STATEMENTS.values())
