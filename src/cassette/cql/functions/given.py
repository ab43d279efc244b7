"""Arguments, as the choice of a function sees them: which types each of them could have.

v          a column: exactly its type, or one that reads the same bytes
5          int exactly; any other number, a date, a time or a timestamp will do as well
?          whatever is wanted
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum

from cassette.cql.terms import Constant, ConstantKind
from cassette.cql.types import CqlType, FrozenType, ListType, MapType, ScalarType, SetType, TupleType, VectorType
from cassette.cql.types.user import UserType
from cassette.errors import InvalidRequest


class Fit(IntEnum):
    """How well an argument fits a type."""

    NO = 0
    WEAK = 1
    EXACT = 2


@dataclass(frozen=True, slots=True)
class Given:
    """One argument of a call.

    text    as it stands in the statement, for errors
    fits    how well it fits a type
    exact   its type, where it has one of its own
    likely  the type that it is taken for where nothing else is said; None: no way to tell
    marks   whether a marker is in it
    length  how many items it has, where it is a list spelled out: it may be meant as a vector
    """

    text: str
    fits: Callable[[CqlType], Fit]
    exact: CqlType | None = None
    likely: CqlType | None = None
    marks: bool = False
    length: int | None = None


def bare(type_: CqlType) -> CqlType:
    """Give a type without frozen<> around it."""
    while isinstance(type_, FrozenType):
        type_ = type_.inner
    return type_


def thawed(type_: CqlType) -> CqlType:
    """Give a type without any frozen<> in it: for functions it makes no difference."""
    match bare(type_):
        case ListType(items=inner):
            return ListType(thawed(inner))
        case SetType(items=inner):
            return SetType(thawed(inner))
        case VectorType(items=inner, dimension=dimension):
            return VectorType(thawed(inner), dimension)
        case MapType(keys=keys, values=values):
            return MapType(thawed(keys), thawed(values))
        case TupleType(items=inners):
            return TupleType(tuple(map(thawed, inners)))
        case found:
            return found


READS_AS_IT_IS = {
    "bigint": {"timestamp"},
    "date": {"int"},
    "text": {"ascii"},
    "time": {"bigint"},
    "timestamp": {"bigint"},
    "uuid": {"timeuuid"},
    "varint": {"bigint", "int", "timestamp"},
}
"""Which types' bytes another type reads as its own, beside blob, which reads all."""


def reads(wanted: CqlType, found: CqlType) -> bool:
    """Tell whether bytes of one type are good ones of another."""
    wanted, found = bare(wanted), bare(found)
    match wanted, found:
        case ScalarType(name="blob"), _:
            return True
        case ScalarType(name=name), ScalarType(name=other):
            return name == other or other in READS_AS_IT_IS.get(name, ())
        case (ListType(items=one), ListType(items=other)) | (SetType(items=one), SetType(items=other)):
            return reads(one, other)
        case VectorType(items=one, dimension=length), VectorType(items=other, dimension=other_length):
            return length == other_length and reads(one, other)
        case MapType(keys=key, values=value), MapType(keys=other_key, values=other_value):
            return reads(key, other_key) and reads(value, other_value)
        case TupleType(items=ones), TupleType(items=others):
            return len(ones) >= len(others) and all(map(reads, ones, others))
        case UserType(fields=fields, name=name), UserType(fields=other_fields, name=other_name):
            pairs = zip(fields, other_fields, strict=False)
            return name == other_name and all(reads(one[1], other[1]) for one, other in pairs)
    return False


def fit_of_type(wanted: CqlType, found: CqlType) -> Fit:
    """Say how well a value with a type of its own fits another type."""
    if thawed(wanted) == thawed(found):
        return Fit.EXACT
    return Fit.WEAK if reads(wanted, found) else Fit.NO


def of_type(text: str, type_: CqlType) -> Given:
    """Make the argument that has a type of its own."""
    return Given(text, lambda wanted: fit_of_type(wanted, type_), type_, type_)


def type_of(argument: Given, function: str) -> CqlType:
    """Give the type that an argument is taken for. Raises InvalidRequest where there is no telling."""
    found = argument.exact or argument.likely
    if found is None:
        raise InvalidRequest(
            f"{function} cannot tell the type of {argument.text}: say which is meant, like (int) {argument.text}"
        )
    return thawed(found)


def all_fit(fits: Sequence[Fit]) -> Fit:
    """Say how well the parts of something fit together."""
    return min(fits, default=Fit.EXACT)


VERSION_AT = 14
"""Where the version stands in a uuid's text."""

NUMBERS = frozenset({"bigint", "counter", "decimal", "double", "float", "int", "smallint", "tinyint", "varint"})
TAKEN = {
    ConstantKind.BLOB: frozenset({"blob"}),
    ConstantKind.BOOLEAN: frozenset({"boolean"}),
    ConstantKind.DURATION: frozenset({"duration"}),
    ConstantKind.FLOAT: frozenset({"decimal", "double", "float"}),
    ConstantKind.INTEGER: NUMBERS | {"date", "time", "timestamp"},
    ConstantKind.TEXT: frozenset({"ascii", "date", "inet", "text", "time", "timestamp"}),
    ConstantKind.UUID: frozenset({"timeuuid", "uuid"}),
}
"""Which types a constant may become, by the way it is spelled."""


def likely_type(constant: Constant) -> CqlType | None:
    """Give the type that a constant is taken for where nothing else is said."""
    match constant.kind:
        case ConstantKind.NULL:
            return None
        case ConstantKind.TEXT:
            return ScalarType("ascii" if constant.value.isascii() else "text")
        case ConstantKind.INTEGER:
            return ScalarType(_whole(constant.value))
        case ConstantKind.FLOAT:
            return ScalarType("double" if _is_double(constant.value) else "decimal")
        case ConstantKind.UUID:
            return ScalarType("timeuuid" if constant.value[VERSION_AT] == "1" else "uuid")
        case kind:
            return ScalarType(kind.value)


def fit_of_constant(constant: Constant, wanted: CqlType) -> Fit:
    """Say how well a constant fits a type."""
    wanted = bare(wanted)
    if constant.kind is ConstantKind.NULL:
        return Fit.WEAK
    if not isinstance(wanted, ScalarType):
        return Fit.NO
    if wanted == likely_type(constant):
        return Fit.EXACT
    return Fit.WEAK if wanted.name in TAKEN[constant.kind] else Fit.NO


def _whole(text: str) -> str:
    # a number of thousands of digits is not worth counting
    value = int(text) if len(text) < 30 else 1 << 63
    return "int" if -(1 << 31) <= value < 1 << 31 else "bigint" if -(1 << 63) <= value < 1 << 63 else "varint"


def _is_double(text: str) -> bool:
    """Tell whether a double has all the digits of a number."""
    if text.lstrip("+-")[0] in "NI":
        return True
    found = float(text)
    return found not in (float("inf"), float("-inf")) and Decimal(repr(found)) == Decimal(text)
