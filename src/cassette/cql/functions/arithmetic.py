"""Calculations: `a + b`, `a - b`, `a * b`, `a / b`, `a % b`, `-a`.

    numbers     the wider of the two types; floating point where one is; whole numbers of a width wrap around
    text        + joins
    timestamp, date      + and - move them by a duration

Source: Cassandra 5.0, cql3/functions/OperationFcts and the number types' arithmetic.
"""

import math
import operator
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache, partial
from typing import Any

from cassette.cql.functions.function import Function
from cassette.cql.functions.moving import moved_date, moved_timestamp
from cassette.cql.java_numbers import BITS, EXACT, decimal_of, narrow, quotient, wrapped
from cassette.cql.types import CqlType, Duration, ScalarType
from cassette.errors import FunctionFault

NUMBERS = ("tinyint", "smallint", "int", "bigint", "float", "double", "varint", "decimal", "counter")
FLOATING = {"decimal", "double", "float"}
BYTES = {"tinyint": 1, "smallint": 2, "int": 4, "bigint": 8, "counter": 8, "float": 4, "double": 8}
NO_WIDTH = 99
DIVIDED_DIGITS, DIVIDED_SCALE = 32, 1000
"""How many digits a decimal quotient has at least where it does not end, and after its point at most."""
MOST_DIGITS = 20_000


def _result_of(left: str, right: str) -> str:
    """Name the type of a calculation with two types of numbers."""
    size = max(BYTES.get(left, NO_WIDTH), BYTES.get(right, NO_WIDTH))
    if {left, right} & FLOATING:
        return {4: "float", 8: "double"}.get(min(max(size, 4), NO_WIDTH), "decimal")
    return {1: "tinyint", 2: "smallint", 4: "int", 8: "bigint"}.get(size, "varint")


def _whole(sign: str, bits: int | None) -> Callable[[int, int], int]:
    def calculate(left: int, right: int) -> int:
        if sign in "/%" and right == 0:
            raise ZeroDivisionError("/ by zero")
        match sign:
            case "+":
                found = left + right
            case "-":
                found = left - right
            case "*":
                found = left * right
            case "/":
                found = quotient(left, right)
            case _:
                found = left - right * quotient(left, right)
        return found if bits is None else wrapped(found, bits)

    return calculate


def _divided(left: float, right: float) -> float:
    if right == 0:
        return math.nan if left == 0 or math.isnan(left) else math.copysign(math.inf, left) * math.copysign(1, right)
    return left / right


def _remainder(left: float, right: float) -> float:
    return math.nan if right == 0 or math.isinf(left) else math.fmod(left, right)


DOUBLES: dict[str, Callable[[float, float], float]] = {
    "%": _remainder,
    "*": operator.mul,
    "+": operator.add,
    "-": operator.sub,
    "/": _divided,
}


def _double(sign: str) -> Callable[[Any, Any], float]:
    calculate = DOUBLES[sign]
    return lambda left, right: calculate(float(left), float(right))


def _float(sign: str) -> Callable[[Any, Any], float]:
    calculate = DOUBLES[sign]
    return lambda left, right: narrow(calculate(narrow(float(left)), narrow(float(right))))


def _scaled(value: Decimal) -> tuple[int, int]:
    """Take a decimal apart: its digits as a whole number, and its scale."""
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return int(value.scaleb(-exponent, EXACT)), -exponent


def _digits(value: Decimal) -> int:
    return len(value.as_tuple().digits)


def _divide_decimals(left: Decimal, right: Decimal) -> Decimal:
    """Divide, to at least 32 significant digits, without zeros at the end."""
    if right == 0:
        raise ZeroDivisionError("BigInteger divide by zero")
    (_, scale), (_, divisor_scale) = _scaled(left), _scaled(right)
    first_digit = (_digits(left) - scale) - (_digits(right) - divisor_scale)
    scale = max(DIVIDED_DIGITS - first_digit, scale, divisor_scale, DIVIDED_DIGITS)
    return rounded_quotient(left, right, min(scale, DIVIDED_SCALE)).normalize(EXACT)


def rounded_quotient(left: Decimal, right: Decimal, scale: int, rounding: str = ROUND_HALF_UP) -> Decimal:
    """Divide, to so many digits after the point."""
    dividend, dividend_scale = _scaled(left)
    divisor, divisor_scale = _scaled(right)
    shift = scale - dividend_scale + divisor_scale
    if max(abs(shift), _digits(left), _digits(right)) > MOST_DIGITS:
        raise OverflowError("the quotient has too many digits")
    over, under = abs(dividend) * 10 ** max(shift, 0), abs(divisor) * 10 ** max(-shift, 0)
    whole, rest = divmod(over, under)
    up = rest * 2 > under or (rest * 2 == under and (rounding == ROUND_HALF_UP or whole % 2 == 1))
    signed = (whole + up) * (1 if (dividend < 0) is (divisor < 0) else -1)
    return Decimal(signed).scaleb(-scale, EXACT)


