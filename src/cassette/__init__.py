"""Cassette: Cassandra's data platform in a small box.

    async with cassette.open("dir") as db:
        rows = await db.execute("SELECT name FROM ks.people WHERE id = ?", [7])

What is exported here is loaded when it is first asked for: importing the package costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cassette.cql.terms import UNSET
    from cassette.cql.types import Duration
    from cassette.errors import (
        AlreadyExists,
        ConfigurationFault,
        EngineError,
        FunctionFault,
        InvalidRequest,
        NotSupported,
        StaleSchema,
        StorageFault,
        SyntaxFault,
        Unauthorized,
        Unavailable,
    )
    from cassette.library.database import Database, Prepared
    from cassette.library.database import open_database as open  # noqa: A004, cassette.open is how it is called
    from cassette.library.result import Result, Row
    from cassette.library.values import Time

    __version__: str

EXPORTS = {
    "AlreadyExists": ("errors", "AlreadyExists"),
    "ConfigurationFault": ("errors", "ConfigurationFault"),
    "Database": ("library.database", "Database"),
    "Duration": ("cql.types", "Duration"),
    "EngineError": ("errors", "EngineError"),
    "FunctionFault": ("errors", "FunctionFault"),
    "InvalidRequest": ("errors", "InvalidRequest"),
    "NotSupported": ("errors", "NotSupported"),
    "Prepared": ("library.database", "Prepared"),
    "Result": ("library.result", "Result"),
    "Row": ("library.result", "Row"),
    "StaleSchema": ("errors", "StaleSchema"),
    "StorageFault": ("errors", "StorageFault"),
    "SyntaxFault": ("errors", "SyntaxFault"),
    "Time": ("library.values", "Time"),
    "UNSET": ("cql.terms", "UNSET"),
    "Unauthorized": ("errors", "Unauthorized"),
    "Unavailable": ("errors", "Unavailable"),
    "__version__": ("version", "VERSION"),
    "open": ("library.database", "open_database"),
}
"""Each name, the module that has it, and its name there."""

__all__ = [
    "UNSET",
    "AlreadyExists",
    "ConfigurationFault",
    "Database",
    "Duration",
    "EngineError",
    "FunctionFault",
    "InvalidRequest",
    "NotSupported",
    "Prepared",
    "Result",
    "Row",
    "StaleSchema",
    "StorageFault",
    "SyntaxFault",
    "Time",
    "Unauthorized",
    "Unavailable",
    "__version__",
    "open",
]


def __getattr__(name: str) -> Any:
    if name not in EXPORTS:
        raise AttributeError(f"cassette has no {name}")
    module, exported = EXPORTS[name]
    found = getattr(import_module(f"cassette.{module}"), exported)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
