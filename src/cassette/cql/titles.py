"""Names of the columns of an answer, as Cassandra makes them of what a SELECT lists.

count    system.max(v)    v + 1    -(a + b)    writetime(v)    cast(v as text)    m['a'..'b']    (int)5
"""

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
from cassette.cql.terms import (
    NULL,
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
)
from cassette.cql.types import CqlType, FrozenType, ListType, MapType, NamedType, SetType, TupleType, UserType

OF_CELLS = frozenset({"maxwritetime", "ttl", "writetime"})
"""Functions that are called by their name alone."""
ADDITIVE = frozenset("+-")


def title(selector: Selector) -> str:
    """Name the column that a selector makes."""
    match selector:
        case Column(name=name):
            return name
        case CountRows():
            return "count"
        case Cast(of=of, type=type_):
            return f"cast({title(of)} as {type_.text()})"
        case Element() | Field() | Slice():
            return f"{title(selector.of)}{_part(selector)}"
        case Call(name="count", arguments=(Value(term=Constant() as constant),)) if constant != NULL:
            # a value is the same in every row, so its rows are counted
            return "count"
        case Call(name=name, arguments=arguments):
            shown = ", ".join(map(title, arguments))
            return f"{name}({shown})" if name in OF_CELLS else f"system.{name}({shown})"
        case SelectorOperation(operator=operator, left=left, right=right):
            return f"{_side(left, operator, right=False)} {operator} {_side(right, operator, right=True)}"
        case SelectorNegation(of=of):
            return f"-{_grouped(of)}"
        case TypedSelector(type=type_, of=of):
            return f"({_type_title(type_)}){title(of)}"
        case Value(term=term):
            return term_title(term)
    return _collection(selector)


def _type_title(type_: CqlType) -> str:
    """Name a type; a user type with its keyspace."""
    return _named(type_).text()


def _named(type_: CqlType) -> CqlType:
    match type_:
        case UserType(keyspace=keyspace, name=name):
            return NamedType(keyspace, name)
        case FrozenType(inner=inner):
            return FrozenType(_named(inner))
        case ListType(items=inner):
            return ListType(_named(inner))
        case SetType(items=inner):
            return SetType(_named(inner))
        case MapType(keys=keys, values=values):
            return MapType(_named(keys), _named(values))
        case TupleType(items=inners):
            return TupleType(tuple(map(_named, inners)))
    return type_


def _part(selector: Element | Field | Slice) -> str:
    match selector:
        case Element(key=key):
            return f"[{term_title(key)}]"
        case Field(name=name):
            return f".{name}"
    return f"[{_end(selector.start)}..{_end(selector.end)}]"


def _collection(selector: ListSelector | MapSelector | SetSelector | TupleSelector) -> str:
    match selector:
        case ListSelector(items=items):
            return f"[{', '.join(map(title, items))}]"
        case SetSelector(items=items):
            return f"{{{', '.join(map(title, items))}}}"
        case TupleSelector(items=items):
            return f"({', '.join(map(title, items))})"
    return f"{{{', '.join(f'{title(key)}: {title(value)}' for key, value in selector.entries)}}}"


def _end(term: Term | None) -> str:
    return "" if term is None else term_title(term)


def _side(side: Selector, operator: str, *, right: bool) -> str:
    """Name one side of a calculation, in parentheses where it would bind less than the operator beside it."""
    shown = title(side)
    return f"({shown})" if _is_loose(getattr(side, "operator", None), operator, right=right) else shown


def _is_loose(inner: str | None, outer: str, *, right: bool) -> bool:
    if inner is None:
        return False
    alike = (inner in ADDITIVE) is (outer in ADDITIVE)
    return (inner in ADDITIVE and outer not in ADDITIVE) or (alike and right)


def _grouped(of: Selector) -> str:
    return f"({title(of)})" if isinstance(of, SelectorOperation) else title(of)


def term_title(term: Term) -> str:
    """Name a value."""
    match term:
        case Constant():
            return "NULL" if term == NULL else term.text()
        case Bind():
            return "?"
        case ListTerm(items=items):
            return f"[{', '.join(map(term_title, items))}]"
        case SetTerm(items=items):
            return f"{{{', '.join(map(term_title, items))}}}"
        case TupleTerm(items=items):
            return f"({', '.join(map(term_title, items))})"
        case MapTerm(entries=entries):
            return f"{{{', '.join(f'{term_title(key)}: {term_title(value)}' for key, value in entries)}}}"
        case FunctionTerm(name=name, arguments=arguments):
            return f"system.{name}({', '.join(map(term_title, arguments))})"
        case TypedTerm(type=type_, term=inner):
            return f"({_type_title(type_)}){term_title(inner)}"
        case CastTerm(type=type_, term=inner):
            return f"cast({term_title(inner)} as {type_.text()})"
        case Operation(operator=operator, left=left, right=right):
            return f"{_term_side(left, operator, right=False)} {operator} {_term_side(right, operator, right=True)}"
        case Negation(term=inner):
            shown = term_title(inner)
            return f"-({shown})" if isinstance(inner, Operation) else f"-{shown}"
    return f"{{{', '.join(f'{name}: {term_title(value)}' for name, value in term.fields)}}}"


def _term_side(side: Term, operator: str, *, right: bool) -> str:
    shown = term_title(side)
    return f"({shown})" if _is_loose(getattr(side, "operator", None), operator, right=right) else shown
