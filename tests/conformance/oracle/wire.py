"""A connection to Cassandra that shows what is on the wire: statements in, columns and raw bytes out.

Version 4 of the native protocol, one request at a time. A driver would put its own reading of values
between the oracle and the comparison; this one gives bytes, which oracle/values.py reads.
"""

import socket
import struct
from dataclasses import dataclass

from tests.conformance.oracle.types import Type, custom, simple

QUERY, STARTUP = 0x07, 0x01
ERROR, RESULT = 0x00, 0x08
ROWS = 2
WARNING_FLAG = 0x08
CONSISTENCY_ONE, SERIAL = 0x0001, 0x0008
TIMEOUT_S = 60.0


class Refused(Exception):
    """Cassandra's answer is an error."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Page:
    """What one request brought: columns, None where an answer has no rows, and raw values, None for null."""

    columns: tuple[tuple[str, Type], ...] | None
    rows: list[tuple[bytes | None, ...]]
    paging_state: bytes | None
    warnings: tuple[str, ...]


class Reader:
    """The body of one answer, read from its start."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._at = 0

    def take(self, count: int) -> bytes:
        self._at += count
        return self._body[self._at - count : self._at]

    def short(self) -> int:
        return int(struct.unpack(">H", self.take(2))[0])

    def int(self) -> int:
        return int(struct.unpack(">i", self.take(4))[0])

    def string(self) -> str:
        return self.take(self.short()).decode()

    def bytes(self) -> bytes | None:
        size = self.int()
        return None if size < 0 else self.take(size)


class Connection:
    """One connection, which remembers the keyspace in use."""

    def __init__(self, address: str, port: int) -> None:
        self._socket = socket.create_connection((address, port), timeout=TIMEOUT_S)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._ask(STARTUP, struct.pack(">H", 1) + _string("CQL_VERSION") + _string("3.0.0"))

    def close(self) -> None:
        self._socket.close()

    def query(self, cql: str, page_rows: int | None = None, paging_state: bytes | None = None) -> Page:
        """Run one statement and give its first page, or the page after `paging_state`. Raises Refused."""
        text = cql.encode()
        flags = 0x10 | (0x04 if page_rows else 0) | (0x08 if paging_state else 0)
        body = struct.pack(">i", len(text)) + text + struct.pack(">HB", CONSISTENCY_ONE, flags)
        if page_rows:
            body += struct.pack(">i", page_rows)
        if paging_state:
            body += struct.pack(">i", len(paging_state)) + paging_state
        reader, warnings = self._ask(QUERY, body + struct.pack(">H", SERIAL))
        if reader.int() != ROWS:
            return Page(None, [], None, warnings)
        columns, state = _metadata(reader)
        rows = [tuple(reader.bytes() for _ in columns) for _ in range(reader.int())]
        return Page(columns, rows, state, warnings)

    def _ask(self, opcode: int, body: bytes) -> tuple[Reader, tuple[str, ...]]:
        self._socket.sendall(struct.pack(">BBhBi", 4, 0, 0, opcode, len(body)) + body)
        _, flags, _, answered, length = struct.unpack(">BBhBi", self._read(9))
        reader = Reader(self._read(length))
        warnings = tuple(reader.string() for _ in range(reader.short())) if flags & WARNING_FLAG else ()
        if answered == ERROR:
            raise Refused(reader.int(), reader.string())
        return reader, warnings

    def _read(self, count: int) -> bytes:
        parts = bytearray()
        while len(parts) < count:
            part = self._socket.recv(count - len(parts))
            if not part:
                raise ConnectionError("Cassandra closed the connection")
            parts += part
        return bytes(parts)


def _metadata(reader: Reader) -> tuple[tuple[tuple[str, Type], ...], bytes | None]:
    flags, count = reader.int(), reader.int()
    state = reader.bytes() if flags & 0x02 else None
    if flags & 0x01:
        reader.string(), reader.string()
    columns = []
    for _ in range(count):
        if not flags & 0x01:
            reader.string(), reader.string()
        columns.append((reader.string(), _option(reader)))
    return tuple(columns), state


def _option(reader: Reader) -> Type:
    code = reader.short()
    match code:
        case 0x00:
            return custom(reader.string())
        case 0x20 | 0x22:
            return Type("list" if code == 0x20 else "set", (_option(reader),))
        case 0x21:
            return Type("map", (_option(reader), _option(reader)))
        case 0x30:
            reader.string()
            name = reader.string()
            fields = [(reader.string(), _option(reader)) for _ in range(reader.short())]
            return Type("udt", tuple(of for _, of in fields), name, tuple(field for field, _ in fields))
        case 0x31:
            return Type("tuple", tuple(_option(reader) for _ in range(reader.short())))
        case _:
            return simple(code)


def _string(text: str) -> bytes:
    return struct.pack(">H", len(text)) + text.encode()
