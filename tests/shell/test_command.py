"""The command line: what runs, in which form it answers, and with which code it ends."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.shell.conftest import Shell

import cassette

KS = "CREATE KEYSPACE ks WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}; USE ks;"
PEOPLE = f"{KS} CREATE TABLE people (id int PRIMARY KEY, name text); INSERT INTO people (id, name) VALUES (1, 'Ada');"


def test_execute_shows_a_table(shell: Shell) -> None:
    outcome = shell("-e", PEOPLE, "-e", "SELECT id, name FROM people")
    assert outcome == (0, " id | name\n----+------\n  1 | Ada\n\n(1 row)\n\n", "")


def test_json_has_a_line_for_each_row_and_nothing_else(shell: Shell) -> None:
    shell("-e", PEOPLE)
    outcome = shell("--json", "-k", "ks", "-e", "EXPAND ON; TRACING ON; SELECT id, name, name FROM people")
    assert outcome.code == 0
    assert [json.loads(line) for line in outcome.out.splitlines()] == [{"id": 1, "name": "Ada", "name 2": "Ada"}]


def test_expand_lists_fields(shell: Shell) -> None:
    shell("-e", PEOPLE)
    outcome = shell("--expand", "-k", "ks", "-e", "SELECT * FROM people")
    assert outcome.out == "@ Row 1\n------+-----\n id   | 1\n name | Ada\n\n\n(1 row)\n\n"


def test_lightweight_transaction_shows_whether_it_was_applied(shell: Shell) -> None:
    shell("-e", PEOPLE)
    outcome = shell("-k", "ks", "-e", "INSERT INTO people (id, name) VALUES (1, 'Eve') IF NOT EXISTS")
    assert outcome.out.splitlines()[:3] == [
        " [applied] | id | name",
        "-----------+----+------",
        " false     |  1 | Ada",
    ]


def test_statements_come_from_standard_input(shell: Shell) -> None:
    assert shell("--json", stdin="SELECT key\nFROM system.local").out == '{"key":"local"}\n'


def test_file_stops_at_the_first_failure_and_names_its_place(shell: Shell) -> None:
    Path("a.cql").write_text(f"-- a note\n{KS}\nSELECT *\n  FRM t;\nCREATE TABLE t (a int PRIMARY KEY);", "utf-8")
    outcome = shell("-f", "a.cql")
    assert outcome.code == 1
    assert outcome.err.startswith("a.cql:4:3: expected ")
    assert outcome.err.splitlines()[1:] == ["  FRM t", "  ^"]
    assert "'t'" not in shell("-e", "DESCRIBE TABLES").out


def test_keep_going_goes_on_and_fails_all_the_same(shell: Shell) -> None:
    Path("a.cql").write_text("SELECT * FROM nowhere.t;\nSELECT key FROM system.local;", "utf-8")
    outcome = shell("--keep-going", "--json", "-f", "a.cql")
    assert outcome.code == 1
    assert outcome.out == '{"key":"local"}\n'
    assert outcome.err.startswith("a.cql:1: InvalidRequest: ")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["-f", "nope.cql"], 1, "nope.cql cannot be read: No such file or directory"),
        (["-k", "nope", "-e", "SELECT * FROM t"], 2, "there is no keyspace nope"),
        (["--json", "--expand"], 2, "choose one"),
        (["-e", "LOGIN ada"], 1, "LOGIN is not supported"),
        (["-e", "PAGING x"], 1, "PAGING takes ON, OFF or a number"),
        (["-e", "CONSISTENCY MANY"], 1, "MANY is no consistency level"),
        (["-e", "SERIAL CONSISTENCY ONE"], 1, "ONE is no consistency level"),
        (["-e", "SHOW SESSION"], 1, "SHOW takes VERSION or HOST"),
        (["-e", "SOURCE"], 1, "the name of a file is missing"),
        (["-e", "HELP NOTHING"], 1, "there is no help about NOTHING"),
        (["-e", "EXPAND MAYBE"], 1, "EXPAND takes ON or OFF"),
    ],
)
def test_what_cannot_be_done_is_said(shell: Shell, arguments: list[str], code: int, said: str) -> None:
    outcome = shell(*arguments)
    assert outcome.code == code
    assert said in outcome.err
    assert "Traceback" not in outcome.err


def test_unknown_option_ends_with_2(shell: Shell) -> None:
    with pytest.raises(SystemExit) as ended:
        shell("--nonsense")
    assert ended.value.code == 2


def test_directory_that_is_a_file_ends_with_2(shell: Shell) -> None:
    Path("data").write_text("", "utf-8")
    outcome = shell("-e", "SELECT * FROM system.local")
    assert outcome.code == 2
    assert outcome.err.startswith("cassette: ")


@pytest.mark.parametrize(
    "line", ["CONSISTENCY QUORUM", "SERIAL CONSISTENCY SERIAL", "SHOW VERSION", "SHOW HOST", "HELP", "? COPY", "CLEAR"]
)
def test_shell_commands_go_well(shell: Shell, line: str) -> None:
    assert shell("-e", line)[::2] == (0, "")


def test_exit_leaves_what_comes_after(shell: Shell) -> None:
    assert shell("-e", "EXIT; SELECT key FROM system.local", "-e", "SELECT key FROM system.local")[:2] == (0, "")


def test_source_finds_files_beside_the_file_and_reports_inner_failures(shell: Shell) -> None:
    Path("inner").mkdir()
    Path("inner/b.cql").write_text("SELECT key FROM system.local;\nSELECT nothing;", "utf-8")
    Path("inner/a.cql").write_text("SOURCE 'b.cql'\n", "utf-8")
    outcome = shell("--json", "-f", "inner/a.cql")
    assert outcome.code == 1
    assert outcome.out == '{"key":"local"}\n'
    assert [line.split(": ")[0] for line in outcome.err.splitlines()] == [
        "inner/b.cql:2:15",
        "SELECT nothing",
        " " * 14 + "^",
        "inner/a.cql:1",
    ]


def test_source_of_itself_ends(shell: Shell) -> None:
    Path("a.cql").write_text("SOURCE 'a.cql'", "utf-8")
    outcome = shell("-f", "a.cql")
    assert outcome.code == 1
    assert "deep inside each other" in outcome.err


def test_capture_writes_to_the_end_of_a_file(shell: Shell) -> None:
    Path("out.txt").write_text("before\n", "utf-8")
    outcome = shell(
        "--json", "-e", "CAPTURE 'out.txt'; SELECT key FROM system.local; CAPTURE OFF; SELECT key FROM system.local"
    )
    assert outcome.out == '{"key":"local"}\n'
    assert Path("out.txt").read_text("utf-8") == 'before\n{"key":"local"}\n'


def test_tracing_shows_the_plan_where_there_is_one(shell: Shell) -> None:
    outcome = shell("-e", f"TRACING ON; {PEOPLE} SELECT * FROM people WHERE id = 1")
    assert outcome.code == 0
    assert "ms\n" in outcome.out
    assert "ks.people" in outcome.out


def test_explain_says_how(shell: Shell) -> None:
    shell("-e", PEOPLE)
    assert "ks.people" in shell("-k", "ks", "-e", "EXPLAIN SELECT * FROM people WHERE id = 1").out


def test_many_rows_stay_one_table_where_nobody_reads_on(shell: Shell) -> None:
    rows = "".join(f"INSERT INTO people (id) VALUES ({number});" for number in range(150))
    outcome = shell("-e", PEOPLE, "-e", f"BEGIN UNLOGGED BATCH {rows} APPLY BATCH;", "-e", "SELECT id FROM people")
    assert outcome.out.count(" id\n") == 1
    assert outcome.out.endswith("(150 rows)\n\n")


def test_reader_that_has_enough_is_no_failure_to_report(tmp_path: Path) -> None:
    shell = f"{sys.executable} -m cassette cql --memory -e 'SELECT * FROM system_schema.columns'"
    ended = subprocess.run(f"{shell} | head -1", shell=True, capture_output=True, text=True, cwd=tmp_path, timeout=60)
    assert "keyspace_name" in ended.stdout
    assert ended.stderr == ""


def test_directory_that_another_process_has_open(shell: Shell, tmp_path: Path) -> None:
    async def beside() -> list[str]:
        async with cassette.open(tmp_path / "data") as db:
            for statement in PEOPLE.removesuffix(";").split(";"):
                await db.execute(statement)
            arguments = ["--data", "data", "-k", "ks", "-e", "INSERT INTO people (id, name) VALUES (2, 'Eve')"]
            process = await asyncio.create_subprocess_exec(sys.executable, "-m", "cassette", "cql", *arguments)
            assert await process.wait() == 0
            return sorted([row.name async for row in db.stream("SELECT name FROM people")])

    assert asyncio.run(beside()) == ["Ada", "Eve"]
    assert shell("--json", "-k", "ks", "-e", "SELECT count(*) FROM people").out == '{"count":2}\n'
