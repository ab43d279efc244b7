"""Statements of the corpora, damaged at random, with values of every kind: rows or a typed error, and no hang.

A corpus makes its tables as it goes, so that the damaged statements meet what they are about.
"""

import asyncio
import random
import re
from decimal import Decimal
from typing import Any

import pytest
from tests.conformance.corpus import corpus, subjects

import cassette
from cassette import EngineError, StorageFault, Unavailable

KEYSPACE = "CREATE KEYSPACE ks WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}"
TOKEN = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|0x[0-9a-fA-F]*|[\w.]+|\S")
DAMAGED_OF_EACH = 2
PATIENCE_S = 20
DEFINES = ("CREATE", "ALTER", "DROP", "TRUNCATE")

VALUES: list[Any] = [
    None, True, 0, -1, 1, 2, 1 << 31, 1 << 63, 1 << 200, 1.5, float("nan"), float("inf"), 1j,
    Decimal("1.5"), Decimal("sNaN"), "", "a", "\0", "\ud800", b"", b"\xff", bytearray(b"a"),
    [], [1], [None], ["a", 1], [[1]], (), (1,), (1, "a"), {}, {"a": 1}, {1: None}, set(), {1}, frozenset({"a"}),
    object(), int, len, iter([1]), ..., cassette.UNSET,
]  # fmt: skip


class Damage:
    """Makes statements that are nearly right."""

    def __init__(self, seed: str) -> None:
        self._chance = random.Random(seed)
        self._known = [TOKEN.findall(case.cql) for subject in subjects() for case in corpus(subject)]

    def of(self, cql: str) -> tuple[str, list[Any]]:
        """Damage a statement in a place or three; give it with values for its markers."""
        chance, tokens = self._chance, TOKEN.findall(cql)
        for _ in range(chance.choice([1, 1, 2, 3])):
            at = chance.randrange(len(tokens) or 1)
            other = chance.choice(self._known) or ["x"]
            start = chance.randrange(len(other))
            match chance.randrange(6):
                case 0:
                    tokens[at : at + 1] = [chance.choice(other)]
                case 1:
                    tokens[at : at + chance.randint(0, 2)] = other[start : start + chance.randint(1, 4)]
                case 2:
                    del tokens[at : at + 1]
                case 3:
                    tokens[at:at] = tokens[max(0, at - 3) : at]
                case _:
                    tokens[at : at + 1] = ["?"]
        text = " ".join(tokens)
        return text, [chance.choice(VALUES) for _ in range(text.count("?"))]

    def of_state(self, state: bytes) -> bytes:
        """Damage a paging state."""
        damaged = bytearray(state)
        damaged[self._chance.randrange(len(damaged))] = self._chance.randrange(256)
        return bytes(damaged)


async def survive(db: cassette.Database, cql: str, values: list[Any], damage: Damage | None = None) -> None:
    """Run a statement page by page; what it fails with is typed, and no fault of the storage."""
    try:
        found = await asyncio.wait_for(db.execute(cql, values, page_rows=3), PATIENCE_S)
        list(found)
        if damage is not None and found.paging_state is not None:
            state = damage.of_state(found.paging_state)
            list(await asyncio.wait_for(db.execute(cql, values, page_rows=3, paging_state=state), PATIENCE_S))
    except (StorageFault, Unavailable) as fault:
        pytest.fail(f"{cql!r} with {values!r}: {fault!r}")
    except EngineError:
        pass
    except Exception as fault:  # noqa: BLE001, whatever it is, the test says it
        pytest.fail(f"{cql!r} with {values!r}: {fault!r}")


async def storm(subject: str) -> None:
    damage = Damage(subject)
    async with cassette.open() as db:
        await db.execute(KEYSPACE)
        await db.execute("USE ks")
        for case in corpus(subject):
            await survive(db, case.cql, [])
            if not case.cql.lstrip().upper().startswith(DEFINES):
                for _ in range(DAMAGED_OF_EACH):
                    await survive(db, *damage.of(case.cql), damage)


@pytest.mark.slow
@pytest.mark.parametrize("subject", subjects())
def test_damaged_statements_are_carried_out_or_refused(subject: str) -> None:
    asyncio.run(storm(subject))
