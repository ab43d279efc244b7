"""Folds: many values become one, for the aggregates of rows and of collections.

Source: Cassandra 5.0, cql3/functions/AggregateFcts.
"""

import math
from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from cassette.cql.functions.arithmetic import rounded_quotient
from cassette.cql.functions.function import Fold
from cassette.cql.java_numbers import BITS, EXACT, narrow, quotient, wrapped
from cassette.cql.types import CqlType, ScalarType


class Count:
    """How many there are."""

    def __init__(self) -> None:
        self.count = 0

    def add(self, value: Any) -> None:
        """Count one more."""
        self.count += 1

    def total(self) -> int:
        """Give the number."""
        return self.count


class Extreme:
    """The least, or the greatest; None of nothing."""

    def __init__(self, key: Callable[[Any], Any], *, greatest: bool) -> None:
        self.key, self.greatest = key, greatest
        self.best: Any = None
        self.best_key: Any = None

    def add(self, value: Any) -> None:
        """Keep the value if it is better than the best so far."""
        key = self.key(value)
        if self.best_key is None or (key > self.best_key if self.greatest else key < self.best_key):
            self.best, self.best_key = value, key

    def total(self) -> Any:
        """Give the best."""
        return self.best


class WholeSum:
    """The sum of whole numbers, which wraps around where they have a width."""

    def __init__(self, bits: int | None) -> None:
        self.bits, self.sum = bits, 0

    def add(self, value: int) -> None:
        """Add a number."""
        self.sum += value

    def total(self) -> int:
        """Give the sum."""
        return self.sum if self.bits is None else wrapped(self.sum, self.bits)


class WholeAverage:
    """The average of whole numbers, cut towards zero."""

    def __init__(self) -> None:
        self.sum = self.count = 0

    def add(self, value: int) -> None:
        """Take a number into account."""
        self.sum += value
        self.count += 1

    def total(self) -> int:
        """Give the average; 0 of nothing."""
        return quotient(self.sum, self.count) if self.count else 0


class FloatingSum:
    """The sum of floating-point numbers, with what each addition loses carried to the next (Kahan)."""

    def __init__(self, narrowed: Callable[[float], float]) -> None:
        self.narrowed, self.sum, self.lost, self.simple = narrowed, 0.0, 0.0, 0.0

    def add(self, value: float) -> None:
        """Add a number."""
        self.simple += value
        piece = value - self.lost
        rounded = self.sum + piece
        self.lost = (rounded - self.sum) - piece
        self.sum = rounded

    def total(self) -> float:
        """Give the sum."""
        return self.narrowed(self._exact())

    def _exact(self) -> float:
        return self.simple if math.isnan(self.sum) and math.isinf(self.simple) else self.sum


class FloatingAverage(FloatingSum):
    """The average of floating-point numbers; exact where their sum is beyond a double."""

    def __init__(self, narrowed: Callable[[float], float]) -> None:
        super().__init__(narrowed)
        self.count, self.wide = 0, Decimal(0)
        self.endless = False

    def add(self, value: float) -> None:
        """Take a number into account."""
        super().add(value)
        self.count += 1
        if math.isfinite(value):
            self.wide = EXACT.add(self.wide, Decimal(value))
        else:
            self.endless = True

    def total(self) -> float:
        """Give the average; 0 of nothing."""
        if not self.count:
            return 0.0
        found = self._exact()
        if not math.isfinite(found) and not self.endless:
            return self.narrowed(float(EXACT.divide(self.wide, Decimal(self.count))))
        return self.narrowed(found / self.count)


class DecimalSum:
    """The sum of decimals."""

    def __init__(self) -> None:
        self.sum = Decimal(0)

    def add(self, value: Decimal) -> None:
        """Add a number."""
        self.sum = EXACT.add(self.sum, Decimal(value))

    def total(self) -> Decimal:
        """Give the sum."""
        return self.sum


class DecimalAverage:
    """The average of decimals, moved by each number by its share, rounded to the number's own digits."""

    def __init__(self) -> None:
        self.average, self.count = Decimal(0), 0

    def add(self, value: Decimal) -> None:
        """Take a number into account."""
        self.count += 1
        away = EXACT.subtract(Decimal(value), self.average)
        scale = -int(away.as_tuple().exponent)
        self.average = EXACT.add(self.average, rounded_quotient(away, Decimal(self.count), scale, ROUND_HALF_EVEN))

    def total(self) -> Decimal:
        """Give the average; 0 of nothing."""
        return self.average


def _as_double(value: float) -> float:
    return value


def sum_fold(type_: CqlType) -> Callable[[], Fold]:
    """Make the fold that adds numbers of a type."""
    match type_:
        case ScalarType(name="decimal"):
            return DecimalSum
        case ScalarType(name="double"):
            return lambda: FloatingSum(_as_double)
        case ScalarType(name="float"):
            return lambda: FloatingSum(narrow)
        case ScalarType(name=name):
            return lambda: WholeSum(BITS.get(name))
    raise AssertionError(type_.text())


def average_fold(type_: CqlType) -> Callable[[], Fold]:
    """Make the fold that averages numbers of a type."""
    match type_:
        case ScalarType(name="decimal"):
            return DecimalAverage
        case ScalarType(name="double"):
            return lambda: FloatingAverage(_as_double)
        case ScalarType(name="float"):
            return lambda: FloatingAverage(narrow)
    return WholeAverage


def least_fold(type_: CqlType) -> Callable[[], Fold]:
    """Make the fold that finds the least value of a type."""
    return lambda: Extreme(type_.key, greatest=False)


def greatest_fold(type_: CqlType) -> Callable[[], Fold]:
    """Make the fold that finds the greatest value of a type."""
    return lambda: Extreme(type_.key, greatest=True)
