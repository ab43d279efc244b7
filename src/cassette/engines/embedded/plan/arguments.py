"""Terms: where each value of a statement comes from when it is carried out.

Markers count in the order in which the statement prints them, so the parts of a statement have to be
compiled in that order.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from cassette.cql.functions import (
    FUNCTIONS,
    Aggregate,
    Callee,
    Fit,
    Function,
    cast_function,
    choose,
    choose_negation,
    choose_operation,
)
from cassette.cql.functions.given import bare
from cassette.cql.terms import (
    NULL,
    UNSET,
    Bind,
    CastTerm,
    Constant,
    FunctionTerm,
    ListTerm,
    MapTerm,
    Negation,
    Operation,
    SetTerm,
    Term,
    TupleTerm,
    TypedTerm,
    UserTerm,
)
from cassette.cql.types import CqlType, ListType, MapType, SetType, TupleType, VectorType, resolve
from cassette.cql.types.items import hashable
from cassette.cql.types.user import UserType
from cassette.engines.embedded.layout import Layout
from cassette.engines.embedded.plan.calls import caller, converted
from cassette.engines.embedded.plan.givens import Givens, unknown_type
from cassette.engines.embedded.plan.token_function import functions_for
from cassette.errors import InvalidRequest

Values = tuple[Any, ...]
Argument = Callable[[Values], Any]


class Marker(NamedTuple):
    """A marker of a statement: its name, if it has one, and the type of what travels for it."""

    name: str | None
    type: CqlType


class Markers:
    """Hands out the positions of a statement's bind markers, and compiles the terms that they stand in."""

    def __init__(self, layout: Layout | None = None) -> None:
        self.found: list[Marker] = []
        self.givens = Givens(FUNCTIONS)
        if layout is not None:
            self.about(layout)

    def about(self, layout: Layout) -> None:
        """Compile what follows for a table: token() hashes its partition key."""
        self.givens = Givens(functions_for(tuple(place.column.type for place in layout.partition)))

    @property
    def count(self) -> int:
        """How many markers there are so far."""
        return len(self.found)

    def argument(self, term: Term, cql_type: CqlType, name: str | None = None) -> Argument:
        """Say how to get a term's value; `name` is what a marker is called that has no name of its own.

        Null is None; a marker's value comes as it was sent, UNSET among them.

        Errors: InvalidRequest for a term that does not fit the type.
        """
        if isinstance(term, Bind):
            at = len(self.found)
            self.found.append(Marker(term.name or name, cql_type))
            return lambda values: values[at]
        if not _moves(term):
            value = None if term == NULL else cql_type.from_term(_plain(term, cql_type))
            return lambda values: value
        return self._moving(term, cql_type)

    def value(self, term: Term, cql_type: CqlType) -> Argument:
        """Say how to get the value of a term inside another, which is checked and cannot be unset."""
        argument, check = self.argument(term, cql_type), cql_type.check
        if not isinstance(term, Bind):
            return argument

        def checked(values: Values) -> Any:
            found = argument(values)
            if found is UNSET:
                raise InvalidRequest("a marker inside another value cannot be left unset")
            return None if found is None else check(found)

        return checked

    def check(self, values: Values) -> None:
        """Raise InvalidRequest unless there are as many values as markers."""
        if len(values) != len(self.found):
            raise InvalidRequest(f"the statement has {self.count} bind markers; {len(values)} values came with it")

    def _moving(self, term: Term, cql_type: CqlType) -> Argument:
        """A term with markers, functions or calculations in it: its value is made anew each time."""
        wanted = bare(cql_type)
        match term, wanted:
            case ListTerm(items=items), ListType(items=inner):
                return self._all([(item, inner) for item in items], list)
            case ListTerm(items=items), VectorType(items=inner):
                return self._all([(item, inner) for item in items], wanted.check)
            case SetTerm(items=items), SetType(items=inner):
                return self._all([(item, inner) for item in items], lambda found: set(map(hashable, found)))
            case MapTerm(entries=entries), MapType(keys=keys, values=values):
                sides = [side for key, value in entries for side in ((key, keys), (value, values))]
                return self._all(sides, lambda found: dict(zip(map(hashable, found[::2]), found[1::2], strict=True)))
            case TupleTerm(items=items), TupleType(items=inners) if len(items) <= len(inners):
                return self._all(list(zip(items, inners, strict=False)), tuple, nulls=True)
            case UserTerm(fields=fields), UserType():
                return self._fields(fields, wanted)
            case TupleTerm(items=(inside,)), _:
                return self.argument(inside, cql_type)
            case TypedTerm(), _:
                return self._typed(term, cql_type)
            case CastTerm(), _:
                return self._cast(term, cql_type)
            case ((FunctionTerm() | Operation() | Negation()), _):
                return self._called(term, cql_type)
        raise InvalidRequest(f"{term.text()} is not a value of type {cql_type.text()}")

    def _all(
        self, parts: Sequence[tuple[Term, CqlType]], make: Callable[[list[Any]], Any], *, nulls: bool = False
    ) -> Argument:
        arguments = [self.value(part, part_type) for part, part_type in parts]

        def argument(values: Values) -> Any:
            found = [one(values) for one in arguments]
            if not nulls and any(value is None for value in found):
                raise InvalidRequest("null cannot be in a collection")
            return make(found)

        return argument

    def _fields(self, fields: Sequence[tuple[str, Term]], cql_type: UserType) -> Argument:
        types = dict(cql_type.fields)
        for name, _ in fields:
            if name not in types:
                raise InvalidRequest(f"the type {cql_type.text()} has no field {name}: it has {', '.join(types)}")
        names = [name for name, _ in fields]

        def make(found: list[Any]) -> dict[str, Any]:
            known = dict(zip(names, found, strict=True))
            return {name: known.get(name) for name in types}

        return self._all([(term, types[name]) for name, term in fields], make, nulls=True)

    def _typed(self, term: TypedTerm, cql_type: CqlType) -> Argument:
        type_ = resolve(term.type, unknown_type)
        if self.givens.of(term.term).fits(type_) is Fit.NO:
            raise InvalidRequest(f"{term.term.text()} is not a value of type {term.type.text()}")
        convert = converted(term.type, cql_type, term.text())
        argument = self.value(term.term, term.type)
        return argument if convert is None else _then(argument, convert)

    def _cast(self, term: CastTerm, cql_type: CqlType) -> Argument:
        function = cast_function(self.givens.of(term.term), term.type)
        convert = converted(term.type, cql_type, term.text())
        if function is None:
            argument = self.value(term.term, term.type)
        else:
            (inner,) = function.arguments
            argument = _then(self.value(term.term, inner), function.call)
        return argument if convert is None else _then(argument, convert)

    def _called(self, term: FunctionTerm | Operation | Negation, cql_type: CqlType) -> Argument:
        callee, parts = self._chosen(term, cql_type)
        function = scalar(callee, term.text())
        convert = converted(function.result, cql_type, term.text())
        pairs = zip(parts, function.arguments, strict=True)
        arguments = [self.value(part, part_type) for part, part_type in pairs]
        run = caller(function, [None] * len(arguments))

        def argument(values: Values) -> Any:
            return run([one(values) for one in arguments])

        return argument if convert is None else _then(argument, convert)

    def _chosen(self, term: FunctionTerm | Operation | Negation, wanted: CqlType) -> tuple[Callee, Sequence[Term]]:
        match term:
            case FunctionTerm(name=name, arguments=parts, keyspace=keyspace):
                givens = [self.givens.of(part) for part in parts]
                return choose(self.givens.functions, keyspace, name, givens, wanted), parts
            case Operation(operator=operator, left=left, right=right):
                sides = self.givens.of(left), self.givens.of(right)
                return choose_operation(operator, *sides, wanted), (left, right)
            case Negation(term=inner):
                return choose_negation(self.givens.of(inner), wanted), (inner,)


def scalar(callee: Callee, text: str) -> Function:
    """Give a function of single values. Raises InvalidRequest for an aggregate."""
    if isinstance(callee, Aggregate):
        raise InvalidRequest(f"{text}: an aggregate stands in the list of a SELECT only")
    return callee


def _then(argument: Argument, convert: Callable[[Any], Any]) -> Argument:
    def converting(values: Values) -> Any:
        found = argument(values)
        return None if found is None else convert(found)

    return converting


def _moves(term: Term) -> bool:
    """Tell whether there is anything in a term that its type cannot read by itself."""
    match term:
        case Constant():
            return False
        case ListTerm(items=items) | SetTerm(items=items) | TupleTerm(items=items):
            return any(map(_moves, items))
        case MapTerm(entries=entries):
            return any(_moves(key) or _moves(value) for key, value in entries)
        case UserTerm(fields=fields):
            return any(_moves(value) for _, value in fields)
    return True


def _plain(term: Term, cql_type: CqlType) -> Term:
    """Take a constant out of parentheses that do not make it a tuple."""
    while isinstance(term, TupleTerm) and len(term.items) == 1 and not isinstance(bare(cql_type), TupleType):
        term = term.items[0]
    return term
