"""Restrictions: what Cassandra asks of a WHERE as a whole before it reads.

    the partition key    whole, by = or IN; or by token(…); else the table is gone through, and that is filtering
    clustering           from the first column on: = or IN, then one range, then nothing more; else it is filtering
    everything else      an index, else it is filtering

What is filtering needs ALLOW FILTERING. Each column is compared once, but for the two ends of a range.

Source: Cassandra 5.0, cql3/restrictions/StatementRestrictions.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from cassette.cql.conditions import And, Compare, CompareToken, CompareTuple, Condition, In, InTuple, Or
from cassette.engines.embedded import index_rules
from cassette.engines.embedded.layout import Layout
from cassette.engines.embedded.plan.columns import place_of
from cassette.engines.embedded.plan.indexes import serves, serving
from cassette.engines.embedded.plan.tuples import tuple_places
from cassette.errors import InvalidRequest

FILTERING = (
    "{} is not served by the primary key or an index: every row would have to be looked at. "
    "If that is wanted, say ALLOW FILTERING"
)


@dataclass(frozen=True, slots=True)
class Restrictions:
    """A WHERE's parts by what they are about."""

    layout: Layout
    on_partition: tuple[Compare | In, ...]
    on_token: tuple[CompareToken, ...]
    on_clustering: tuple[Condition, ...]
    on_rest: tuple[Condition, ...]

    @property
    def partition(self) -> frozenset[str]:
        """The names of the partition key's columns."""
        return frozenset(place.column.name for place in self.layout.partition)

    @property
    def clustering(self) -> frozenset[str]:
        """The names of the clustering columns."""
        return frozenset(column.name for column in self.layout.table.clustering)

    @property
    def names_partitions(self) -> bool:
        """Whether every column of the partition key is given by = or IN."""
        return len(self.on_partition) == len(self.layout.partition) and all(map(_names, self.on_partition))

    @property
    def names_many(self) -> bool:
        """Whether partitions are named by an IN."""
        return self.names_partitions and any(isinstance(part, In) for part in self.on_partition)

    @property
    def restricts_rows(self) -> bool:
        """Whether more is asked than whole partitions and what is static."""
        return bool(self.on_clustering) or not all(map(self._is_static, self.on_rest))

    @property
    def by_index(self) -> bool:
        """Whether an index serves something, and the primary key does not do without it."""
        filtered = self._clustering_left or (bool(self.on_clustering) and not self.names_partitions)
        return self._has_index and bool(filtered or self.on_rest or self._partition_left)

    def check(self, *, allow_filtering: bool) -> None:
        """Refuse what Cassandra refuses. Raises InvalidRequest."""
        self._check_repeats()
        self._check_vectors()
        if allow_filtering:
            return
        left = [*self._partition_left, *self.on_rest]
        if not self.names_partitions or self._clustering_left:
            left += self.on_clustering
        for part in left:
            if not serves(self.layout, part):
                raise InvalidRequest(FILTERING.format(part.text()))
        if self.by_index and len(left) > 1 and any(self._by_plain_index(part) for part in left):
            # indexes that are not storage-attached serve one condition of a query
            raise InvalidRequest(FILTERING.format(left[1].text()))

    @property
    def _has_index(self) -> bool:
        return any(serves(self.layout, part) for part in (*self.on_partition, *self.on_clustering, *self.on_rest))

    @property
    def _partition_left(self) -> tuple[Condition, ...]:
        """Conditions on the partition key that do not name partitions."""
        return () if self.names_partitions else self.on_partition

    @property
    def _clustering_left(self) -> bool:
        """Whether conditions on clustering columns are more than one slice of a partition."""
        position = 0
        behind_range = False
        for part in sorted(self.on_clustering, key=self._position):
            first = self._position(part)
            if behind_range and first > position:
                return True
            if first != position:
                return True
            if _is_range(part):
                behind_range = True
            else:
                position = first + len(_columns(part))
        return False

    def _position(self, part: Condition) -> int:
        return self.layout.places[_columns(part)[0]].column.position

    def _by_plain_index(self, part: Condition) -> bool:
        index = serving(self.layout, part)
        return index is not None and not index_rules.is_sai(index.index)

    def _is_static(self, part: Condition) -> bool:
        return all(self.layout.places[column].column.kind == "static" for column in _all_columns(part))

    def _check_vectors(self) -> None:
        for part in self.on_rest:
            for column in _columns(part):
                for index in self.layout.indexes_of.get(column, ()):
                    if index_rules.is_vector(index.index, index.place.column):
                        raise InvalidRequest(f"{column} has an index for ANN OF: it takes no conditions")

    def _check_repeats(self) -> None:
        known: list[tuple[tuple[str, ...], str]] = []
        for part in (*self.on_partition, *self.on_token, *self.on_clustering, *self.on_rest):
            if not isinstance(part, Compare | CompareToken | CompareTuple | In | InTuple) or _is_negated(part):
                continue
            # a token and the key that it is made from are different things
            columns = ("token()",) if isinstance(part, CompareToken) else _columns(part)
            operator = _operator(part)
            for others, other in known:
                _check_pair(columns, operator, others, other)
            known.append((columns, operator))


