from pathlib import Path

import pytest

from cassette.cql import parser
from cassette.cql.conditions import And, Compare, Contains, In, Or
from cassette.cql.names import TableName
from cassette.cql.parser import PLANNED, STATEMENTS, parse
from cassette.cql.selectors import Column, CountRows, Selection
from cassette.cql.statements.select import Select
from cassette.cql.terms import BIND, Constant, ConstantKind
from cassette.errors import NotSupported, SyntaxFault


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


@pytest.mark.parametrize("words", sorted(PLANNED), ids=" ".join)
def test_planned_statement_is_not_supported_yet(words: tuple[str, ...]) -> None:
    with pytest.raises(NotSupported, match="not supported yet"):
        parse(" ".join(words) + " x")


def test_nothing_is_both_built_and_planned() -> None:
    assert not PLANNED & STATEMENTS.keys()


def test_every_statement_file_is_in_the_table() -> None:
    folder = Path(parser.__file__).parent / "statements"
    files = {file.stem for file in folder.glob("*.py")} - {"__init__", "options", "statement"}
    assert files == {reader.__module__.rpartition(".")[2] for reader in STATEMENTS.values()}
