from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties.cql.strategies import STATEMENTS, statements

from cassette.cql import parser
from cassette.cql.parser import parse_anew as parse
from cassette.cql.statements.statement import Statement
from cassette.cql.tokens import END, Tokens
from cassette.errors import ConfigurationFault, InvalidRequest, NotSupported, SyntaxFault

WORDS = """
    JSON DISTINCT GROUP BY PER PARTITION ANN OF BM25 TTL TIMESTAMP BEGIN BATCH APPLY UNLOGGED USE EXPLAIN CAST IS LIKE
    += -= :n / % (int) (a) f( a. ['k'] {a:
    SELECT FROM WHERE INSERT INTO VALUES UPDATE SET DELETE CREATE DROP TABLE KEYSPACE CUSTOM INDEX IF NOT EXISTS ON
    USING WITH AND OR IN CONTAINS KEY LIMIT ALLOW FILTERING PRIMARY STATIC CLUSTERING ORDER BY DESC TRUNCATE AS count
    token ks t a b list set map frozen vector tuple int text null true NaN P1D 1h 0xca 5 -1.5e3 'x' '' "Q" ? ( ) [ ]
    { } , . ; : < > = <= != + - * .. -- // /* */ $$ ' " é @ µ 123e4567-e89b-12d3-a456-426614174000
"""
FRAGMENTS = [*WORDS.split(), "\n", "\t"]


def check_refusal(text: str) -> None:
    """Parse anything: it is a statement, or one of the typed errors says where it is not."""
    try:
        statement = parse(text)
    except SyntaxFault as error:
        fault = error
    except (ConfigurationFault, InvalidRequest, NotSupported):
        return
    else:
        assert parse(statement.text()) == statement
        return
    lines = text.split("\n")
    assert 1 <= fault.line <= len(lines)
    assert 1 <= fault.column <= len(lines[fault.line - 1]) + 1
    assert str(fault).split("\n")[-1].endswith("^")


@settings(deadline=None, max_examples=400)
@given(statements())
def test_statement_survives_printing_and_parsing(statement: Statement) -> None:
    again = parse(statement.text())
    assert again == statement
    assert again.text() == statement.text()


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=25).map(" ".join))
def test_words_in_any_order_are_read_or_refused(text: str) -> None:
    check_refusal(text)


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    check_refusal(text)


@settings(deadline=None, max_examples=300)
@given(statements(), st.data())
def test_damaged_statements_are_read_or_refused(statement: Statement, data: st.DataObject) -> None:
    text = statement.text()
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 12)))
    check_refusal(text[:start] + data.draw(st.sampled_from(["", " ", *FRAGMENTS])) + text[end:])


@settings(deadline=None, max_examples=100)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=25).map(" ".join))
def test_tokens_leave_nothing_but_space_and_comments_out(text: str) -> None:
    tokens = Tokens(text)
    assert tokens.texts[-3:] == [END] * 3
    assert len("".join(tokens.texts)) <= len(text)


def test_every_statement_has_a_strategy() -> None:
    modules = {f"cassette.cql.statements.{file}" for file in parser.STATEMENTS.values()}
    assert (
        modules <= {kind.__module__ for kind in Statement.__subclasses__()} == {kind.__module__ for kind in STATEMENTS}
    )