def restrictions(parts: tuple[Condition, ...], layout: Layout) -> Restrictions:
    """Sort conditions that all have to hold. Raises InvalidRequest for columns that there are not."""
    partition: list[Compare | In] = []
    token: list[CompareToken] = []
    clustering: list[Condition] = []
    rest: list[Condition] = []
    for part in parts:
        for column in _all_columns(part):
            place_of(layout, column)
        if isinstance(part, CompareToken):
            token.append(part)
        elif isinstance(part, CompareTuple | InTuple):
            tuple_places(part.columns, layout)
            clustering.append(part)
        elif isinstance(part, Compare | In) and place_of(layout, part.column).column.kind == "partition_key":
            partition.append(part)
        elif isinstance(part, Compare | In) and _is_slice(part) and _is_clustering(part.column, layout):
            clustering.append(part)
        else:
            rest.append(part)
    return Restrictions(layout, tuple(partition), tuple(token), tuple(clustering), tuple(rest))


def _check_pair(columns: tuple[str, ...], operator: str, others: tuple[str, ...], other: str) -> None:
    """Refuse two conditions on the same columns, unless they are the two ends of one range."""
    if set(columns).isdisjoint(others):
        return
    name = next(column for column in columns if column in others)
    if operator in ("=", "IN") or other in ("=", "IN"):
        raise InvalidRequest(f"{name} is compared more than once, and with = or IN")
    if columns[0] != others[0]:
        raise InvalidRequest(f"{name} is in two ranges that do not begin with the same column")
    if operator[0] == other[0]:
        raise InvalidRequest(f"{name} is bounded more than once on one side")


def _is_clustering(column: str, layout: Layout) -> bool:
    return place_of(layout, column).column.kind == "clustering"


def _is_negated(part: Condition) -> bool:
    return getattr(part, "negated", False) or getattr(part, "operator", "") == "!="


def _is_slice(part: Compare | In) -> bool:
    return not _is_negated(part)


def _names(part: Compare | In) -> bool:
    return _operator(part) in ("=", "IN") and not _is_negated(part)


def _is_range(part: Condition) -> bool:
    return isinstance(part, Compare | CompareTuple) and part.operator != "="


def _operator(part: Condition) -> str:
    return part.operator if isinstance(part, Compare | CompareToken | CompareTuple) else "IN"


def _columns(part: Condition) -> tuple[str, ...]:
    if isinstance(part, CompareToken | CompareTuple | InTuple):
        return part.columns
    return () if isinstance(part, And | Or) else (part.column,)


def _all_columns(part: Condition) -> Iterator[str]:
    """Every column that a condition looks at."""
    if isinstance(part, And | Or):
        for inner in part.parts:
            yield from _all_columns(inner)
    else:
        yield from _columns(part)
