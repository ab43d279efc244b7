"""Upserts: the document to make when none matches.

It starts with what the filter says by equality, its `_id` first; the command does the rest.
"""

from typing import Any

from cassette.compile.documents.paths import BadPath, parse_path
from cassette.compile.documents.walk import PathBlocked, build
from cassette.compile.filters import Filter
from cassette.errors import Failure


def seeded(where: Filter) -> dict[str, Any]:
    """Make the document that the filter describes.

    Errors: FILTER_INVALID_EXPRESSION where a path is none or two of them collide.
    """
    try:
        document = build((parse_path(path), value) for path, value in where.seeds)
    except (BadPath, PathBlocked) as blocked:
        raise Failure("FILTER_INVALID_EXPRESSION", reason=f"no document can be made of it: {blocked}") from None
    return identified(where) | document


def identified(where: Filter) -> dict[str, Any]:
    """Make the document that has the filter's `_id`, if it pins one."""
    return {} if where.key is None else {"_id": where.id}
