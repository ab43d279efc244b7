"""What may come next where somebody is typing: keywords, names from the schema, functions, types, file names.

""                        statements and shell commands        "SELECT * FROM "       tables and keyspaces
"CREATE "                 TABLE, INDEX, …                      "… FROM ks."           the tables of ks
"SELECT name FROM t WH"   WHERE                                "… FROM t WHERE "      the columns of t, functions
"SOURCE 'sch"             the caller looks for files           "CREATE TABLE t (a "   types
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cassette.cql.functions import FUNCTIONS
from cassette.cql.names import quoted
from cassette.cql.parser import STATEMENTS
from cassette.cql.schema import Keyspace, Schema, Table
from cassette.cql.split import spans
from cassette.cql.tokens import CLOSED, END, TOKEN, is_word
from cassette.shell.words import KEYWORDS, TYPE_WORDS

BEFORE_TABLES = frozenset(["COLUMNFAMILY", "COPY", "FROM", "INTO", "ON", "TABLE", "TRUNCATE", "UPDATE", "VIEW"])
BEFORE_KEYSPACES = frozenset(["KEYSPACE", "USE"])
BEFORE_TYPES = frozenset(["ADD", "AS", "RETURNS", "TYPE"])
DESCRIBED = (
    "AGGREGATES", "CLUSTER", "FULL", "FUNCTIONS", "INDEX", "KEYSPACE", "KEYSPACES", "MATERIALIZED", "SCHEMA", "TABLE",
    "TABLES", "TYPE", "TYPES",
)  # fmt: skip
AFTER = {
    "CAPTURE": ("OFF",),
    "EXPAND": ("OFF", "ON"),
    "PAGING": ("OFF", "ON"),
    "SERIAL": ("CONSISTENCY",),
    "SHOW": ("HOST", "VERSION"),
    "TRACING": ("OFF", "ON"),
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What may be written, in place of so many characters before the cursor, and what it is."""

    text: str
    replaced: int
    kind: str


@dataclass(frozen=True, slots=True)
class Typed:
    """The statement before the cursor: its finished tokens, words in capitals, and the word that is being typed."""

    raw: tuple[str, ...]
    words: tuple[str, ...]
    begun: str


def typed(text: str) -> Typed | None:
    """Cut what stands before the cursor; of several statements only the last counts. None inside text or a comment."""
    last = [span for span in spans(text) if not span.complete]
    found = TOKEN.finditer(text, last[0].start) if last else ()
    raw = [match[1] for match in found if match[1] != END]
    if raw and raw[-1].startswith(("'", "$$", "/*")) and not CLOSED.match(raw[-1]):
        return None
    # a word that touches the cursor may become a longer one
    begun = raw.pop() if raw and (is_word(raw[-1]) or raw[-1][0] == '"') and text.endswith(raw[-1]) else ""
    return Typed(tuple(raw), tuple(map(str.upper, raw)), begun)


def suggestions(text: str, schema: Schema, keyspace: str | None, commands: Iterable[str]) -> list[Suggestion]:
    """Give what may come next, the likeliest first."""
    now = typed(text)
    if now is None:
        return []
    begun = now.begun.lstrip('"').lower()
    seen, fitting = set(), []
    for word, kind in _possible(now, schema, keyspace, commands):
        if word.lstrip('"').lower().startswith(begun) and word not in seen and word != now.begun:
            seen.add(word)
            # words follow the spelling of who types
            is_small = kind in {"keyword", "command"} and begun and now.begun == begun
            fitting.append(Suggestion(word.lower() if is_small else word, len(now.begun), kind))
    return fitting


def _possible(now: Typed, schema: Schema, keyspace: str | None, commands: Iterable[str]) -> Iterator[tuple[str, str]]:
    words = now.words
    if not words:
        yield from ((word, "keyword") for word in sorted({first[0] for first in STATEMENTS}))
        yield from ((word, "command") for word in sorted(commands) if word.isalpha())
        return
    if len(words) == 1 and words[0] in AFTER:
        yield from ((word, "keyword") for word in AFTER[words[0]])
        return
    if len(words) == 1 and words[0] in {"DESC", "DESCRIBE"}:
        yield from ((word, "keyword") for word in DESCRIBED)
        yield from _tables(schema, keyspace)
        return
    following = {first[len(words)] for first in STATEMENTS if first[: len(words)] == words and len(first) > len(words)}
    yield from ((word, "keyword") for word in sorted(following))
    if following:
        return
    if words[-1] == ".":
        yield from _inside(now, schema)
    elif words[-1] in BEFORE_KEYSPACES:
        yield from ((quoted(name), "keyspace") for name in sorted(schema.keyspaces))
    elif words[-1] in BEFORE_TABLES:
        yield from _tables(schema, keyspace)
    else:
        yield from _in_statement(now, schema, keyspace)


def _in_statement(now: Typed, schema: Schema, keyspace: str | None) -> Iterator[tuple[str, str]]:
    if _wants_type(now):
        yield from ((word, "type") for word in TYPE_WORDS)
        here = schema.keyspaces.get(keyspace or "")
        yield from ((quoted(name), "type") for name in (here.types if here else ()))
    table = _table(now, schema, keyspace)
    if table is not None:
        yield from ((quoted(name), "column") for name in table.columns)
    if now.words[0] in {"DELETE", "INSERT", "SELECT", "UPDATE", "BEGIN", "EXPLAIN"}:
        yield from ((name, "function") for name in (*sorted(FUNCTIONS), "token", "ttl", "writetime"))
    yield from ((word, "keyword") for word in sorted(KEYWORDS))


def _wants_type(now: Typed) -> bool:
    """Tell whether a type comes: behind the name of a new column or field, inside <…>, behind CAST(… AS."""
    if now.words[-1] == "<" or now.words[-1] in BEFORE_TYPES:
        return True
    is_definition = now.words[:2] in {("CREATE", "TABLE"), ("CREATE", "TYPE")} or "ADD" in now.words[:4]
    return is_definition and len(now.words) > 1 and now.words[-2] in {"(", ",", "ADD"}


def _tables(schema: Schema, keyspace: str | None) -> Iterator[tuple[str, str]]:
    here = schema.keyspaces.get(keyspace or "")
    if here is not None:
        yield from _tables_of(here)
    yield from ((quoted(name), "keyspace") for name in sorted(schema.keyspaces))


def _tables_of(keyspace: Keyspace) -> Iterator[tuple[str, str]]:
    yield from ((quoted(name), "table") for name in sorted(keyspace.tables))
    yield from ((quoted(name), "view") for name in sorted(keyspace.views))


def _inside(now: Typed, schema: Schema) -> Iterator[tuple[str, str]]:
    found = schema.keyspaces.get(_plain(now.raw[-2])) if len(now.raw) > 1 else None
    if found is not None:
        yield from _tables_of(found)
        yield from ((quoted(name), "type") for name in found.types)


def _table(now: Typed, schema: Schema, keyspace: str | None) -> Table | None:
    """Find the table that the statement is about, if it is named already."""
    for at, word in enumerate(now.words[:-1]):
        if word in BEFORE_TABLES:
            where, name = keyspace, now.raw[at + 1]
            if now.words[at + 2 : at + 3] == (".",) and len(now.raw) > at + 3:
                where, name = _plain(now.raw[at + 1]), now.raw[at + 3]
            if where is not None and (table := schema.table(where, _plain(name))) is not None:
                return table
    return None


def _plain(name: str) -> str:
    return name[1:-1].replace('""', '"') if name[:1] == '"' else name.lower()
