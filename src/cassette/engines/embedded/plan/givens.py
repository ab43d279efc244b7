"""What is known of a term before it is compiled: which types it could have.

Functions are chosen by this (`cql/functions/choice.py`); the chosen one says which type each term has.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cassette.cql.functions import Callee, Fit, Given, Maker, choose, choose_negation, choose_operation
from cassette.cql.functions.given import all_fit, bare, fit_of_constant, fit_of_type, likely_type, of_type, reads
from cassette.cql.terms import (
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
from cassette.cql.titles import term_title
from cassette.cql.types import CqlType, ListType, MapType, NamedType, SetType, TupleType, VectorType, resolve
from cassette.cql.types.user import UserType
from cassette.errors import InvalidRequest

Functions = Mapping[str, tuple[Callee | Maker, ...]]
Fits = Callable[[CqlType], Fit]


class Givens:
    """What is known of the terms of a statement; each is looked at once, however deep calculations are nested."""

    def __init__(self, functions: Functions) -> None:
        self.functions = functions
        self._known: dict[Term, Given] = {}

    def of(self, term: Term) -> Given:
        """Say what is known of a term."""
        found = self._known.get(term)
        if found is None:
            found = self._known[term] = self._of(term)
        return found

    def _of(self, term: Term) -> Given:
        text = term_title(term)
        match term:
            case Bind():
                return Given(text, lambda wanted: Fit.WEAK, marks=True)
            case Constant():
                return Given(text, lambda wanted: fit_of_constant(term, wanted), likely=likely_type(term))
            case TypedTerm(type=type_):
                return of_type(text, resolve(type_, unknown_type))
            case ListTerm() | SetTerm() | TupleTerm():
                shape = {ListTerm: of_list, SetTerm: of_set, TupleTerm: of_tuple}[type(term)]
                return shape(text, [self.of(item) for item in term.items])
            case MapTerm(entries=entries):
                return of_map(text, [(self.of(key), self.of(value)) for key, value in entries])
            case FunctionTerm(name=name, arguments=terms, keyspace=keyspace):
                arguments = [self.of(argument) for argument in terms]
                return _of_choice(
                    text, arguments, lambda wanted: choose(self.functions, keyspace, name, arguments, wanted)
                )
            case Operation(operator=operator, left=left, right=right):
                one, other = self.of(left), self.of(right)
                return _of_choice(text, [one, other], lambda wanted: choose_operation(operator, one, other, wanted))
            case Negation(term=inner):
                of = self.of(inner)
                return _of_choice(text, [of], lambda wanted: choose_negation(of, wanted))
            case CastTerm(type=type_):
                return of_type(text, type_)
            case UserTerm(fields=fields):
                return of_fields(text, [(name, self.of(inner)) for name, inner in fields])


def unknown_type(named: NamedType) -> CqlType:
    """Refuse a type that was not found in the schema."""
    raise InvalidRequest(f"there is no type {named.text()}")


def _remembered(fits: Fits) -> Fits:
    """Remember each answer: in a nested calculation the same is asked again and again."""
    known: dict[CqlType, Fit] = {}

    def fit(wanted: CqlType) -> Fit:
        if wanted not in known:
            known[wanted] = fits(wanted)
        return known[wanted]

    return fit


def _of_choice(text: str, arguments: Sequence[Given], chosen: Callable[[CqlType | None], Callee]) -> Given:
    """Say what is known of a call: what it gives depends on what is wanted."""

    def fits(wanted: CqlType) -> Fit:
        try:
            return fit_of_type(wanted, chosen(wanted).result)
        except InvalidRequest:
            # told with more of a reason where the call is compiled
            return Fit.WEAK

    try:
        result: CqlType | None = chosen(None).result
    except InvalidRequest:
        result = None
    return Given(text, _remembered(fits), result, result, marks=any(argument.marks for argument in arguments))


def _exact(givens: Sequence[Given]) -> CqlType | None:
    """Give the type that all items can have, of those that some item has for its own."""
    return next((one.exact for one in givens if one.exact and all(other.fits(one.exact) for other in givens)), None)


def _likely(givens: Sequence[Given]) -> CqlType | None:
    """Give the type that reads all that the items are taken for, if all of them are taken for something."""
    types = [one.exact or one.likely for one in givens]
    return next((type_ for type_ in types if type_ and all(one and reads(type_, one) for one in types)), None)


def _items(
    text: str, items: Sequence[Given], shape: Callable[[CqlType], CqlType], fits: Fits, length: int | None = None
) -> Given:
    exact, likely = _exact(items), _likely(items)
    return Given(
        text,
        _remembered(fits),
        None if exact is None else shape(exact),
        None if likely is None else shape(likely),
        any(item.marks for item in items),
        length,
    )


def of_list(text: str, items: Sequence[Given]) -> Given:
    """Say what is known of `[a, b]`."""

    def fits(wanted: CqlType) -> Fit:
        match bare(wanted):
            case ListType(items=inner):
                return all_fit([item.fits(inner) for item in items]) if items else Fit.WEAK
            case VectorType(items=inner, dimension=dimension) if dimension == len(items):
                return all_fit([item.fits(inner) for item in items])
        return Fit.NO

    return _items(text, items, ListType, fits, len(items))


def of_set(text: str, items: Sequence[Given]) -> Given:
    """Say what is known of `{a, b}`."""

    def fits(wanted: CqlType) -> Fit:
        match bare(wanted):
            case SetType(items=inner):
                return all_fit([item.fits(inner) for item in items]) if items else Fit.WEAK
            case MapType() if not items:
                return Fit.WEAK
        return Fit.NO

    return _items(text, items, SetType, fits)


def of_map(text: str, entries: Sequence[tuple[Given, Given]]) -> Given:
    """Say what is known of `{a: b}`; constants in it tell nothing."""

    def fits(wanted: CqlType) -> Fit:
        match bare(wanted):
            case MapType(keys=keys, values=values):
                return all_fit([min(key.fits(keys), value.fits(values)) for key, value in entries])
        return Fit.NO

    keys, values = [key for key, _ in entries], [value for _, value in entries]
    key_type, value_type = _exact(keys), _exact(values)
    exact = None if key_type is None or value_type is None else MapType(key_type, value_type)
    return Given(text, _remembered(fits), exact, exact, any(one.marks for one in (*keys, *values)))


def of_tuple(text: str, items: Sequence[Given]) -> Given:
    """Say what is known of `(a, b)`; around one value these may be no more than parentheses."""

    def fits(wanted: CqlType) -> Fit:
        match bare(wanted):
            case TupleType(items=inners):
                if len(items) > len(inners):
                    return Fit.NO
                return all_fit([item.fits(inner) for item, inner in zip(items, inners, strict=False)])
        return items[0].fits(wanted) if len(items) == 1 else Fit.NO

    marks = any(item.marks for item in items)
    if len(items) == 1:
        # parentheses have no type of their own
        return Given(text, fits, marks=marks)
    exact, likely = _tuple_of([item.exact for item in items]), _tuple_of([item.exact or item.likely for item in items])
    return Given(text, _remembered(fits), exact, likely, marks)


def _tuple_of(types: Sequence[CqlType | None]) -> CqlType | None:
    known = tuple(type_ for type_ in types if type_ is not None)
    return TupleType(known) if len(known) == len(types) else None


def of_fields(text: str, fields: Sequence[tuple[str, Given]]) -> Given:
    """Say what is known of `{street: a}`: only a user type will do."""

    def fits(wanted: CqlType) -> Fit:
        match bare(wanted):
            case UserType(fields=types):
                known: dict[str, Any] = dict(types)
                found = [value.fits(known[name]) if name in known else Fit.NO for name, value in fields]
                return min(Fit.WEAK, all_fit(found))
        return Fit.NO

    return Given(text, fits, marks=any(value.marks for _, value in fields))
