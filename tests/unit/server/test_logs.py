import json
import logging
import sys

from cassette.server.logs import REQUEST_ID, JsonLines, TextLines


def record(message: str, **extra: object) -> logging.LogRecord:
    made = logging.LogRecord("cassette.x", logging.INFO, __file__, 1, message, None, None)
    vars(made).update(extra)
    return made


def test_json_lines_carry_fields_and_the_request() -> None:
    reset = REQUEST_ID.set("r-1")
    try:
        line = json.loads(JsonLines().format(record("done", fields={"count": 3})))
    finally:
        REQUEST_ID.reset(reset)
    assert line["time"].endswith("+00:00")
    del line["time"]
    assert line == {"level": "info", "logger": "cassette.x", "message": "done", "request": "r-1", "count": 3}


def test_text_line_cannot_be_forged_by_a_line_break() -> None:
    assert "\n" not in TextLines().format(record("one\n2026 error two", fields={"name": "a\nb"}))


def test_json_line_holds_the_trace_of_an_exception() -> None:
    try:
        raise RuntimeError("broken")
    except RuntimeError:
        line = JsonLines().format(record("it broke", exc_info=sys.exc_info()))
    assert "\n" not in line
    assert "RuntimeError: broken" in json.loads(line)["trace"]
