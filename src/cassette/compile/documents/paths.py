"""Paths: how a field inside a document is named.

    address.street     tags.0     items.0.price     app&.kubernetes&.io/id

Segments are joined by dots; inside a segment a dot is written `&.` and an ampersand `&&`. The text of
a path is also what the columns of a collection hold, so most paths are never taken apart.
"""

import re

BAD_ESCAPE = re.compile(r"&(?![.&])")
PIECE = re.compile(r"(?:[^.&]|&[.&])*")


class BadPath(ValueError):  # reads as what it is: except BadPath
    """Text that is no path; `reason` says why, as the end of a sentence."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path!r} {reason}")
        self.path = path
        self.reason = reason


def escape(name: str) -> str:
    """Write a field name as one segment of a path."""
    if "&" in name:
        name = name.replace("&", "&&")
    return name.replace(".", "&.") if "." in name else name


def check_escapes(path: str) -> None:
    """Refuse an ampersand that escapes nothing. Raises BadPath."""
    # pairs first: in `&&&.` the third one escapes the dot
    if "&" in path and BAD_ESCAPE.search(path.replace("&&", "")):
        raise BadPath(path, "has an ampersand that is followed neither by a dot nor by another one")


def segments_of(path: str) -> tuple[str, ...]:
    """Take a path apart, empty segments included. Raises BadPath for a bad escape."""
    if "&" not in path:
        return tuple(path.split("."))
    check_escapes(path)
    segments: list[str] = []
    at = 0
    while True:
        end = PIECE.match(path, at).end()  # type: ignore[union-attr]  # it matches nothing at least
        segments.append(path[at:end].replace("&.", ".").replace("&&", "&"))
        if end == len(path):
            return tuple(segments)
        at = end + 1


def parse_path(path: str) -> tuple[str, ...]:
    """Read a path into its segments, unescaped. Raises BadPath, also for an empty segment."""
    segments = segments_of(path)
    if "" in segments:
        raise BadPath(path, "has an empty segment" if path else "is empty")
    return segments


def join_path(segments: tuple[str, ...] | list[str]) -> str:
    """Write segments as a path."""
    return ".".join(map(escape, segments))
