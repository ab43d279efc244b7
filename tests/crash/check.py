"""Checks after a crash: the files by themselves, then every document, by walking and by each index."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from tests.crash.client import Client
from tests.crash.ledger import COUNTS, Document, Ledger, lookups

PARTS = Ledger().document("").keys()


@contextmanager
def copy_of(directory: Path) -> Iterator[sqlite3.Connection]:
    """Open a copy of a data directory, as a crash has left it, without any of our code."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "copy"
        shutil.copytree(directory, copy)
        with closing(sqlite3.connect(copy / "cassette.db")) as connection:
            yield connection


def check_files(directory: Path) -> list[str]:
    """Let SQLite look at its file by itself."""
    with copy_of(directory) as connection:
        said = [row[0] for row in connection.execute("PRAGMA integrity_check")]
    return [] if said == ["ok"] else [f"integrity_check says {line}" for line in said[:5]]


def indexes_in_state(directory: Path, state: str) -> list[str]:
    """Name the indexes that the catalog has in a state."""
    with copy_of(directory) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM cassette_indexes WHERE state = ?", (state,))]


async def walk(client: Client) -> dict[str, Document]:
    """Read all documents, page by page."""
    found: dict[str, Document] = {}
    state: dict[str, Any] = {}
    while True:
        answer = await client.command({"find": {"filter": {}, "options": state}})
        for document in answer["data"]["documents"]:
            assert document["_id"] not in found, "a document came twice"
            found[document["_id"]] = document
        if answer["data"]["nextPageState"] is None:
            return found
        state = {"pageState": answer["data"]["nextPageState"]}


def check_documents(ledger: Ledger, found: dict[str, Document]) -> list[str]:
    """Compare all documents with the ledger; what was uncertain is settled by what is there."""
    faults = [fault for till, steps in ledger.tills.items() for fault in _till_faults(till, steps, found)]
    for name, after in ledger.uncertain.items():
        there, before = found.get(name), ledger.known.get(name)
        if there not in (before, after):
            faults.append(f"{name} is half there: {there}; before {before}; after {after}")
        ledger.put(name, there)
        if after is not None and after != there:
            ledger.retired.append(after)
    ledger.uncertain.clear()
    documents = {name: document for name, document in found.items() if name not in ledger.tills}
    return faults + [
        f"{name} was acknowledged as {ledger.known.get(name)}, and is {documents.get(name)}"
        for name in documents.keys() | ledger.known.keys()
        if documents.get(name) != ledger.known.get(name)
    ]


def _till_faults(till: str, steps: list[int], found: dict[str, Document]) -> Iterable[str]:
    acknowledged, unanswered = steps
    count = found[till]["count"] if till in found else -1
    if not acknowledged <= count <= acknowledged + unanswered:
        yield f"{till} has counted {count} steps; {acknowledged} were acknowledged, {unanswered} unanswered"
    steps[:] = [count, 0]


async def check_lookups(
    client: Client, found: dict[str, Document], living: list[Document], gone: list[Document]
) -> tuple[list[str], int]:
    """Find documents by each of their values, and nothing by values that no document has any more."""
    asked = [(words, [document]) for document in living if document.keys() == PARTS for words in lookups(document)]
    asked += [(words, []) for document in gone for words in lookups(document) if is_stale(words, document, found)]
    faults = []
    for words, expected in asked:
        answer = await client.command({"find": {"filter": words}})
        if answer != {"data": {"documents": expected, "nextPageState": None}}:
            faults.append(f"{words} finds {str(answer)[:300]}, not {[document['_id'] for document in expected]}")
    return faults, len(asked)


def is_stale(words: Document, gone: Document, found: dict[str, Document]) -> bool:
    """Whether a filter made from a value that is gone may find nothing: an update leaves all but the mark."""
    now = found.get(gone["_id"])
    return now is None or now["serial"] != gone["serial"] or "mark" in words


async def check_counts(client: Client, found: dict[str, Document]) -> list[str]:
    """Count by each index what walking has counted."""
    faults = []
    for name, (words, holds) in COUNTS.items():
        answer = await client.command({"countDocuments": {"filter": words}})
        walked = sum(holds(document) for document in found.values())
        if answer["status"]["count"] != walked:
            faults.append(f"{name}: {words} counts {answer['status']['count']} by its index and {walked} by walking")
    return faults
