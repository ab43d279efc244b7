"""Selectors, compiled: what a SELECT lists, down to the SQL columns that it needs.

An aggregate leaves its place in `aggregates`, and what is around it reads its total off the end of the
row: a group's first row with the totals behind it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from cassette.cql.functions import (
    Aggregate,
    Callee,
    Fit,
    Given,
    cast_function,
    choose,
    choose_negation,
    choose_operation,
)
from cassette.cql.functions.aggregates import COUNT
from cassette.cql.functions.folds import Count
from cassette.cql.functions.function import Fold
from cassette.cql.functions.given import bare, of_type
from cassette.cql.selectors import (
    Call,
    Cast,
    Column,
    CountRows,
    Element,
    Field,
    ListSelector,
    MapSelector,
    Selector,
    SelectorNegation,
    SelectorOperation,
    SetSelector,
    Slice,
    TupleSelector,
    TypedSelector,
    Value,
)
from cassette.cql.terms import NULL, Constant, Term
from cassette.cql.titles import title
from cassette.cql.types import (
    CqlType,
    FrozenType,
    ListType,
    MapType,
    ScalarType,
    SetType,
    TupleType,
    VectorType,
    resolve,
)
from cassette.cql.types.items import hashable
from cassette.cql.types.user import UserType
from cassette.engines.embedded.layout import Layout, Place
from cassette.engines.embedded.plan import givens
from cassette.engines.embedded.plan.arguments import Markers, Values
from cassette.engines.embedded.plan.calls import caller
from cassette.engines.embedded.plan.cell_times import OF_CELLS, cell_times
from cassette.engines.embedded.plan.columns import place_of, sql_of
from cassette.engines.embedded.plan.expression import Built, Expression, Reader, joined, mapped, read_as
from cassette.engines.embedded.values.kept import kept_inside
from cassette.engines.embedded.values.way import decode_parcel
from cassette.errors import InvalidRequest

BIGINT = ScalarType("bigint")


@dataclass(frozen=True, slots=True)
class Total:
    """An aggregate of a SELECT: how it begins, and what it is made of; every row counts where that is None."""

    fold: Callable[[], Fold]
    of: Built | None


class Selecting:
    """The selectors of one SELECT, on the way to SQL."""

    def __init__(self, layout: Layout, markers: Markers) -> None:
        self.layout, self.markers = layout, markers
        self.sql: list[str] = []
        self.aggregates: list[Total] = []
        self._inside_aggregate = False

    def at(self, sql: str) -> int:
        """Give the place of a column of SQL in the row; it is asked for once only."""
        if sql not in self.sql:
            self.sql.append(sql)
        return self.sql.index(sql)

    def column(self, place: Place) -> Built:
        """Compile a column of the table."""
        at, read = self.at(sql_of(place)), place.kept.from_row
        if read is None:
            return Built(place.column.type, lambda values: lambda row: row[at], True, at)
        from_row = read

        def reader(row: Sequence[Any]) -> Any:
            return None if row[at] is None else from_row(row[at])

        return Built(place.column.type, lambda values: reader, True)

    def top(self, selector: Selector) -> tuple[str, Built]:
        """Compile what is a column of the answer, and name it. Raises InvalidRequest."""
        expression = self.expression(selector)
        if expression.known.exact is None:
            raise InvalidRequest(f"there is no telling the type of {title(selector)}: say it, like (int) 5")
        return expression.known.text, expression.build(None)

    def expression(self, selector: Selector) -> Expression:
        """Say what is known of a selector, and how to compile it. Raises InvalidRequest."""
        match selector:
            case Column(name=name):
                place = place_of(self.layout, name)
                return self._of_type(selector, place.column.type, lambda: self.column(place))
            case CountRows():
                return self._of_type(selector, BIGINT, lambda: self._total(Count, None, BIGINT))
            case Value(term=term):
                return self._value(term)
            case Element() | Slice() | Field():
                return self._part(selector)
            case Cast(of=of, type=type_):
                return self._cast(selector, self.expression(of), type_)
            case Call():
                return self._call(selector)
            case SelectorOperation(operator=operator, left=left, right=right):
                sides = [self.expression(left), self.expression(right)]
                known = sides[0].known, sides[1].known
                return self._chosen(selector, sides, lambda wanted: choose_operation(operator, *known, wanted))
            case SelectorNegation(of=of):
                inner = self.expression(of)
                return self._chosen(selector, [inner], lambda wanted: choose_negation(inner.known, wanted))
            case TypedSelector(type=type_, of=of):
                return self._typed(selector, type_, self.expression(of))
        return self._collection(selector)

    def _of_type(self, selector: Selector, type_: CqlType, build: Callable[[], Built]) -> Expression:
        text = title(selector)

        def built(wanted: CqlType | None) -> Built:
            found = build()
            return found if wanted is None else read_as(found, wanted, text)

        return Expression(of_type(text, type_), built)

    def _value(self, term: Term) -> Expression:
        known = self.markers.givens.of(term)

        def build(wanted: CqlType | None) -> Built:
            type_ = wanted or known.exact or known.likely
            assert type_ is not None
            argument = self.markers.value(term, type_)

            def bind(values: Values) -> Reader:
                value = argument(values)
                return lambda row: value

            return Built(type_, bind, False)

        return Expression(known, build)

    def _call(self, call: Call) -> Expression:
        if call.name in OF_CELLS and call.keyspace is None:
            built = cell_times(call, self.layout, self.markers, self.at, self.column)
            return self._of_type(call, built.type, lambda: built)
        if call.name == "count" and _is_constant(call.arguments):
            return self.expression(CountRows())
        parts = [self.expression(argument) for argument in call.arguments]
        known = [part.known for part in parts]
        functions = self.markers.givens.functions
        return self._chosen(call, parts, lambda wanted: choose(functions, call.keyspace, call.name, known, wanted))

    def _chosen(
        self, selector: Selector, parts: Sequence[Expression], chosen: Callable[[CqlType | None], Callee]
    ) -> Expression:
        """A call: which function is meant is settled when it is known what is wanted of it."""
        text = title(selector)
        callee = chosen(None)

        def build(wanted: CqlType | None) -> Built:
            built = self._called(callee, parts)
            return built if wanted is None else read_as(built, wanted, text)

        return Expression(of_type(text, callee.result), build)

    def _called(self, callee: Callee, parts: Sequence[Expression]) -> Built:
        if isinstance(callee, Aggregate):
            if self._inside_aggregate:
                raise InvalidRequest("an aggregate cannot be made of aggregates")
            self._inside_aggregate = True
            # what is counted need not become the bytes that count() takes
            counts = callee is COUNT and parts[0].known.exact is not None
            of = parts[0].build(None if counts else callee.arguments[0])
            self._inside_aggregate = False
            return self._total(callee.fold, of, callee.result)
        built = [part.build(type_) for part, type_ in zip(parts, callee.arguments, strict=True)]
        return joined(built, callee.result, caller(callee, [None] * len(built)))

    def _total(self, fold: Callable[[], Fold], of: Built | None, result: CqlType) -> Built:
        if self._inside_aggregate:
            raise InvalidRequest("an aggregate cannot be made of aggregates")
        slot, totals = len(self.aggregates), self.aggregates
        totals.append(Total(fold, of))

        def bind(values: Values) -> Reader:
            # counted from the end: how many columns of SQL there are is not known before all is compiled
            at = slot - len(totals)
            return lambda row: row[at]

        return Built(result, bind, False)

    def _cast(self, selector: Selector, of: Expression, type_: CqlType) -> Expression:
        function = cast_function(of.known, type_)
        if function is None:
            return of
        casts = function
        return self._of_type(selector, casts.result, lambda: self._called(casts, [of]))

    def _typed(self, selector: Selector, type_: CqlType, of: Expression) -> Expression:
        if of.known.fits(resolve(type_, givens.unknown_type)) is Fit.NO:
            raise InvalidRequest(f"{title(selector)}: {of.known.text} is not of that type")
        return self._of_type(selector, type_, lambda: of.build(type_))

    def _part(self, selector: Element | Slice | Field) -> Expression:
        of = self.expression(selector.of)
        whole = of.known.exact
        if whole is None:
            raise InvalidRequest(f"there is no telling what {title(selector)} is a part of")
        match selector, bare(whole):
            case Field(name=name), UserType(fields=fields):
                types = dict(fields)
                if name not in types:
                    raise InvalidRequest(f"the type {whole.text()} has no field {name}: it has {', '.join(types)}")
                return self._of_type(
                    selector,
                    types[name],
                    lambda: mapped(of.build(None), types[name], lambda value: None if value is None else value[name]),
                )
            case Element(of=Column(name=name), key=key), MapType(keys=ScalarType(name="text")) if whole.multicell:
                column = self.layout.places[name]
                by_text = bare(whole)
                assert isinstance(by_text, MapType)
                return self._of_type(selector, by_text.values, lambda: self._of_column(column, by_text, key))
            case Element(key=key), (MapType() | SetType()) as inner:
                result = inner.values if isinstance(inner, MapType) else inner.items
                return self._of_type(selector, result, lambda: self._element(of.build(None), inner, key, result))
            case Slice(), (MapType() | SetType()) as inner:
                return self._of_type(selector, whole, lambda: self._slice(of.build(None), inner, selector))
        wanted = "a user type" if isinstance(selector, Field) else "a map or a set"
        raise InvalidRequest(f"{title(selector)} needs {wanted}; {of.known.text} is of type {whole.text()}")

    def _of_column(self, place: Place, inner: MapType, key: Term) -> Built:
        """A map's value at a text: nothing else of the map is read, since SELECTs of documents ask for no more."""
        at, argument = self.at(sql_of(place)), self.markers.value(key, inner.keys)
        read = kept_inside(inner.values).from_parcel

        def bind(values: Values) -> Reader:
            wanted = argument(values)
            if wanted is None:
                raise InvalidRequest("null is no key of a map")

            def reader(row: Sequence[Any]) -> Any:
                found = None if row[at] is None else decode_parcel(row[at]).get(wanted)
                return found if found is None or read is None else read(found)

            return reader

        return Built(inner.values, bind, False)

    def _element(self, of: Built, inner: MapType | SetType, key: Term, result: CqlType) -> Built:
        keys = inner.keys if isinstance(inner, MapType) else inner.items
        argument = self.markers.value(key, keys)

        def bind(values: Values) -> Reader:
            read, wanted = of.bind(values), argument(values)
            if wanted is None:
                raise InvalidRequest("null is no key of a collection")
            wanted = hashable(keys.check(wanted))

            def of_map(row: Sequence[Any]) -> Any:
                found = read(row)
                return None if found is None else found.get(wanted)

            def of_set(row: Sequence[Any]) -> Any:
                found = read(row)
                return wanted if found is not None and wanted in found else None

            return of_map if isinstance(inner, MapType) else of_set

        return Built(result, bind, False)

    def _slice(self, of: Built, inner: MapType | SetType, selector: Slice) -> Built:
        keys = inner.keys if isinstance(inner, MapType) else inner.items
        ends = [None if end is None else self.markers.value(end, keys) for end in (selector.start, selector.end)]

        def bind(values: Values) -> Reader:
            read = of.bind(values)
            first, last = [None if end is None else keys.key(end(values)) for end in ends]

            def within(item: Any) -> bool:
                key = keys.key(item)
                return (first is None or key >= first) and (last is None or key <= last)

            def reader(row: Sequence[Any]) -> Any:
                found = read(row)
                if found is None:
                    return None
                if isinstance(found, dict):
                    part: Any = {key: item for key, item in found.items() if within(key)}
                else:
                    part = {item for item in found if within(item)}
                return part or None

            return reader

        return Built(of.type, bind, False)

    def _collection(self, selector: ListSelector | SetSelector | MapSelector | TupleSelector) -> Expression:
        """A list, set, map, tuple or value of a user type made of selectors."""
        if isinstance(selector, MapSelector):
            return self._map(selector)
        text, parts = title(selector), [self.expression(item) for item in selector.items]
        known = [part.known for part in parts]
        of = {ListSelector: givens.of_list, SetSelector: givens.of_set, TupleSelector: givens.of_tuple}[type(selector)]
        whole = of(text, known)

        def build(wanted: CqlType | None) -> Built:
            type_ = _settle(whole, wanted)
            if len(parts) == 1 and isinstance(selector, TupleSelector) and not isinstance(bare(type_), TupleType):
                return parts[0].build(type_)
            match bare(type_):
                case ListType(items=inner) | VectorType(items=inner):
                    types, make = [inner] * len(parts), _without_nulls(list)
                case SetType(items=inner):
                    types, make = [inner] * len(parts), _without_nulls(lambda found: set(map(hashable, found)))
                case TupleType(items=inners):
                    types, make = list(inners), tuple
                case _:
                    raise InvalidRequest(f"{text} is not a value of type {type_.text()}")
            built = [part.build(part_type) for part, part_type in zip(parts, types, strict=False)]
            return joined(built, type_, make)

        return Expression(whole, build)

    def _map(self, selector: MapSelector) -> Expression:
        text = title(selector)
        names = [key.name if isinstance(key, Column) else None for key, _ in selector.entries]
        columns = self.layout.places
        # a name that is no column can only be a field's
        keys = [
            self.expression(key) if not isinstance(key, Column) or key.name in columns else None
            for key, _ in selector.entries
        ]
        values = [self.expression(value) for _, value in selector.entries]
        fields = [(name, value.known) for name, value in zip(names, values, strict=True) if name is not None]
        as_fields = givens.of_fields(text, fields) if len(fields) == len(values) else None
        pairs = [(key.known, value.known) for key, value in zip(keys, values, strict=True) if key is not None]
        as_map = givens.of_map(text, pairs) if len(pairs) == len(values) else None

        def fits(wanted: CqlType) -> Fit:
            return max(one.fits(wanted) if one else Fit.NO for one in (as_fields, as_map))

        # no type of its own: the map could be a value of a user type just as well
        whole = Given(text, fits)

        def build(wanted: CqlType | None) -> Built:
            type_ = _settle(whole, wanted)
            match bare(type_):
                case UserType(fields=types):
                    known: dict[str, CqlType] = dict(types)
                    given_names = [name for name, _ in fields]
                    built = [value.build(known[name]) for name, value in zip(given_names, values, strict=True)]
                    return joined(
                        built,
                        type_,
                        lambda found: {**dict.fromkeys(known), **dict(zip(given_names, found, strict=True))},
                    )
                case MapType(keys=key_type, values=value_type):
                    built = []
                    for key, value in zip(keys, values, strict=True):
                        assert key is not None
                        built += [key.build(key_type), value.build(value_type)]
                    return joined(
                        built,
                        type_,
                        _without_nulls(lambda found: dict(zip(map(hashable, found[::2]), found[1::2], strict=True))),
                    )
            raise InvalidRequest(f"{text} is not a value of type {type_.text()}")

        return Expression(whole, build)


def _is_constant(arguments: Sequence[Selector]) -> bool:
    """Tell whether an aggregate is asked for what is the same in every row, and not null."""
    match arguments:
        case (Value(term=Constant() as constant),):
            return constant != NULL
    return False


def _settle(known: Given, wanted: CqlType | None) -> CqlType:
    type_ = wanted or known.exact or known.likely
    if type_ is None:
        raise InvalidRequest(f"there is no telling the type of {known.text}")
    if known.fits(type_) is Fit.NO:
        raise InvalidRequest(f"{known.text} is not a value of type {type_.text()}")
    return type_.inner if isinstance(type_, FrozenType) and wanted is None else type_


def _without_nulls(make: Callable[[list[Any]], Any]) -> Callable[[list[Any]], Any]:
    def made(found: list[Any]) -> Any:
        if any(value is None for value in found):
            raise InvalidRequest("null cannot be in a collection")
        return make(found)

    return made
