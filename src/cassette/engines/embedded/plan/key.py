"""The primary key in a WHERE: which partitions, and where rows stand in Cassandra's order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from cassette.cql.conditions import Compare, Condition, In, parts_of
from cassette.cql.types import CqlType
from cassette.engines.embedded.layout import Layout
from cassette.engines.embedded.plan.arguments import Markers, Values
from cassette.engines.embedded.plan.predicate import Predicate, Sql, SqlValues
from cassette.engines.embedded.plan.where import predicate
from cassette.engines.embedded.tokens import token
from cassette.engines.embedded.values import SqliteValue
from cassette.engines.embedded.values.native import native
from cassette.errors import InvalidRequest

MOST_KEY_BYTES = 65_535
MOST_PARTITIONS = 10_000
"""How many partitions one IN may name."""


@dataclass(frozen=True, slots=True)
class Where:
    """A WHERE taken apart: the partitions it names (None: it names none), and everything else.

    `clustered` counts the clustering columns that are fixed by `=`, from the first on.
    """

    partitions: Callable[[Values], list[SqlValues]] | None
    predicates: tuple[Predicate, ...]
    clustered: int = 0


def where(condition: Condition | None, layout: Layout, markers: Markers) -> Where:
    """Take a WHERE apart. Raises InvalidRequest where it names a part of the partition key only."""
    keys: dict[str, Callable[[Values], list[Any]]] = {}
    rest: list[Predicate] = []
    fixed: set[str] = set()
    partition = {place.column.name for place in layout.partition}
    clustering = {place.column.name for place in layout.key} - partition
    for part in parts_of(condition):
        if isinstance(part, Compare | In) and part.column in partition:
            keys[part.column] = _choices(part, layout, markers, keys)
        elif isinstance(part, Compare) and part.column in clustering and part.operator == "=":
            fixed.add(part.column)
            rest.append(_fixed(part, layout, markers))
        else:
            rest.append(predicate(part, layout, markers))
    if keys and len(keys) < len(partition):
        missing = ", ".join(sorted(partition - keys.keys()))
        raise InvalidRequest(f"the whole partition key has to be given: {missing} is missing")
    names = [column.name for column in layout.table.clustering]
    clustered = next((at for at, name in enumerate(names) if name not in fixed), len(names))
    return Where(_partitions(layout, keys) if keys else None, tuple(rest), clustered)


def _choices(
    part: Compare | In, layout: Layout, markers: Markers, known: dict[str, Any]
) -> Callable[[Values], list[Any]]:
    """The values that one partition key column may have."""
    column = layout.places[part.column].column
    if part.column in known:
        raise InvalidRequest(f"{column.name} is compared more than once")
    if isinstance(part, In):
        if part.negated:
            raise InvalidRequest(f"NOT IN cannot choose partitions: {column.name} takes = or IN")
        if isinstance(part.terms, tuple):
            arguments = [markers.argument(term, column.type) for term in part.terms]
            return lambda values: [argument(values) for argument in arguments]
        at = markers.next()
        return lambda values: _listed(values[at], column.name)
    if part.operator != "=":
        raise InvalidRequest(f"{part.operator} cannot choose partitions: {column.name} takes = or IN")
    one = markers.argument(part.term, column.type)
    return lambda values: [one(values)]


def _listed(value: Any, column: str) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise InvalidRequest(f"{column} IN ? takes a list of values")
    if len(value) > MOST_PARTITIONS:
        raise InvalidRequest(f"{column} IN takes {MOST_PARTITIONS:,} values at most, not {len(value):,}")
    return list(value)


def _fixed(part: Compare, layout: Layout, markers: Markers) -> Predicate:
    place = layout.places[part.column]
    argument = markers.argument(part.term, place.column.type)
    text = f"t.{place.sql} = ?"
    return Predicate(lambda values: Sql(text, (place.kept.to_row(argument(values)),)))


def _partitions(layout: Layout, keys: dict[str, Callable[[Values], list[Any]]]) -> Callable[[Values], list[SqlValues]]:
    """All partitions named, each once, in the order of their keys."""
    locate = locator(layout)
    ordered = [keys[place.column.name] for place in layout.partition]
    if len(ordered) == 1:
        only, type_ = ordered[0], layout.partition[0].column.type

        def one_column(values: Values) -> list[SqlValues]:
            found = only(values)
            return [locate((found[0],))] if len(found) == 1 else [locate((key,)) for key in _sorted(found, type_)]

        return one_column

    types = [place.column.type for place in layout.partition]

    def many_columns(values: Values) -> list[SqlValues]:
        choices = [_sorted(choice(values), type_) for choice, type_ in zip(ordered, types, strict=True)]
        return [locate(key) for key in product(*choices)]

    return many_columns


def _sorted(choices: list[Any], cql_type: CqlType) -> list[Any]:
    """Each value once, in the order of its type. Raises InvalidRequest for one that is not of the type."""
    if None in choices:
        raise InvalidRequest("a key in an IN list cannot be null")
    return sorted({cql_type.check(choice) for choice in choices}, key=cql_type.key)


def locator(layout: Layout) -> Callable[[Sequence[Any]], SqlValues]:
    """Make the function from a partition key's values to (token, kept values…), the way to its rows."""
    places = layout.partition
    writers = [native(place.column.type)[1] for place in places]
    if len(places) == 1:
        return _single_locator(layout, writers[0])

    def locate(key: Sequence[Any]) -> SqlValues:
        kept_values: list[SqliteValue] = []
        serialized = bytearray()
        for place, encode, value in zip(places, writers, key, strict=True):
            value = place.kept.check(_key_value(value, place.column.name))
            kept_values.append(value if place.kept.in_row is None else place.kept.in_row(value))
            data = encode(value)
            serialized += _short(data).to_bytes(2, "big") + data + b"\0"
        return (token(bytes(serialized)), *kept_values)

    return locate


