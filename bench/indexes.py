"""Indexes that sleep until a query wants them (docs/decisions/0007), and how they are all awoken.

A figure that is taken while indexes sleep holds only as long as nobody asks for them. Where that matters, the
bench asks first: with one filter for each of the eight shredded columns.
"""

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from bench.served import PATIENCE_S, Served

TOUCHES: dict[str, dict[str, Any]] = {
    "array_contains": {"city": "city-7"},
    "array_size": {"tags": {"$size": 3}},
    "exist_keys": {"nickname": {"$exists": True}},
    "query_bool_values": {"verified": {"$gte": True}},
    "query_dbl_values": {"score": {"$lt": 1_000}},
    "query_null_values": {"closed": {"$eq": None}},
    "query_text_values": {"plan": {"$gt": "plan-3"}},
    "query_timestamp_values": {"joined": {"$lt": {"$date": 1}}},
}


def counted_by_each(served: Served) -> dict[str, int]:
    """Count by each index; where it sleeps, this wakes it."""
    return {
        column: served.command("/bench/people", {"countDocuments": {"filter": words}})["status"]["count"]
        for column, words in TOUCHES.items()
    }


def expected_counts(documents: list[dict[str, Any]]) -> dict[str, int]:
    """Count the same by looking at the documents."""
    return {column: sum(_holds(column, document) for document in documents) for column in TOUCHES}


def _holds(column: str, document: dict[str, Any]) -> bool:
    answers: dict[str, bool] = {
        "array_contains": document["city"] == "city-7",
        "array_size": len(document["tags"]) == 3,
        "exist_keys": "nickname" in document,
        "query_bool_values": document["verified"],
        "query_dbl_values": document["score"] < 1_000,
        "query_null_values": False,
        "query_text_values": document["plan"] > "plan-3",
        "query_timestamp_values": False,
    }
    return answers[column]


def wake(served: Served, directory: Path) -> list[str]:
    """Wake every index and wait until all are ready; name those that are not even then."""
    counted_by_each(served)
    end = time.monotonic() + PATIENCE_S
    while (asleep := _not_ready(directory)) and time.monotonic() < end:
        time.sleep(0.05)
    served.settle()
    return asleep


def _not_ready(directory: Path) -> list[str]:
    with closing(sqlite3.connect(f"file:{directory / 'cassette.db'}?mode=ro", uri=True)) as connection:
        rows = connection.execute("SELECT name FROM cassette_indexes WHERE state <> 'ready' ORDER BY name")
        return [name for (name,) in rows]
