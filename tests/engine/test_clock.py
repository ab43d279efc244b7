"""The clock of writes over a restart: a computer's clock may have been put back."""

import asyncio
import os
from pathlib import Path
from time import time_ns

import pytest
from tests.engine.session import KEYSPACE, Session, SteeredClock

HOUR_S = 3_600


@pytest.mark.parametrize("noted", [True, False])
def test_clock_put_back_leaves_later_writes_newer(tmp_path: Path, noted: bool) -> None:
    async def main() -> None:
        session = await Session.open(tmp_path)
        await session.run(KEYSPACE)
        await session.run("CREATE TABLE ks.t (p int, c int, v int, PRIMARY KEY (p, c))")
        await session.run("INSERT INTO ks.t (p, c) VALUES (0, 0) USING TTL 100000")
        await session.run("INSERT INTO ks.t (p, c, v) VALUES (1, 1, 1)")
        await session.run("DELETE FROM ks.t WHERE p = 1")
        last_us = session.clock.last_us
        if not noted:
            # as after a crash: only the files tell
            session.engine._began_us = last_us
        await session.close()
        if noted:
            # as of a copy that kept no times
            long_ago_ns = time_ns() - HOUR_S * 10**9
            os.utime(tmp_path / "cassette.db", ns=(long_ago_ns, long_ago_ns))
        late = SteeredClock()
        late.ahead_s = -HOUR_S
        session = await Session.open(tmp_path, clock=late)
        await session.run("INSERT INTO ks.t (p, c, v) VALUES (1, 1, 2)")
        assert await session.column("SELECT v FROM ks.t WHERE p = 1") == [2]
        assert (await session.column("SELECT writetime(v) FROM ks.t WHERE p = 1"))[0] > last_us
        await session.run("DELETE FROM ks.t WHERE p = 1 AND c = 1")
        assert await session.column("SELECT v FROM ks.t WHERE p = 1") == []
        await session.close()

    asyncio.run(main())
