"""COPY: rows to CSV files and back."""

import sys
from pathlib import Path

import pytest
from tests.shell.conftest import HERE, Shell

KS = "CREATE KEYSPACE ks WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}; USE ks;"
PEOPLE = f"{KS} CREATE TABLE people (id int PRIMARY KEY, name text, tags set<text>, born timestamp, fit boolean);"
ADA = "INSERT INTO people (id, name, tags, born, fit) VALUES (1, 'Ada, \"L\"', {'it''s', 'b'}, '1815-12-10', true);"


def test_copy_to_writes_what_copy_from_reads(shell: Shell) -> None:
    shell("-e", PEOPLE + ADA + "INSERT INTO people (id) VALUES (2);")
    assert shell("-k", "ks", "-e", "COPY people TO 'p.csv' WITH HEADER = true").code == 0
    assert Path("p.csv").read_text("utf-8") == (
        "id,born,fit,name,tags\n1,1815-12-10 00:00:00.000+0000,True,\"Ada, \\\"L\\\"\",\"{'b', 'it''s'}\"\n2,,,,\n"
    )
    before = shell("--json", "-k", "ks", "-e", "SELECT * FROM people").out
    assert shell("-k", "ks", "-e", "TRUNCATE people; COPY people FROM 'p.csv' WITH HEADER = true").code == 0
    assert shell("--json", "-k", "ks", "-e", "SELECT * FROM people").out == before


@pytest.mark.parametrize(
    "options", ["", "WITH DELIMITER = '|' AND QUOTE = '''' AND NULL = 'NULL'", "WITH ESCAPE = '\"'"]
)
def test_copy_brings_every_type_back(shell: Shell, options: str) -> None:
    schema, rows = str(HERE / "every_type.cql"), str(HERE / "every_type_rows.cql")
    assert shell("-f", schema, "-f", rows)[::2] == (0, "")
    assert shell("-f", schema, data="other")[::2] == (0, "")
    if not options:
        # here an empty text is no value, as in cqlsh
        shell("-k", "every", "-e", "DELETE a_varchar FROM types WHERE id = 1")
    for table in ("types", '"Keys"', "counts"):
        question = ["--json", "-k", "every", "-e", f"SELECT * FROM {table}"]
        assert shell("-k", "every", "-e", f"COPY {table} TO 't.csv' {options}")[::2] == (0, "")
        assert shell("-k", "every", "-e", f"COPY {table} FROM 't.csv' {options}", data="other")[::2] == (0, "")
        before, after = shell(*question), shell(*question, data="other")
        assert before.out.count("\n") >= 2
        if options == "WITH ESCAPE = '\"'":
            before = before._replace(out=before.out.replace('"a_varchar":""', '"a_varchar":null'))
        assert after == before


def test_copy_chooses_columns_and_order(shell: Shell) -> None:
    shell("-e", PEOPLE + ADA)
    assert shell("-k", "ks", "-e", "COPY people (fit, id) TO STDOUT WITH BOOLSTYLE = 'yes,no'").out == "yes,1\n"


