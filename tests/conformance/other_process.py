"""A second process on a data directory: takes one statement a line on stdin, answers one outcome a line on stdout.

{"open": "/a/directory"}    {"cql": "SELECT …", "page_rows": null}    {"close": true}
"""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from tests.conformance.ours import Ours

from cassette.engines.embedded import EmbeddedEngine


async def main() -> None:
    """Serve until stdin ends."""
    ours: Ours | None = None
    while line := await asyncio.to_thread(sys.stdin.readline):
        order: dict[str, Any] = json.loads(line)
        answer: Any = True
        if "open" in order:
            ours = Ours(await EmbeddedEngine.open(Path(order["open"])))
            ours.keyspace = "ks"
        elif ours is not None and "cql" in order:
            answer = await ours.outcome(order["cql"], order["page_rows"])
        elif ours is not None:
            await ours.engine.close()
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main())
