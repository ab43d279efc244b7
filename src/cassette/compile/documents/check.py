"""Checks of a whole document, whether its parts are indexed or not: depth, names, path lengths, EJSON values.

Shredding makes the same checks on its way; this is for what it does not walk through.
"""

from typing import Any

from cassette.compile.documents.ejson import TEXTS, WRAPPERS, date_of, text_of
from cassette.compile.documents.indexing import SPECIAL
from cassette.compile.documents.limits import Limits
from cassette.compile.documents.paths import escape
from cassette.errors import Failure


def check_whole(document: dict[str, Any], limits: Limits) -> None:
    """Check a document. Raises SHRED_DOC_LIMIT_VIOLATION, SHRED_BAD_FIELD_NAME, SHRED_BAD_EJSON_VALUE."""
    members = {name: value for name, value in document.items() if name not in SPECIAL and name != "_id"}
    _check_members(members, "", 0, 1, limits)


def _check_members(members: dict[str, Any], prefix: str, chars: int, level: int, limits: Limits) -> None:
    """Check an object. `chars` is the length of its path, names and dots only, with a dot after it."""
    if level > limits.depth_levels:
        raise limit_failure(prefix[:-1], f"it is nested more than {limits.depth_levels} levels deep")
    for name, value in members.items():
        if not name or name[0] == "$":
            raise field_name_failure(prefix, name)
        path = prefix + escape(name)
        if chars + len(name) > limits.path_chars:
            raise limit_failure(path, f"the path has {chars + len(name)} characters, more than {limits.path_chars}")
        _check_value(value, path, chars + len(name) + 1, level, limits)


def _check_value(value: Any, path: str, chars: int, level: int, limits: Limits) -> None:
    if type(value) is list:
        if level >= limits.depth_levels:
            raise limit_failure(path, f"it is nested more than {limits.depth_levels} levels deep")
        for position, item in enumerate(value):
            # positions do not count towards the length of a path
            _check_value(item, f"{path}.{position}", chars, level + 1, limits)
    elif type(value) is dict:
        if len(value) == 1 and (name := next(iter(value))) in WRAPPERS:
            if level >= limits.depth_levels:
                raise limit_failure(path, f"it is nested more than {limits.depth_levels} levels deep")
            if name in TEXTS:
                text_of(name, value[name], path)
            else:
                date_of(value[name], path)
        else:
            _check_members(value, path + ".", chars, level + 1, limits)


def limit_failure(path: str, reason: str) -> Failure:
    """Make the failure for a document beyond a limit; the path is empty for the document as a whole."""
    return Failure("SHRED_DOC_LIMIT_VIOLATION", path=path, reason=reason)


def field_name_failure(prefix: str, name: str) -> Failure:
    """Make the failure for a name that no field can have."""
    reason = "starts with '$'" if name else "is empty"
    return Failure("SHRED_BAD_FIELD_NAME", path=prefix + name, reason=reason)
