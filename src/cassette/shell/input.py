r"""Input: text cut into CQL statements, which end with a semicolon, and what ends with its line.

EXPAND ON                                   ->  "EXPAND ON"             line 1
SELECT *                                    ->  "SELECT *\n  FROM t"    line 2
  FROM t; DELETE FROM t WHERE a = 1;        ->  "DELETE FROM …"         line 3
DESCRIBE TABLES                             ->  "DESCRIBE TABLES"       line 4

Shell commands and DESCRIBE end with their line, also without a semicolon; COPY is long, and needs one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cassette.cql.split import Span, spans
from cassette.cql.tokens import END, TOKEN


@dataclass(frozen=True, slots=True)
class Entry:
    """One command or statement. `complete` is False for CQL that goes on: its semicolon is still to come."""

    text: str
    line: int
    complete: bool = True


def entries(text: str, ends_with_line: Callable[[str], bool]) -> Iterator[Entry]:
    """Cut text, given what tells whether a first word belongs to a line; what is last may be incomplete."""
    at, line, counted = 0, 1, 0
    while (start := _next(text, at)) is not None:
        if text[start] == ";":
            at = start + 1
            continue
        span = _line(text, start) if ends_with_line(_word(text, start)) else next(spans(text, start))
        line += text.count("\n", counted, span.start)
        counted, at = span.start, span.after
        yield Entry(text[span.start : span.end], line, span.complete)


def is_complete(text: str, ends_with_line: Callable[[str], bool]) -> bool:
    """Tell whether nothing is left open, so that Enter may carry it out."""
    return all(entry.complete for entry in entries(text, ends_with_line))


def _next(text: str, at: int) -> int | None:
    """Find the next token, behind blanks and comments."""
    match = TOKEN.match(text, at)
    return None if match is None or match[1] == END else match.start(1)


def _word(text: str, start: int) -> str:
    match = TOKEN.match(text, start)
    return "" if match is None else match[1].upper()


def _line(text: str, start: int) -> Span:
    """Take what stands up to the end of the line, or to a semicolon before it."""
    end = text.find("\n", start)
    within = next(spans(text[start : len(text) if end < 0 else end]))
    return Span(start + within.start, start + within.end, start + within.after, complete=True)
