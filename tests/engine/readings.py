"""A table with clustering columns in both directions: readings of sensors, by place and day."""

import asyncio
from typing import Any

from tests.engine.murmur3 import token_of_many
from tests.engine.session import Session

TABLE = """
    CREATE TABLE ks.readings (place text, day int, hour int, sensor text, v int,
        PRIMARY KEY ((place, day), hour, sensor))
    WITH CLUSTERING ORDER BY (hour DESC, sensor ASC)
"""
PLACES, DAYS, HOURS, SENSORS = ("oslo", "Åre", "東京", ""), (-1, 0, 1), (-2, 0, 3, 11), ("a", "b", "é")

Reading = tuple[Any, ...]


def readings() -> list[Reading]:
    """Give all rows in their order: token, hour from the latest, sensor."""
    rows = [(p, d, h, s, hash((d, h)) % 5) for p in PLACES for d in DAYS for h in HOURS for s in SENSORS]
    return sorted(rows, key=lambda row: (token_of_many(("text", "int"), row[:2]), -row[2], row[3]))


async def make_readings(session: Session) -> list[Reading]:
    """Make the table and fill it, in no order."""
    await session.run(TABLE)
    rows = readings()
    insert = "INSERT INTO ks.readings (place, day, hour, sensor, v) VALUES (?, ?, ?, ?, ?)"
    await asyncio.gather(*(session.start(insert, *row) for row in sorted(rows, key=lambda row: (row[3], row[2]))))
    return rows
