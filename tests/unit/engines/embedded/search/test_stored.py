"""Terms in FTS5: each stays one word, no two become the same."""

import apsw
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cassette.engines.embedded.search.texts import stored

TERMS = st.text(st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=6)


@pytest.fixture(scope="module")
def table() -> apsw.Connection:
    connection = apsw.Connection(":memory:")
    connection.execute(f"CREATE VIRTUAL TABLE i USING fts5(terms, tokenize='{stored.TOKENIZER}')")
    return connection


@given(st.lists(TERMS, min_size=1, max_size=5), TERMS)
@example(["A", "é", "e\u0301"], "a")
@example(["x41"], "A")
@example(["AND", "x", "\0"], "and")
def test_text_is_found_by_the_terms_it_has(table: apsw.Connection, terms: list[str], other: str) -> None:
    table.execute("DELETE FROM i")
    table.execute("INSERT INTO i (terms) VALUES (?)", (stored.document(terms),))

    def found(asked: list[str]) -> bool:
        return bool(table.execute("SELECT 1 FROM i WHERE i MATCH ?", (stored.query(asked),)).fetchall())

    assert found(terms)
    assert all(found([term]) for term in terms)
    assert found([other]) == (other in terms)
    assert found([*terms, other]) == (other in terms)


def test_many_terms_make_a_query(table: apsw.Connection) -> None:
    terms = [f"word{number}" for number in range(1_000)]
    table.execute("INSERT INTO i (terms) VALUES (?)", (stored.document(terms),))
    assert len(table.execute("SELECT rowid FROM i WHERE i MATCH ?", (stored.query(terms),)).fetchall()) == 1
