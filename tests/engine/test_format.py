"""The data directory: made where it is missing, opened where it is ours, left untouched where it is not."""

import asyncio
import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import apsw
import pytest
from tests.engine.session import KEYSPACE, Session

from cassette.engines.embedded import EmbeddedEngine
from cassette.engines.embedded.format import FORMAT_VERSION
from cassette.errors import StorageFault


def refusal(directory: Path) -> str:
    """Open a directory that has to be refused; give the sentence."""

    async def main() -> str:
        with pytest.raises(StorageFault) as caught:
            await EmbeddedEngine.open(directory)
        return str(caught.value)

    return asyncio.run(main())


def untouched(directory: Path) -> str:
    """As above, and every byte has to stay as it is."""
    before = files(directory)
    sentence = refusal(directory)
    assert files(directory) == before
    return sentence


def files(directory: Path) -> dict[str, bytes]:
    return {str(path.relative_to(directory)): path.read_bytes() for path in directory.rglob("*") if path.is_file()}


def make(directory: Path, rows: int = 0) -> None:
    """Make a data directory with a table."""

    async def main() -> None:
        session = await Session.open(directory)
        await session.run(KEYSPACE)
        await session.run("CREATE TABLE ks.t (k int PRIMARY KEY, v text)")
        for k in range(rows):
            await session.run("INSERT INTO ks.t (k, v) VALUES (?, ?)", k, "x" * 1000)
        await session.close()

    asyncio.run(main())


def test_directory_is_made_where_it_is_missing(tmp_path: Path) -> None:
    directory = tmp_path / "a" / "b c" / "dätä"
    make(directory)
    # one file is the whole of it while nobody has it open
    assert set(files(directory)) == {"cassette.db"}
    make_again = asyncio.run(tables(directory))
    assert make_again == {"t"}


async def tables(directory: Path) -> set[str]:
    session = await Session.open(directory)
    found = set(session.engine.schema.keyspaces["ks"].tables)
    await session.close()
    return found


def test_other_files_in_the_directory_stay(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    make(tmp_path)
    assert (tmp_path / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_database_of_another_program_is_refused(tmp_path: Path, mode: str) -> None:
    other = sqlite3.connect(tmp_path / "cassette.db")
    other.execute(f"PRAGMA journal_mode = {mode}")
    other.execute("CREATE TABLE notes (text)")
    other.execute("INSERT INTO notes VALUES ('mine')")
    other.commit()
    other.close()
    sentence = untouched(tmp_path)
    assert "another program" in sentence
    assert str(tmp_path) in sentence
    assert "--data" in sentence


def test_database_with_another_owner_is_refused(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "cassette.db")
    other.execute("PRAGMA application_id = 12345")
    other.commit()
    other.close()
    assert "another program" in untouched(tmp_path)


def test_newer_format_is_refused(tmp_path: Path) -> None:
    make(tmp_path, rows=3)
    newer = sqlite3.connect(tmp_path / "cassette.db")
    newer.execute(f"PRAGMA user_version = {FORMAT_VERSION + 1}")
    newer.commit()
    newer.close()
    sentence = untouched(tmp_path)
    assert f"format {FORMAT_VERSION + 1}" in sentence
    assert f"up to {FORMAT_VERSION}" in sentence
    assert "newer Cassette" in sentence


def test_format_of_the_time_before_the_first_release_is_refused(tmp_path: Path) -> None:
    make(tmp_path, rows=3)
    older = sqlite3.connect(tmp_path / "cassette.db")
    older.execute("PRAGMA user_version = 1")
    older.commit()
    older.close()
    sentence = untouched(tmp_path)
    assert "format 1, which only Cassettes under development" in sentence
    assert "--data" in sentence


@pytest.mark.parametrize(
    "content", [b"this is no database\n" * 100, b"SQLite format 3\0" + b"\xff" * 5000, b"\0" * 4096]
)
def test_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "cassette.db").write_bytes(content)
    assert "is not a database" in untouched(tmp_path)


def test_damaged_file_is_refused(tmp_path: Path) -> None:
    make(tmp_path, rows=50)
    file = tmp_path / "cassette.db"
    content = bytearray(file.read_bytes())
    content[100:4096] = b"\xff" * 3996
    file.write_bytes(content)
    assert "damaged" in untouched(tmp_path)


def test_damaged_rows_are_told_and_the_others_are_read(tmp_path: Path) -> None:
    make(tmp_path, rows=200)
    make_hole(tmp_path / "cassette.db")

    async def main() -> None:
        session = await Session.open(tmp_path)
        await session.run("CREATE TABLE ks.healthy (k int PRIMARY KEY)")
        await session.run("INSERT INTO ks.healthy (k) VALUES (1)")
        assert "damaged" in await session.refused(StorageFault, "SELECT * FROM ks.t")
        assert await session.rows("SELECT k FROM ks.healthy") == [(1,)]
        await session.close()

    asyncio.run(main())


def make_hole(file: Path) -> None:
    """Overwrite the leaves of the table's own pages."""
    connection = sqlite3.connect(file)
    names = connection.execute("SELECT name, rootpage FROM sqlite_schema WHERE type = 'table'").fetchall()
    (root,) = [page for name, page in names if name[0] == "t" and name[1:].isdigit()]
    size = connection.execute("PRAGMA page_size").fetchone()[0]
    connection.close()
    content = bytearray(file.read_bytes())
    start = (root - 1) * size
    content[start : start + size] = b"\xff" * size
    file.write_bytes(content)


def test_directory_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("x")
    assert str(tmp_path / "data") in refusal(tmp_path / "data")
    assert "cannot be made" in refusal(tmp_path / "data" / "below")


def test_file_that_is_a_directory_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cassette.db").mkdir()
    assert "cannot be opened" in refusal(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_directory_without_the_right_to_write_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        assert "cannot be opened for writing" in refusal(tmp_path)
        assert "cannot be made" in refusal(tmp_path / "below")
    finally:
        tmp_path.chmod(0o700)


def test_database_that_is_locked_for_good_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from cassette.engines.embedded import connection, engine
    from cassette.errors import Unavailable

    make(tmp_path)
    for module in (connection, engine):
        monkeypatch.setattr(module, "OPEN_PATIENCE_MS", 20, raising=False)
    holder = apsw.Connection(str(tmp_path / "cassette.db"))
    holder.execute("BEGIN EXCLUSIVE")

    async def main() -> None:
        with pytest.raises(Unavailable):
            await EmbeddedEngine.open(tmp_path)

    asyncio.run(main())
    holder.execute("ROLLBACK")
    holder.close()
    assert asyncio.run(tables(tmp_path)) == {"t"}


def test_many_open_a_new_directory_at_once(tmp_path: Path) -> None:
    async def main(directory: Path) -> None:
        session = await Session.open(directory)
        await session.run(KEYSPACE.replace("KEYSPACE", "KEYSPACE IF NOT EXISTS"))
        assert "ks" in session.engine.schema.keyspaces
        await session.close()

    for at in range(10):
        with ThreadPoolExecutor(4) as threads:
            for opened in [threads.submit(asyncio.run, main(tmp_path / f"new{at}")) for _ in range(4)]:
                opened.result()
