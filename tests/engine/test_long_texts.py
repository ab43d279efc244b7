"""Texts that an index cuts: every comparison is as exact as with short ones."""

from random import Random
from typing import Any

import pytest
from tests.engine.session import OnEngine, Session
from tests.engine.ways import WAYS, Way, unbuilt

STEMS = ["", "a" * 62, "a" * 63, "a" * 64, "a" * 65, "ü" * 64, "😀" * 63, "b" * 100]
TAILS = ["", "a", "b", "\0", "\x01", "ü", "\U0010ffff", "aa", "z" * 40]
TEXTS = list(dict.fromkeys(stem + tail for stem in STEMS for tail in TAILS))


async def make(session: Session) -> None:
    await session.run("CREATE TABLE ks.t (k int PRIMARY KEY, v text, s set<text>, m map<text, text>)")
    for at, target in enumerate(("v", "s", "entries(m)", "keys(m)")):
        await session.run(f"CREATE CUSTOM INDEX i{at} ON ks.t ({target}) USING 'StorageAttachedIndex'")
    for k, text in enumerate(TEXTS):
        insert = "INSERT INTO ks.t (k, v, s, m) VALUES (?, ?, ?, ?)"
        await session.run(insert, k, text, {text, "all"}, {"a": text, text + "!": "x"})
    # the index on entries is built when it is asked for
    await session.run("SELECT k FROM ks.t WHERE m['a'] = 'x'")
    await session.built()


async def found(session: Session, where: str, *values: Any) -> list[int]:
    return sorted(await session.column(f"SELECT k FROM ks.t WHERE {where}", *values))


@pytest.mark.parametrize("way", WAYS)
def test_long_texts_compare_as_python_does(on_engine: OnEngine, monkeypatch: pytest.MonkeyPatch, way: Way) -> None:
    async def body(session: Session) -> None:
        if way is unbuilt:
            unbuilt(monkeypatch)
        await make(session)
        way(monkeypatch)
        random = Random(3)
        for k, text in enumerate(TEXTS):
            for where in ("v = ?", "s CONTAINS ?", "m['a'] = ?"):
                assert await found(session, where, text) == [k], (where, text)
            assert await found(session, "m[?] = 'x'", text + "!") == [k]
            assert await found(session, "m CONTAINS KEY ?", text + "!") == [k]
            low, high = sorted([text, random.choice(TEXTS)])
            inside = [at for at, one in enumerate(TEXTS) if low < one <= high]
            assert await found(session, "m['a'] > ? AND m['a'] <= ?", low, high) == inside
            below = [at for at, one in enumerate(TEXTS) if one < low]
            assert await found(session, "m['a'] < ?", low) == below
            above = [at for at, one in enumerate(TEXTS) if one >= low]
            assert await found(session, "m['a'] >= ?", low) == above
            assert await found(session, "m['a'] >= ? OR m['a'] < ?", low, low) == list(range(len(TEXTS)))

    on_engine(body)


def test_long_texts_that_are_nowhere_are_not_found(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await make(session)
        for text in ("a" * 66 + "?", "a" * 64 + "\0" + "0" * 32, "ü" * 65 + "c", "b" * 64):
            for where in ("v = ?", "s CONTAINS ?", "m['a'] = ?", "m CONTAINS KEY ?"):
                assert await found(session, where, text) == []

    on_engine(body)


def test_long_texts_are_kept_up(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await make(session)
        for k, text in enumerate(TEXTS):
            changed = text + "changed" * 10
            await session.run("UPDATE ks.t SET v = ?, s = ?, m = ? WHERE k = ?", changed, {changed}, {"a": changed}, k)
            for where in ("v = ?", "s CONTAINS ?", "m['a'] = ?"):
                assert await found(session, where, changed) == [k]
                assert await found(session, where, text) == []

    on_engine(body)