def _decimal_remainder(left: Decimal, right: Decimal) -> Decimal:
    """Give what division to a whole number leaves, with as many digits as Java writes it with."""
    unscaled, scale = _scaled(left)
    divisor, divisor_scale = _scaled(right)
    common = max(scale, divisor_scale)
    if common - min(scale, divisor_scale) > MOST_DIGITS:
        raise OverflowError("the numbers are too far apart")
    over, under = unscaled * 10 ** (common - scale), divisor * 10 ** (common - divisor_scale)
    whole = quotient(over, under)
    # the whole quotient loses the zeros at its end that the difference of the scales allows
    whole_scale = scale - divisor_scale
    if whole and whole_scale < 0:
        digits = str(abs(whole))
        whole_scale = max(whole_scale, len(digits.rstrip("0")) - len(digits))
    rest = Decimal(over - under * whole).scaleb(-common, EXACT)
    return EXACT.quantize(rest, Decimal((0, (1,), -max(scale, whole_scale + divisor_scale))))


DECIMALS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "%": _decimal_remainder,
    "*": EXACT.multiply,
    "+": EXACT.add,
    "-": EXACT.subtract,
    "/": _divide_decimals,
}


def _wide(value: Any) -> Decimal:
    # a number with a width takes the way over double, as in Java; those without keep every digit
    return value if isinstance(value, Decimal) else decimal_of(float(value))


def _decimal(sign: str, left: str, right: str) -> Callable[[Any, Any], Decimal]:
    calculate = DECIMALS[sign]
    into_left, into_right = (Decimal if name in ("decimal", "varint") else _wide for name in (left, right))

    def run(one: Any, other: Any) -> Decimal:
        dividend, divisor = into_left(one), into_right(other)
        if sign == "%" and divisor == 0:
            raise ZeroDivisionError("Division by zero")
        found = calculate(dividend, divisor)
        # Java's decimals know no zero below zero
        return found if found else found.copy_abs()

    return run


def _calculation(sign: str, left: str, right: str) -> Function:
    result = _result_of(left, right)
    if result == "double":
        calculate: Callable[[Any, Any], Any] = _double(sign)
    elif result == "float":
        calculate = _float(sign)
    elif result == "decimal":
        calculate = _decimal(sign, left, right)
    else:
        calculate = _whole(sign, BITS.get(result))
    return _operation(sign, left, right, result, calculate)


def _operation(sign: str, left: str, right: str, result: str, calculate: Callable[[Any, Any], Any]) -> Function:
    """Make the function of an operator; whatever Java refuses to calculate is a failure of the function."""

    def call(one: Any, other: Any) -> Any:
        try:
            return calculate(one, other)
        except (ArithmeticError, InvalidOperation, ValueError) as error:
            raise FunctionFault(f"{left} {sign} {right} failed: {error}") from None

    types = ScalarType(left), ScalarType(right)
    return Function(name=sign, arguments=types, result=ScalarType(result), call=call)


def _moves(sign: str) -> list[Function]:
    def turned(by: Duration) -> Duration:
        return by if sign == "+" else Duration(-by.months, -by.days, -by.nanoseconds)

    return [
        _operation(sign, "timestamp", "duration", "timestamp", lambda at, by: moved_timestamp(at, turned(by))),
        _operation(sign, "date", "duration", "date", lambda at, by: moved_date(at, turned(by))),
    ]


@lru_cache(maxsize=len(DOUBLES))
def _operations(sign: str) -> tuple[Function, ...]:
    found = [_calculation(sign, left, right) for left in NUMBERS for right in NUMBERS]
    if sign in "+-":
        found += _moves(sign)
    if sign == "+":
        texts = ("ascii", "text")
        found += [
            _operation("+", left, right, "ascii" if left == right == "ascii" else "text", operator.add)
            for left in texts
            for right in texts
        ]
    return tuple(found)


@lru_cache(maxsize=1)
def _negations() -> tuple[Function, ...]:
    return tuple(_negation(ScalarType(name)) for name in NUMBERS)


def _negation(type_: ScalarType) -> Function:
    bits = BITS.get(type_.name)

    def call(value: Any) -> Any:
        if isinstance(value, Decimal):
            # plainly: the minus of Python's decimals rounds to its context
            return value.copy_negate() if value else value
        return -value if bits is None else wrapped(-value, bits)

    return Function(name="-", arguments=(type_,), result=type_, call=call)


OPERATIONS: dict[str, Callable[[], tuple[Function, ...]]] = {
    "%": partial(_operations, "%"),
    "*": partial(_operations, "*"),
    "+": partial(_operations, "+"),
    "-": partial(_operations, "-"),
    "/": partial(_operations, "/"),
    "negation": _negations,
}
"""The functions behind each operator; they are many, so they are made when first wanted."""


def is_number(type_: CqlType) -> bool:
    """Tell whether a type is one of numbers."""
    return isinstance(type_, ScalarType) and type_.name in NUMBERS
