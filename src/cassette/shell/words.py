"""The words of CQL, in capitals: what is highlighted as a word of the language, and offered when typing."""

from cassette.cql.types.scalar import TYPES
from cassette.cql.words import RESERVED

OTHERS = """
    AGGREGATE ALL ANN AS BM25 CALLED CAST CLUSTERING COLUMNS CONTAINS COUNT COUNTER CUSTOM DEFAULT DISTINCT ENTRIES
    EXISTS EXPLAIN FILTERING FROZEN FUNCTION GROUP IDENTITY INPUT JSON KEY KEYS LANGUAGE LIST LOGIN MAP MASKED OF
    OPTIONS PARTITION PASSWORD PER PERMISSIONS RETURNS ROLE ROLES STATIC STORAGE TRIGGER TTL TUPLE TYPE UNSET USER
    USERS VALUES VECTOR WRITETIME
"""

KEYWORDS = frozenset(OTHERS.split()) | {word.upper() for word in RESERVED}
TYPE_WORDS = (*sorted(TYPES), "frozen", "list", "map", "set", "tuple", "varchar", "vector")
