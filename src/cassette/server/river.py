"""Put the river together: the engine at the bottom, the Data API's door at the top."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from cassette.api.http import Request, Response
from cassette.errors import EngineError, Failure
from cassette.server.edge import StartFault
from cassette.server.metrics import NOTHING_WRONG, Metrics
from cassette.server.settings import Settings

if TYPE_CHECKING:
    from cassette.commands.call import Answer, Call

LOG = logging.getLogger("cassette.commands")


@dataclass(frozen=True, slots=True)
class Door:
    """What the server needs of an API: answer a request, refuse one, and let go of everything."""

    handle: Callable[[Request], Awaitable[Response]]
    refuse: Callable[[Failure], Response]
    close: Callable[[], Awaitable[None]]


async def open_door(settings: Settings, metrics: Metrics) -> Door:
    """Open the engine and stand the Data API on it. Raises StartFault."""
    from cassette.api.dataapi import door
    from cassette.commands.dispatch import River
    from cassette.compile.documents.limits import Limits
    from cassette.engines.embedded import EmbeddedEngine

    try:
        engine = await EmbeddedEngine.open(None if settings.memory else settings.data, durability=settings.durability)
    except (EngineError, OSError) as fault:
        raise StartFault(f"The data in {settings.data} cannot be opened: {fault}.") from fault
    river = River(engine=engine, limits=Limits(**settings.dataapi), observe=observer(metrics, settings.log_requests))
    return Door(partial(door.handle, river=river), door.refuse, engine.close)


def observer(metrics: Metrics, log_requests: str) -> "Callable[[Call | None, Answer | None, float], None]":
    """Make what is told about each command: counted always, logged as the setting says.

    Without a call the request held no command that could be read.
    """

    def observe(call: "Call | None", answer: "Answer | None", seconds: float) -> None:
        errors = [] if answer is None else answer.errors
        metrics.ran("unknown" if call is None else call.command, errors[0].name if errors else NOTHING_WRONG, seconds)
        if log_requests == "all" or (errors and log_requests == "errors"):
            LOG.info("command", extra={"fields": command_line(call, answer, seconds)})

    return observe


def command_line(call: "Call | None", answer: "Answer | None", seconds: float) -> dict[str, object]:
    """Say what a command's log line carries: names and counts, never contents."""
    line: dict[str, object] = {"milliseconds": round(seconds * 1000, 3)}
    if call is not None:
        documents = call.arguments.get("documents")
        received = len(documents) if isinstance(documents, list) else int("document" in call.arguments)
        # a client may send any text for a name
        line |= {"commandName": call.command[:64], "namespaceName": call.keyspace, "collectionName": call.collection}
        line["documentsReceived"] = received
    if answer is not None:
        data = answer.data or {}
        documents = data.get("documents")
        returned = len(documents) if isinstance(documents, list) else int(bool(data.get("document")))
        line |= {"documentsReturned": returned, "errorList": [failure.name for failure in answer.errors]}
    return line
