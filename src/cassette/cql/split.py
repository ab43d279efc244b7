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


def pieces(text: str) -> Iterator[Piece]:
    """Give every statement; comments and blanks between them are none."""
    line, counted = 1, 0
    for start, end, complete in _spans(text):
        line += text.count("\n", counted, start)
        counted = start
        yield Piece(text[start:end], line, complete)


def split(text: str) -> Iterator[str]:
    """Give each statement without its semicolon; the last may do without one, even in the middle of a word."""
    for piece in pieces(text):
        yield piece.text


def is_complete(text: str) -> bool:
    """Tell whether nothing is left open: every statement has its semicolon, every quote and comment its end."""
    return all(complete for _, _, complete in _spans(text))


def _spans(text: str) -> Iterator[tuple[int, int, bool]]:
    """Find where each statement starts and ends, and whether a semicolon ends it."""
    start = end = -1
    words: tuple[str, str] = ("", "")
    in_batch = False
    for match in TOKEN.finditer(text):
        sign = match[1]
        if sign == ";" and not (in_batch and words != ("APPLY", "BATCH")):
            if start >= 0:
                yield start, end, True
            start, words, in_batch = -1, ("", ""), False
        elif sign != END:
            word = sign.upper() if len(sign) <= len("APPLY") else ""
            if start < 0:
                start, in_batch = match.start(1), word == "BEGIN"
            words, end = (words[1], word), match.end(1)
    if start >= 0:
        yield start, end, False
