"""The graph as a file beside the database: a head that says what it is, then what voyager writes.

    4 bytes    how long the head is
    head       MessagePack: mark of the index, last change, changes that are forgotten, version
    rest       voyager's own form

A file that is not whole, or not of this index, counts as none.
"""

import io
import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from cassette.engines.embedded.search.vectors.graph import Graph

logger = logging.getLogger(__name__)

VERSION = 1
LENGTH_BYTES = 4


class Mark(msgspec.Struct, array_like=True):
    """The head: which index this is of, and the last change that is in it."""

    mark: str
    change: int
    forgotten: list[int]
    version: int = VERSION


encode = msgspec.msgpack.Encoder().encode
decode = msgspec.msgpack.Decoder(Mark).decode


def save(file: Path, mark: str, change: int, graph: "Graph") -> None:
    """Write the file anew: whoever reads sees the old one or the new one. A full disk leaves the old one."""

    def head(forgotten: list[int]) -> bytes:
        data = encode(Mark(mark, change, forgotten))
        return len(data).to_bytes(LENGTH_BYTES, "big") + data

    fresh = file.with_name(f"{file.name}.{os.getpid()}.new")
    try:
        with fresh.open("wb") as written:
            graph.save(written, head)
        fresh.replace(file)
    except (OSError, RuntimeError) as fault:
        # voyager tells what the file said in words of its own
        logger.warning("a vector index could not be saved beside the database: %s", fault)
        fresh.unlink(missing_ok=True)


def load(file: Path, mark: str, dimension: int, similarity: str) -> "tuple[Graph, int] | None":
    """Read the graph and the last change that is in it; None where the file is no use."""
    from cassette.engines.embedded.search.vectors.graph import Graph

    try:
        with file.open("rb") as found:
            head = decode(found.read(int.from_bytes(found.read(LENGTH_BYTES), "big")))
            if (head.version, head.mark) != (VERSION, mark):
                return None
            rest = io.BytesIO(found.read())
        return Graph.load(rest, dimension, similarity, head.forgotten), head.change
    except Exception as fault:  # noqa: BLE001  # a damaged file fails in voyager in ways of its own; the rows have it all
        logger.warning("a saved vector index is not used, and made again: %s", fault)
        return None
