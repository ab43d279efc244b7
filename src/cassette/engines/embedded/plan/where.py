"""WHERE: conditions on indexed columns become predicates."""

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from cassette.cql.conditions import And, Compare, Condition, Contains, ContainsKey, Entry, In, Or
from cassette.cql.types import ListType, MapType, ScalarType, SetType
from cassette.engines.embedded.layout import IndexPlace, IndexState, Layout, Place
from cassette.engines.embedded.plan.arguments import Argument, Markers, Values
from cassette.engines.embedded.plan.predicate import Predicate, Source, Span, Sql
from cassette.engines.embedded.values import Kept, kept
from cassette.engines.embedded.values.texts import KEPT_CHARS, is_cut
from cassette.errors import InvalidRequest, NotSupported

FUNCTIONS = {
    "!=": "NOT entry_eq",
    "<": "entry_lt",
    "<=": "entry_le",
    "=": "entry_eq",
    ">": "entry_gt",
    ">=": "entry_ge",
}
HIGHEST = "\U0010ffff"
"""The greatest character: what follows every text that starts with the same prefix."""
MOST_UNITED = 100
"""More sources than this are not united: SQLite ends at 500."""
MOST_JOINED = 100


def predicate(condition: Condition, layout: Layout, markers: Markers) -> Predicate:
    """Compile a condition. Raises InvalidRequest where no index serves it, as Cassandra does."""
    match condition:
        case And(parts):
            return _all([predicate(part, layout, markers) for part in parts])
        case Or(parts):
            return _either(parts, layout, markers)
        case Contains(column, term, negated):
            place = place_of(layout, column)
            index = _index(layout, place, ("", "values"))
            return _equality(index, [(_item(place), markers.argument(term, _item_type(place)))], negated)
        case ContainsKey(column, term, negated):
            place = place_of(layout, column)
            keys = _map_type(place).keys
            return _equality(_index(layout, place, ("keys",)), [(kept(keys), markers.argument(term, keys))], negated)
        case Entry():
            return _entry(condition, layout, markers)
        case Compare(column, "=" | "!=" as operator, term):
            place = place_of(layout, column)
            index = _index(layout, place, ("", "values"))
            return _equality(index, [(place.kept, markers.argument(term, place.column.type))], operator == "!=")
        case Compare(column, operator, term):
            return _range(layout, column, operator, markers.argument(term, place_of(layout, column).column.type))
        case In(column):
            raise NotSupported(f"IN on {column}, which is not in the primary key, is not supported yet")


def wanted(condition: Condition | None, layout: Layout) -> Iterator[IndexPlace]:
    """Find the indexes that a condition could start from if they were built."""
    match condition:
        case And(parts) | Or(parts):
            for part in parts:
                yield from wanted(part, layout)
        case Entry(column, operator=operator) if operator != "!=":
            index = _index(layout, place_of(layout, column), ("entries",))
            if index.state is not IndexState.READY:
                yield index


def place_of(layout: Layout, column: str) -> Place:
    """Find a column's place. Raises InvalidRequest for a column that the table has not."""
    try:
        return layout.places[column]
    except KeyError:
        raise InvalidRequest(f"table {layout.table.name.text()} has no column {column}") from None


def _index(layout: Layout, place: Place, parts: tuple[str, ...]) -> IndexPlace:
    for index in layout.indexes_of.get(place.column.name, ()):
        if index.index.target.part in parts:
            return index
    raise InvalidRequest(
        f"column {place.column.name} of {layout.table.name.text()} has no index that serves this condition: "
        "create one, or narrow the query by the primary key"
    )


def _item_type(place: Place) -> Any:
    match place.column.type:
        case SetType(items) | ListType(items):
            return items
        case MapType(_, values):
            return values
    raise InvalidRequest(f"CONTAINS needs a collection; {place.column.name} is {place.column.type.text()}")


def _item(place: Place) -> Kept:
    return kept(_item_type(place))


def _map_type(place: Place) -> MapType:
    if isinstance(place.column.type, MapType):
        return place.column.type
    raise InvalidRequest(f"column {place.column.name} is no map: it is {place.column.type.text()}")


def _equality(index: IndexPlace, arguments: list[tuple[Kept, Argument]], negated: bool) -> Predicate:
    """An entry with exactly these fields is there, or is not."""
    where = " AND ".join(f"{field} = ?" for field in index.entries.fields)
    exists = f"{'NOT ' if negated else ''}EXISTS (SELECT 1 FROM {index.sql} WHERE {where} AND row = t.row)"
    select = f"SELECT row FROM {index.sql} WHERE {where}"

    def fields(values: Values) -> tuple[Any, ...]:
        return tuple([way.to_index(_given(argument(values))) for way, argument in arguments])

    def check(values: Values) -> Sql:
        return Sql(exists, fields(values))

    def source(values: Values) -> Source:
        return Source(Sql(select, fields(values)))

    return Predicate(check, None if negated else source)


def _given(value: Any) -> Any:
    if value is None:
        raise InvalidRequest("a condition cannot compare with null")
    return value


def _entry(condition: Entry, layout: Layout, markers: Markers) -> Predicate:
    """`column[key] op value`."""
    place = place_of(layout, condition.column)
    types = _map_type(place)
    index = _index(layout, place, ("entries",))
    key = (kept(types.keys), markers.argument(condition.key, types.keys))
    value = (kept(types.values), markers.argument(condition.term, types.values))
    ready = index.state is IndexState.READY
    if ready and condition.operator in ("=", "!="):
        return _equality(index, [key, value], condition.operator == "!=")
    is_text = isinstance(types.values, ScalarType) and types.values.name in ("text", "ascii")
    check = _entry_check(index, key, value, condition.operator, is_text)
    return _entry_range(index, key, value, condition.operator, is_text, check) if ready else Predicate(check)


