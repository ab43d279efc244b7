"""Many statements in one text: what a shell reads from a file or a keyboard.

    USE ks; BEGIN BATCH INSERT …; DELETE …; APPLY BATCH;    ->    USE ks    BEGIN BATCH INSERT …; DELETE …; APPLY BATCH

A semicolon ends a statement, but not in text, in a name in quotes, in a comment or inside a batch.
"""

from collections.abc import Iterator
from typing import NamedTuple

from cassette.cql.tokens import END, TOKEN


class Piece(NamedTuple):
    """One statement without its semicolon, and the line of its first word, from 1.

    `complete` is False for a last one that no semicolon ends: there it may go on, even in the middle of a word.
    """

    text: str
    line: int
    complete: bool


class Span(NamedTuple):
    """Where one statement stands: from `start` to `end`; the next one is looked for from `after` on."""

    start: int
    end: int
    after: int
    complete: bool


def pieces(text: str) -> Iterator[Piece]:
    """Give every statement; comments and blanks between them are none."""
    line, counted = 1, 0
    for span in spans(text):
        line += text.count("\n", counted, span.start)
        counted = span.start
        yield Piece(text[span.start : span.end], line, span.complete)


def split(text: str) -> Iterator[str]:
    """Give each statement without its semicolon; the last may do without one, even in the middle of a word."""
    for piece in pieces(text):
        yield piece.text


def is_complete(text: str) -> bool:
    """Tell whether nothing is left open: every statement has its semicolon, every quote and comment its end."""
    return all(span.complete for span in spans(text))


def spans(text: str, begin: int = 0) -> Iterator[Span]:
    """Find the statements from a place on."""
    start = end = -1
    words: tuple[str, str] = ("", "")
    in_batch = False
    for match in TOKEN.finditer(text, begin):
        sign = match[1]
        if sign == ";" and not (in_batch and words != ("APPLY", "BATCH")):
            if start >= 0:
                yield Span(start, end, match.end(1), True)
            start, words, in_batch = -1, ("", ""), False
        elif sign != END:
            word = sign.upper() if len(sign) <= len("APPLY") else ""
            if start < 0:
                start, in_batch = match.start(1), word == "BEGIN"
            words, end = (words[1], word), match.end(1)
    if start >= 0:
        yield Span(start, end, len(text), False)
