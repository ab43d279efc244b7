"""WHERE of a write: which rows, or which range of a partition, it is about."""

from itertools import pairwise, product
from typing import Any

from cassette.cql.conditions import Compare, CompareTuple, Condition, In, InTuple, parts_of
from cassette.cql.terms import UNSET
from cassette.cql.types import TupleType
from cassette.engines.embedded.cells.ranges import Range
from cassette.engines.embedded.layout import Layout, Place
from cassette.engines.embedded.plan.arguments import Markers, Values
from cassette.engines.embedded.plan.choices import (
    Choose,
    TupleArgument,
    check_combinations,
    choose,
    choose_tuples,
    tuple_argument,
)
from cassette.engines.embedded.plan.key import locator
from cassette.engines.embedded.plan.predicate import SqlValues
from cassette.errors import InvalidRequest

LOWER = {">": False, ">=": True}
UPPER = {"<": False, "<=": True}


class Targets:
    """The rows of a write. `clustered` counts the clustering columns that `=` or IN fix, from the first on."""

    def __init__(self, condition: Condition, layout: Layout, markers: Markers) -> None:
        self._layout = layout
        self._locate = locator(layout)
        self._partition_places = layout.partition
        self._clustering = layout.key[len(layout.partition) :]
        self._choices: dict[str, Choose] = {}
        self._together: list[tuple[tuple[str, ...], Choose]] = []
        self._ends: list[tuple[tuple[str, ...], str, TupleArgument]] = []
        self.has_in = False
        for part in parts_of(condition):
            self._read(part, markers)
        missing = [place.column.name for place in self._partition_places if place.column.name not in self._choices]
        if missing:
            raise InvalidRequest(f"the whole partition key has to be given: {', '.join(missing)} missing")
        self.clustered = self._count_clustered()
        self._check_ends()

    @property
    def is_whole_key(self) -> bool:
        """Whether every clustering column is fixed."""
        return self.clustered == len(self._clustering)

    @property
    def has_clustering(self) -> bool:
        """Whether any clustering column is named."""
        return bool(self.clustered or self._ends)

    @property
    def has_ends(self) -> bool:
        """Whether a range is named."""
        return bool(self._ends)

    @property
    def missing(self) -> str:
        """The clustering columns that are not fixed."""
        return ", ".join(place.column.name for place in self._clustering[self.clustered :])

    def key(self, values: Values) -> SqlValues:
        """Give (token, key…) of the one row that is named, where there is no IN."""
        choices = self._choices
        partition = self._locate([choices[place.column.name](values)[0] for place in self._partition_places])
        return (*partition, *self.prefixes(values)[0]) if self._clustering else partition

    def partitions(self, values: Values) -> list[SqlValues]:
        """Give (token, partition key…) of every partition named, each once."""
        choices = [_once(self._choices[place.column.name](values), place) for place in self._partition_places]
        check_combinations(*choices)
        return [self._locate(key) for key in product(*choices)]

    def prefixes(self, values: Values) -> list[SqlValues]:
        """Give the values of the fixed clustering columns, in every combination named, each once."""
        fixed = self._clustering[: self.clustered]
        known: list[dict[str, Any]] = [{}]
        seen: set[tuple[str, ...]] = set()
        for place in fixed:
            names, chooser = self._chooser(place.column.name)
            if names in seen:
                continue
            seen.add(names)
            chosen = chooser(values) if len(names) > 1 else [(one,) for one in chooser(values)]
            check_combinations(known, chosen)
            known = [{**start, **dict(zip(names, one, strict=True))} for start in known for one in chosen]
        keys = [tuple(place.kept.to_row(_given(one[place.column.name], place)) for place in fixed) for one in known]
        return list(dict.fromkeys(keys))

    def ranges(self, values: Values) -> list[Range]:
        """Give the ranges named within a partition."""
        places = self._clustering
        low: SqlValues = ()
        high: SqlValues = ()
        includes_low = includes_high = True
        for names, operator, bind in self._ends:
            end = tuple(
                place.kept.to_row(_given(value, place))
                for place, value in zip(places[self.clustered :], bind(values), strict=False)
            )
            assert len(end) == len(names)
            if operator in LOWER:
                low, includes_low = end, LOWER[operator]
            else:
                high, includes_high = end, UPPER[operator]
        return [
            Range(
                (*prefix, *low),
                includes_low if low else True,
                (*prefix, *high),
                includes_high if high else True,
            )
            for prefix in self.prefixes(values)
        ]

    def _read(self, part: Condition, markers: Markers) -> None:
        match part:
            case Compare(column, operator, term):
                place = self._place(column)
                argument = markers.argument(term, place.column.type, column)
                if operator == "=":
                    self._fix(column, lambda values: [argument(values)])
                elif operator in LOWER or operator in UPPER:
                    self._end((column,), operator, lambda values: (argument(values),))
                else:
                    raise InvalidRequest(f"WHERE {part.text()} cannot choose the rows of a write")
            case In(column, choices, negated):
                if negated:
                    raise InvalidRequest(f"WHERE {part.text()} cannot choose the rows of a write")
                self.has_in = True
                self._fix(column, choose(choices, self._place(column).column.type, markers, column))
            case CompareTuple(columns, operator, term):
                tuple_type = self._tuple_type(columns)
                one = tuple_argument(term, tuple_type, markers)
                if operator == "=":
                    self._fix_together(columns, lambda values: [one(values)])
                elif operator in LOWER or operator in UPPER:
                    self._end(columns, operator, one)
                else:
                    raise InvalidRequest(f"WHERE {part.text()} cannot choose the rows of a write")
            case InTuple(columns, choices):
                self.has_in = True
                self._fix_together(columns, choose_tuples(choices, self._tuple_type(columns), markers))
            case _:
                raise InvalidRequest(f"WHERE {part.text()} cannot choose the rows of a write: name the primary key")

    def _place(self, column: str) -> Place:
        place = self._layout.places.get(column)
        if place is None:
            raise InvalidRequest(f"table {self._layout.table.name.text()} has no column {column}")
        if place not in self._layout.key:
            raise InvalidRequest(f"WHERE of a write takes the primary key only, not {column}")
        return place

    def _tuple_type(self, columns: tuple[str, ...]) -> TupleType:
        places = [self._place(column) for column in columns]
        for place, following in pairwise(places):
            if place.column.position + 1 != following.column.position:
                raise InvalidRequest(f"({', '.join(columns)}) are not in the order of the primary key")
        for place in places:
            if place.column.kind == "partition_key":
                raise InvalidRequest(f"{place.column.name} is in the partition key: it cannot be compared in a tuple")
        return TupleType(tuple(place.column.type for place in places))

    def _fix(self, column: str, chosen: Choose) -> None:
        if column in self._choices or any(column in names for names, _ in self._together):
            raise InvalidRequest(f"{column} is compared more than once")
        self._choices[column] = chosen

    def _fix_together(self, columns: tuple[str, ...], chosen: Choose) -> None:
        if any(column in self._choices for column in columns):
            raise InvalidRequest(f"({', '.join(columns)}) are compared more than once")
        self._together.append((columns, chosen))

    def _end(self, columns: tuple[str, ...], operator: str, bind: TupleArgument) -> None:
        if self._layout.places[columns[0]].column.kind == "partition_key":
            raise InvalidRequest(f"{columns[0]} is in the partition key: it takes = or IN")
        side = LOWER if operator in LOWER else UPPER
        if any(known in side for _, known, _ in self._ends):
            raise InvalidRequest(f"{', '.join(columns)} is bounded more than once on one side")
        self._ends.append((columns, operator, bind))

    def _chooser(self, column: str) -> tuple[tuple[str, ...], Choose]:
        together = next(((names, chosen) for names, chosen in self._together if column in names), None)
        if together is None:
            return (column,), self._choices[column]
        names, chosen = together
        return names, (chosen if len(names) > 1 else lambda values: [one[0] for one in chosen(values)])

    def _count_clustered(self) -> int:
        fixed = {*self._choices, *(name for names, _ in self._together for name in names)}
        names = [place.column.name for place in self._clustering]
        count = next((at for at, name in enumerate(names) if name not in fixed), len(names))
        behind = [name for name in names[count:] if name in fixed]
        if behind:
            raise InvalidRequest(
                f"{behind[0]} cannot be restricted: {names[count]}, which comes before it, is not fixed"
            )
        return count

    def _check_ends(self) -> None:
        if not self._ends:
            return
        expected = [place.column.name for place in self._clustering[self.clustered :]]
        for names, _, _ in self._ends:
            if list(names) != expected[: len(names)] or not expected:
                raise InvalidRequest(
                    f"{names[0]} cannot be restricted: a column before it is not fixed, or it is itself"
                )


def _given(value: Any, place: Place) -> Any:
    if value is None or value is UNSET:
        raise InvalidRequest(f"{place.column.name} is part of the primary key: it has to be given, and cannot be null")
    return value


def _once(chosen: list[Any], place: Place) -> list[Any]:
    """Each value once; most often there is one only."""
    if len(chosen) == 1:
        return chosen
    column_type = place.column.type
    return list({column_type.key(column_type.check(_given(value, place))): value for value in chosen}.values())
