"""UNSET where it stands for something else than a value to write."""

import pytest
from tests.engine.session import OnEngine, Session

from cassette.cql.terms import UNSET
from cassette.errors import InvalidRequest


def test_unset_limit_is_none(on_engine: OnEngine) -> None:
    async def body(session: Session) -> None:
        await session.run("CREATE TABLE ks.t (p int, c int, PRIMARY KEY (p, c))")
        for c in range(4):
            await session.run("INSERT INTO ks.t (p, c) VALUES (1, ?)", c)
        text = "SELECT c FROM ks.t WHERE p = 1 PER PARTITION LIMIT ? LIMIT ?"
        assert await session.column(text, UNSET, 2) == [0, 1]
        assert await session.column(text, 3, UNSET) == [0, 1, 2]
        assert await session.column(text, UNSET, UNSET) == [0, 1, 2, 3]
        await session.refused(InvalidRequest, text, None, 2)

    on_engine(body)


@pytest.mark.parametrize("value", [None, UNSET, 5, (1,)])
def test_tuple_in_a_list_is_refused_unless_it_is_one(on_engine: OnEngine, value: object) -> None:
    async def body(session: Session) -> None:
        await session.run("CREATE TABLE ks.t (p int, c int, d int, v int, PRIMARY KEY (p, c, d))")
        for text in (
            "DELETE FROM ks.t WHERE p = 1 AND (c, d) IN ?",
            "UPDATE ks.t SET v = 1 WHERE p = 1 AND (c, d) IN ?",
            "SELECT v FROM ks.t WHERE p = 1 AND (c, d) IN ?",
        ):
            await session.refused(InvalidRequest, text, [value])

    on_engine(body)
