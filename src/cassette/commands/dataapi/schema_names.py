"""Names of keyspaces and collections, as they stand in a command: taken as they are, or as CQL in quotes."""

import re

from cassette.errors import Failure

LEAST_QUOTED = 2
RULE = re.compile(r"[A-Za-z0-9_]{1,48}\Z")


def plain(name: str) -> str:
    """Take a name out of its double quotes, if it has any."""
    if len(name) >= LEAST_QUOTED and name[0] == name[-1] == '"':
        return name[1:-1].replace('""', '"')
    return name


def checked(name: str | None, thing: str) -> str:
    """Give the name for something new. Raises UNSUPPORTED_SCHEMA_NAME."""
    unquoted = plain(name or "")
    if not RULE.match(unquoted):
        raise Failure("UNSUPPORTED_SCHEMA_NAME", thing=thing, got=name)
    return unquoted