def _single_locator(layout: Layout, encode: Callable[[Any], bytes]) -> Callable[[Sequence[Any]], SqlValues]:
    place = layout.partition[0]
    check, in_row, name = place.kept.check, place.kept.in_row, place.column.name
    is_serialized = in_row is encode

    def locate(key: Sequence[Any]) -> SqlValues:
        value = check(_key_value(key[0], name))
        data = encode(value)
        if not _short(data):
            raise InvalidRequest(f"{name} is the whole partition key and cannot be empty")
        if is_serialized:
            return token(data), data
        return token(data), value if in_row is None else in_row(value)

    return locate


def _key_value(value: Any, name: str) -> Any:
    if value is None:
        raise InvalidRequest(f"{name} is part of the primary key and cannot be null")
    return value


def _short(data: bytes) -> int:
    if len(data) > MOST_KEY_BYTES:
        raise InvalidRequest(f"a key value has {MOST_KEY_BYTES:,} bytes at most; this one has {len(data):,}")
    return len(data)


def order(layout: Layout) -> str:
    """ORDER BY: Cassandra's order of partitions, then of clustering."""
    return ", ".join(["t.token", *(f"t.{p.sql} DESC" if p.column.descending else f"t.{p.sql}" for p in layout.key)])


def after(layout: Layout, place: Sequence[SqliteValue]) -> tuple[str, SqlValues]:
    """The rows behind a place, as SQL: (token, key…) compared column by column, each in its direction."""
    columns = [("t.token", False), *((f"t.{p.sql}", p.column.descending) for p in layout.key)]
    text = "0"
    values: list[SqliteValue] = []
    for (column, descending), value in reversed(list(zip(columns, place, strict=True))):
        sign = "<" if descending else ">"
        text = f"({column} {sign} ? OR ({column} = ? AND {text}))"
        values[:0] = [value, value]
    # said once more, plainly, so that SQLite starts at the place instead of at the beginning
    return f"t.token >= ? AND {text}", (place[0], *values)
