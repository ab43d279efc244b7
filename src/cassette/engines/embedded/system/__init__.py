"""The system's keyspaces: tables that nobody wrote, filled from what the engine knows.

    definitions.py   the columns of the tables            keyspaces.py   what the schema shows of them
    content.py       which rows they have                 tables.py      a SELECT on one of them

Drivers read them when they connect, tools when they show a schema.
"""

from cassette.engines.embedded.system.keyspaces import SYSTEM_KEYSPACES

__all__ = ["SYSTEM_KEYSPACES"]