def test_copy_from_standard_input_ends_with_a_dot(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell("-e", PEOPLE)
    outcome = shell("-k", "ks", "-e", "COPY people (id, name) FROM STDIN", stdin="7,seven\n\\.\n8,eight\n")
    assert outcome.code == 0
    assert shell("--json", "-k", "ks", "-e", "SELECT id, name FROM people").out == '{"id":7,"name":"seven"}\n'
    assert not sys.stdin.closed


def test_copy_head_names_the_columns(shell: Shell) -> None:
    shell("-e", PEOPLE)
    Path("p.csv").write_text("name,id\nAda,1\n", "utf-8")
    shell("-k", "ks", "-e", "COPY people FROM 'p.csv' WITH HEADER = true")
    assert shell("--json", "-k", "ks", "-e", "SELECT id, name FROM people").out == '{"id":1,"name":"Ada"}\n'


def test_copy_puts_bad_lines_aside_and_fails(shell: Shell) -> None:
    shell("-e", PEOPLE)
    Path("p.csv").write_text("1,Ada\nx,Eve\n3,Bob,more\n,Zoë\n5,Kim\n", "utf-8")
    outcome = shell("-k", "ks", "-e", "COPY people (id, name) FROM 'p.csv' WITH ERRFILE = 'bad.csv'")
    assert outcome.code == 1
    assert [line.split(": ")[0] for line in outcome.err.splitlines()] == [
        "line 2",
        "line 3",
        "line 4",
        "lines refused",
    ]
    assert [line.split(",")[0] for line in Path("bad.csv").read_text("utf-8").splitlines()] == ["2", "3", "4"]
    assert shell("--json", "-k", "ks", "-e", "SELECT count(*) FROM people").out == '{"count":2}\n'


def test_copy_stops_after_too_many_bad_lines(shell: Shell) -> None:
    shell("-e", PEOPLE)
    Path("p.csv").write_text("x,Eve\n" * 10, "utf-8")
    outcome = shell("-k", "ks", "-e", "COPY people (id, name) FROM 'p.csv' WITH MAXERRORS = 3")
    assert "more than 3 lines were refused" in outcome.err


def test_copy_counts_what_a_counter_table_gets(shell: Shell) -> None:
    shell("-e", f"{KS} CREATE TABLE hits (page text PRIMARY KEY, n counter, m counter)")
    Path("h.csv").write_text("a,5,\nb,1,-2\na,2,1\n", "utf-8")
    assert shell("-k", "ks", "-e", "COPY hits (page, n, m) FROM 'h.csv'").code == 0
    assert shell(
        "--json", "-k", "ks", "-e", "SELECT page, n, m FROM hits WHERE page IN ('a', 'b')"
    ).out.splitlines() == [
        '{"page":"a","n":7,"m":1}',
        '{"page":"b","n":1,"m":-2}',
    ]


def test_copy_skips_rows_columns_and_what_is_too_much(shell: Shell) -> None:
    shell("-e", PEOPLE)
    Path("p.csv").write_text("".join(f"{number},n{number}\n" for number in range(10)), "utf-8")
    line = (
        "COPY people (id, name) FROM 'p.csv' WITH SKIPROWS = 2 AND MAXROWS = 3 AND SKIPCOLS = 'name' AND CHUNKSIZE = 2"
    )
    assert shell("-k", "ks", "-e", line).code == 0
    found = shell("--json", "-k", "ks", "-e", "SELECT id, name FROM people").out.splitlines()
    assert sorted(found) == [f'{{"id":{number},"name":null}}' for number in (2, 3, 4)]


def test_copy_line_may_be_long(shell: Shell) -> None:
    shell("-e", PEOPLE + ADA)
    Path("c.cql").write_text(
        "COPY ks.people (id)\n  TO 'p.csv'\n  WITH HEADER = true;\nCOPY ks.people (id) TO 'q.csv'", "utf-8"
    )
    assert shell("-f", "c.cql").code == 0
    assert Path("p.csv").read_text("utf-8") == "id\n1\n"
    assert Path("q.csv").read_text("utf-8") == "1\n"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("COPY people", "expected"),
        ("COPY people TO", "the name of a file"),
        ("COPY people TO 'a' WITH NUMPROCESSES = 4", "COPY has no option NUMPROCESSES here"),
        ("COPY people TO 'a' WITH TTL = 4", "belongs to COPY FROM"),
        ("COPY people FROM 'a' WITH PAGESIZE = 4", "belongs to COPY TO"),
        ("COPY people TO 'a' WITH DELIMITER = '||'", "DELIMITER takes one character"),
        ("COPY people TO 'a' WITH HEADER = maybe", "HEADER takes true or false"),
        ("COPY people TO 'a' WITH ENCODING = 'klingon'", "ENCODING takes the name of an encoding"),
        ("COPY people FROM 'nope.csv'", "nope.csv cannot be read"),
        ("COPY people TO 'nope/nope.csv'", "nope.csv cannot be written"),
        ("COPY people (nope) TO 'a'", "has no column nope"),
        ("COPY people (name) FROM 'p.csv'", "id is missing"),
        ("COPY nobody TO 'a'", "there is no table ks.nobody"),
        ("COPY people TO 'a' AND MORE", "expected"),
    ],
)
def test_copy_says_what_is_wrong(shell: Shell, line: str, said: str) -> None:
    shell("-e", PEOPLE)
    Path("p.csv").write_text("Ada\n", "utf-8")
    outcome = shell("-k", "ks", "-e", line)
    assert outcome.code == 1
    assert said in outcome.err


def test_copy_refuses_what_is_no_text(shell: Shell) -> None:
    shell("-e", PEOPLE)
    Path("p.csv").write_bytes(b"1,Ada\n2,\xff\n")
    assert "the file is not utf-8" in shell("-k", "ks", "-e", "COPY people (id, name) FROM 'p.csv'").err
