"""`caching`: which keys and rows stay in memory.

caching = {'keys': 'ALL', 'rows_per_partition': '10'}
"""

import re

from cassette.cql.table_options.simple import map_of_texts
from cassette.cql.terms import Term
from cassette.errors import ConfigurationFault

WORDS = frozenset({"ALL", "NONE"})
ROWS = re.compile(r"[0-9]{1,10}")
PARTS = ("keys", "rows_per_partition")


def read_caching(name: str, term: Term) -> dict[str, str]:
    """Read the map; a part that it leaves out is NONE."""
    written = map_of_texts(name, term)
    unknown = written.keys() - set(PARTS)
    if unknown:
        raise ConfigurationFault(f"{name} has {' and '.join(PARTS)}, not {', '.join(sorted(unknown))}")
    return {part: _value(part, written.get(part, "NONE")) for part in PARTS}


def _value(part: str, value: str) -> str:
    if value.upper() in WORDS:
        return value.upper()
    if part == "keys" or not ROWS.fullmatch(value):
        numbers = "" if part == "keys" else " or a number"
        raise ConfigurationFault(f"{part} of caching is {' or '.join(sorted(WORDS))}{numbers}, not {value}")
    return "NONE" if int(value) == 0 else value
