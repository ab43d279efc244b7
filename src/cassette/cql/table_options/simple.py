"""Options that are one value: text, a number, yes or no; any of them may be written in quotes."""

from cassette.cql.statements.options import option_map
from cassette.cql.terms import Constant, MapTerm, SetTerm, Term
from cassette.errors import SyntaxFault

YES = frozenset({"1", "true", "yes"})
NO = frozenset({"0", "false", "no"})
MOST = 2**31 - 1
DIGITS = 10


def syntax(message: str) -> SyntaxFault:
    """Make the error for an option that is written wrong; what it stands in was read before, so it has no place."""
    return SyntaxFault(message, 1, 1)


def text(name: str, term: Term) -> str:
    """Read any constant as it is spelled."""
    if not isinstance(term, Constant):
        raise syntax(f"the option {name} is text, not a map")
    return term.value


def boolean(name: str, term: Term) -> bool:
    """Read yes or no."""
    value = text(name, term)
    if value.lower() not in YES | NO:
        raise syntax(f"{value} is neither yes nor no: {name} takes true, yes, 1, false, no or 0")
    return value.lower() in YES


def number(name: str, term: Term) -> float:
    """Read a number."""
    value = text(name, term)
    try:
        return float(value)
    except ValueError:
        raise syntax(f"{value} is not a number, which {name} takes") from None


def whole(name: str, term: Term) -> int:
    """Read a whole number."""
    value = text(name, term)
    digits = value.removeprefix("-").lstrip("0") or "0"
    if not digits.isdigit() or not digits.isascii() or len(digits) > DIGITS or abs(int(digits)) > MOST:
        raise syntax(f"{value} is not a whole number of 32 bits, which {name} takes")
    return int(value)


def map_of_texts(name: str, term: Term) -> dict[str, str]:
    """Read a map, its keys and values as they are spelled."""
    if not isinstance(term, MapTerm | SetTerm):
        raise syntax(f"the option {name} is a map, like {{'class': '…'}}")
    return option_map(term)
