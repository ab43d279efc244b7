import pytest

from cassette.cql.split import is_complete, split

BATCH = "BEGIN BATCH INSERT INTO t (a) VALUES (1); DELETE FROM t WHERE a = 1; APPLY BATCH"


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("", []),
        (" ; ;; -- nothing\n;", []),
        ("USE ks; SELECT a FROM t", ["USE ks", "SELECT a FROM t"]),
        ("USE ks;\n\n  USE kt ;\n", ["USE ks", "USE kt"]),
        ("SELECT ';' FROM t; USE ks;", ["SELECT ';' FROM t", "USE ks"]),
        ("SELECT 'it''s;' FROM t;", ["SELECT 'it''s;' FROM t"]),
        ('SELECT ";" FROM t;', ['SELECT ";" FROM t']),
        ("AS $$ a; 'b $$; USE ks", ["AS $$ a; 'b $$", "USE ks"]),
        ("USE a -- one; two\n; /* three; */ USE b; // four;", ["USE a", "USE b"]),
        ("SELECT /* ; */ a FROM t;", ["SELECT /* ; */ a FROM t"]),
        (f"{BATCH}; USE ks;", [BATCH, "USE ks"]),
        (f"{BATCH.lower()};", [BATCH.lower()]),
        ("SELECT begin FROM t; USE ks", ["SELECT begin FROM t", "USE ks"]),
        ("SELECT 'open; USE ks;", ["SELECT 'open; USE ks;"]),
        ("USE ks; /* open; USE kt;", ["USE ks", "/* open; USE kt;"]),
        ("BEGIN BATCH INSERT INTO t; SELECT", ["BEGIN BATCH INSERT INTO t; SELECT"]),
    ],
)
def test_text_is_split_at_semicolons_that_end_statements(text: str, statements: list[str]) -> None:
    assert list(split(text)) == statements


@pytest.mark.parametrize("text", ["", "  -- note", "USE ks;", "USE ks; ; -- note\n", f"{BATCH};"])
def test_text_is_complete(text: str) -> None:
    assert is_complete(text)


@pytest.mark.parametrize(
    "text", ["USE ks", "USE ks; S", "USE 'a;", 'USE "a;', "USE ks; /* a;", "AS $$ b;", BATCH, "BEGIN BATCH DELETE a;"]
)
def test_text_is_not_complete(text: str) -> None:
    assert not is_complete(text)
