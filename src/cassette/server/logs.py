"""Log lines: the standard library's logging, as JSON or as text, each with the request it belongs to.

What a line carries beyond its message goes in `extra={"fields": {...}}`. Tokens and passwords never go in.
"""

import json
import logging
import sys
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

LOG = logging.getLogger("cassette.server")
REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")


def start_logging(level: str, form: str) -> None:
    """Send the log to standard error, in one of the two forms; once per process."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else TextLines())
    root = logging.getLogger("cassette")
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    root.propagate = False


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the record; what JSON cannot say is written as text."""
        return json.dumps(_fields(self, record), default=str, ensure_ascii=False)


class TextLines(logging.Formatter):
    """One line for people: time, level, message, fields."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the record; line breaks within a message cannot forge a second line."""
        fields = _fields(self, record)
        at, level, message = fields.pop("time"), fields.pop("level"), fields.pop("message")
        trace = fields.pop("trace", None)
        rest = " ".join(f"{name}={json.dumps(value, default=str)}" for name, value in fields.items())
        line = " ".join(part for part in (at, level, message.replace("\n", "\\n"), rest) if part)
        return f"{line}\n{trace}" if trace else line


def _fields(formatter: logging.Formatter, record: logging.LogRecord) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "message": record.getMessage(),
    }
    if request := REQUEST_ID.get():
        fields["request"] = request
    fields.update(getattr(record, "fields", {}))
    if record.exc_info:
        fields["trace"] = formatter.formatException(record.exc_info)
    return fields
