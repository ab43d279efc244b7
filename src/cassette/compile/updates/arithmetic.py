"""Exact arithmetic for $inc and $mul: no number passes through a float."""

from collections.abc import Callable
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, DecimalException, Inexact, InvalidOperation, Overflow
from typing import Final

from cassette.compile.documents.limits import DEFAULTS
from cassette.compile.documents.values import Number, is_number, kind
from cassette.compile.documents.walk import MISSING, Draft
from cassette.compile.updates.update_operator import Step
from cassette.errors import Failure

# a request may carry numbers of 100 characters; results may grow longer, but not without end
DIGITS: Final = 1000
CEILING: Final[int] = 10**DIGITS
EXACT: Final = Context(prec=DIGITS, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[Inexact, InvalidOperation, Overflow])
# integral results up to this many digits are written out: 10, not 1E+1
PLAIN_DIGITS: Final = 100


def add(one: Number, other: Number) -> Number:
    """Add exactly. Raises OverflowError where the result has too many digits."""
    if type(one) is int and type(other) is int:
        return _bounded(one + other)
    return _exactly(EXACT.add, one, other)


def multiply(one: Number, other: Number) -> Number:
    """Multiply exactly. Raises OverflowError where the result has too many digits."""
    if type(one) is int and type(other) is int:
        return _bounded(one * other)
    return _exactly(EXACT.multiply, one, other)


def _bounded(result: int) -> int:
    if -CEILING < result < CEILING:
        return result
    raise OverflowError


def _exactly(operation: Callable[[Number, Number], Decimal], one: Number, other: Number) -> Number:
    try:
        result = operation(one, other).normalize(EXACT)
    except DecimalException:
        raise OverflowError from None
    if abs(result.adjusted()) > DEFAULTS.number_exponent:
        raise OverflowError
    whole = int(result) if result.adjusted() < PLAIN_DIGITS else None
    return whole if whole is not None and whole == result else result


def read_number(step: Step) -> Number:
    """Read the operand of $inc and $mul."""
    if not is_number(step.operand):
        raise step.bad_operand(f"takes a number, not {kind(step.operand)}")
    return step.operand


def calculate(draft: Draft, step: Step, operation: Callable[[Number, Number], Number], missing: Number) -> None:
    """Replace the number at the step's path by the result; put `missing` where there is nothing."""
    old = draft.get(step.at)
    if old is MISSING:
        draft.put(step.at, missing)
        return
    if not is_number(old):
        raise step.bad_target("a number", kind(old))
    try:
        result = operation(old, step.operand)
    except OverflowError:
        reason = f"{step.operator} of '{step.path}' gives a number of too many digits"
        raise Failure("SHRED_DOC_LIMIT_VIOLATION", reason=reason) from None
    if result != old:
        draft.put(step.at, result)