Operand = tuple[Kept, Argument]


def _entry_check(
    index: IndexPlace, key: Operand, value: Operand, operator: str, is_text: bool
) -> Callable[[Values], Sql]:
    """A comparison with a map's value at one key, by a look into the row."""
    (key_way, key_argument), (value_way, value_argument) = key, value
    compares = f"{FUNCTIONS[operator]}(t.{index.place.sql}, ?, ?, '{index.place.column.type.text()}')"

    def check(values: Values) -> Sql:
        name = key_way.to_parcel(_given(key_argument(values)))
        operand = _given(value_argument(values))
        return Sql(compares, (name, value_way.check(operand) if is_text else value_way.to_index(operand)))

    return check


def _entry_range(
    index: IndexPlace,
    key: Operand,
    value: Operand,
    operator: str,
    is_text: bool,
    check: Callable[[Values], Sql],
) -> Predicate:
    """A range over a map's values at one key: a span of the index."""
    (key_way, key_argument), (value_way, value_argument) = key, value

    def span(values: Values) -> Span:
        operand = value_way.check(_given(value_argument(values)))
        name = key_way.to_index(_given(key_argument(values)))
        if is_text and is_cut(operand):
            prefix = operand[:KEPT_CHARS]
            end = prefix if operator.startswith(">") else prefix + HIGHEST
            return Span(index.sql, name, operator[0] + "=", end, exact=False)
        return Span(index.sql, name, operator, value_way.to_index(operand), exact=True)

    def source(values: Values) -> Source:
        return source_of([span(values)])

    return Predicate(check, source, span)


def source_of(spans: list[Span]) -> Source:
    """One source for the spans of one key: both ends of a range together."""
    ends = " AND ".join(f"value {span.operator} ?" for span in spans)
    first = spans[0]
    sql = Sql(f"SELECT row FROM {first.index} WHERE key = ? AND {ends}", (first.key, *(span.value for span in spans)))
    return Source(sql, all(span.exact for span in spans))


def _range(layout: Layout, column: str, operator: str, argument: Argument) -> Predicate:
    """A range on a clustering column stands in the table's own order; elsewhere it is not served yet."""
    place = place_of(layout, column)
    if place.column.kind != "clustering":
        raise NotSupported(f"a range on {column}, which is no clustering column, is not supported yet")
    text = f"t.{place.sql} {operator} ?"
    return Predicate(lambda values: Sql(text, (place.kept.to_row(_given(argument(values))),)))


def _all(parts: list[Predicate]) -> Predicate:
    """Every part: any part's source will do, the first that has one is taken."""
    first = next((part for part in parts if part.source), None)

    def check(values: Values) -> Sql:
        return _join(" AND ", [part.check(values) for part in parts])

    def source(values: Values) -> Source:
        assert first is not None
        assert first.source is not None
        return Source(first.source(values).sql, exact=False)

    return Predicate(check, source if first else None)


def _any(parts: list[Predicate]) -> Predicate:
    """At least one part: the sources of all parts together, if each has one and they are not too many."""
    sources: list[Callable[[Values], Source]] = [part.source for part in parts if part.source]

    def check(values: Values) -> Sql:
        return _join(" OR ", [part.check(values) for part in parts])

    def source(values: Values) -> Source:
        found = [one(values) for one in sources]
        text = " UNION ".join(one.sql.text for one in found)
        arguments = tuple(value for one in found for value in one.sql.values)
        return Source(Sql(text, arguments), all(one.exact for one in found))

    return Predicate(check, source if len(sources) == len(parts) <= MOST_UNITED else None)


def _either(parts: tuple[Condition, ...], layout: Layout, markers: Markers) -> Predicate:
    """OR: items of one collection that stand next to each other are looked up together."""
    found: list[Predicate] = []
    for column, group in groupby(parts, _contained_in):
        alike = list(group)
        if column is None or len(alike) == 1:
            found += [predicate(part, layout, markers) for part in alike]
        else:
            found.append(_one_of(column, alike, layout, markers))
    return found[0] if len(found) == 1 else _any(found)


def _contained_in(part: Condition) -> str | None:
    return part.column if isinstance(part, Contains) and not part.negated else None


def _one_of(column: str, parts: list[Condition], layout: Layout, markers: Markers) -> Predicate:
    """At least one of many items is in a collection."""
    place = place_of(layout, column)
    index = _index(layout, place, ("", "values"))
    way, item_type = _item(place), _item_type(place)
    arguments = [markers.argument(part.term, item_type) for part in parts if isinstance(part, Contains)]
    within = f"value IN ({', '.join('?' * len(arguments))})"
    exists = f"EXISTS (SELECT 1 FROM {index.sql} WHERE {within} AND row = t.row)"
    select = f"SELECT DISTINCT row FROM {index.sql} WHERE {within}"

    def items(values: Values) -> tuple[Any, ...]:
        return tuple([way.to_index(_given(argument(values))) for argument in arguments])

    return Predicate(lambda values: Sql(exists, items(values)), lambda values: Source(Sql(select, items(values))))


def _join(word: str, parts: list[Sql]) -> Sql:
    """Join conditions, in groups where they are many: SQLite's expressions may be 1,000 levels deep."""
    while len(parts) > MOST_JOINED:
        parts = [_join(word, parts[at : at + MOST_JOINED]) for at in range(0, len(parts), MOST_JOINED)]
    text = word.join(part.text for part in parts)
    return Sql(f"({text})", tuple(value for part in parts for value in part.values))
