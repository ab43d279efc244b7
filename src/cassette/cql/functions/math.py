"""Mathematics: `abs(v)`, `exp(v)`, `log(v)`, `log10(v)`, `round(v)`; the result has the type of the number.

Source: Cassandra 5.0, cql3/functions/MathFcts and the number types.
"""

import math
from collections.abc import Callable
from decimal import MAX_EMAX, MIN_EMIN, ROUND_DOWN, ROUND_HALF_UP, Context, Decimal, Overflow
from typing import Any

from cassette.cql.functions.arithmetic import NUMBERS
from cassette.cql.functions.function import Function
from cassette.cql.java_numbers import BITS, EXACT, narrow, whole_of_float, wrapped
from cassette.cql.types import ScalarType
from cassette.errors import FunctionFault

DIGITS, SPARE_DIGITS, MOST_DIGITS = 32, 2, 10_000
MOST_EXPONENT = 1_000_000
INT_BITS, LONG_BITS = 32, 64


def _exp(value: float) -> float:
    try:
        return math.exp(value)
    except OverflowError:
        return math.inf


def _logarithm(log: Callable[[float], float]) -> Callable[[float], float]:
    def of(value: float) -> float:
        if value == 0:
            return -math.inf
        return math.nan if value < 0 else log(value)

    return of


DOUBLES: dict[str, Callable[[float], float]] = {
    "abs": math.fabs,
    "exp": _exp,
    "log": _logarithm(math.log),
    "log10": _logarithm(math.log10),
}


def _precise(value: Decimal) -> Context:
    """Give the digits that a result has: 32, or as many as the number where it has more."""
    digits = min(max(DIGITS, len(value.as_tuple().digits)), MOST_DIGITS)
    return Context(prec=digits, rounding=ROUND_HALF_UP, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[Overflow])


def _exp_decimal(value: Decimal) -> Decimal:
    if abs(value) > MOST_EXPONENT:
        raise FunctionFault("the result has too many digits")
    return _precise(value).exp(value)


def _log_decimal(value: Decimal) -> Decimal:
    if value <= 0:
        raise FunctionFault("there is no logarithm of zero or less")
    return _precise(value).ln(value)


def _log10_decimal(value: Decimal) -> Decimal:
    if value <= 0:
        raise FunctionFault("there is no logarithm of zero or less")
    context = _precise(value)
    wide = context.copy()
    wide.prec += SPARE_DIGITS
    # not log10: the quotient shows how many digits Cassandra gives for what ends, like 3.0000
    return context.plus(wide.divide(wide.ln(value), wide.ln(Decimal(10))))


def _round_decimal(value: Decimal) -> Decimal:
    exponent = int(value.as_tuple().exponent)
    if exponent >= 0:
        return value if exponent == 0 or exponent > MOST_DIGITS else EXACT.quantize(value, Decimal(1))
    return value.to_integral_value(ROUND_HALF_UP, EXACT)


DECIMALS: dict[str, Callable[[Decimal], Decimal]] = {
    "abs": Decimal.copy_abs,
    "exp": _exp_decimal,
    "log": _log_decimal,
    "log10": _log10_decimal,
    "round": _round_decimal,
}


def _round(bits: int) -> Callable[[float], float]:
    def of(value: float) -> float:
        if not math.isfinite(value):
            return float(whole_of_float(value, bits))
        below = math.floor(value)
        # not floor(value + 0.5): the sum would round
        return float(whole_of_float(float(below + (value - below >= 0.5)), bits))

    return of


def _of_whole(name: str, type_name: str) -> Callable[[int], int]:
    bits = BITS.get(type_name)
    if name == "round":
        return lambda value: value
    if name == "abs":
        return lambda value: abs(value) if bits is None else wrapped(abs(value), bits)
    if bits is None:
        exact = DECIMALS[name]
        return lambda value: int(exact(Decimal(value)).to_integral_value(ROUND_DOWN, EXACT))
    calculate = DOUBLES[name]
    return lambda value: whole_of_float(calculate(float(value)), bits)


def _way(name: str, type_name: str) -> Callable[[Any], Any]:
    match type_name, name:
        case "decimal", _:
            return DECIMALS[name]
        case "double", "round":
            return _round(LONG_BITS)
        case "float", "round":
            return lambda value: narrow(_round(INT_BITS)(value))
        case "double", _:
            return DOUBLES[name]
        case "float", _:
            return lambda value: narrow(DOUBLES[name](value))
    return _of_whole(name, type_name)


def _functions(name: str) -> tuple[Function, ...]:
    return tuple(
        Function(name=name, arguments=(ScalarType(number),), result=ScalarType(number), call=_way(name, number))
        for number in NUMBERS
    )


ABS, EXP, LOG, LOG10, ROUND = map(_functions, ("abs", "exp", "log", "log10", "round"))
