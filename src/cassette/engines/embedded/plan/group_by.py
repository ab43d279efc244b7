"""GROUP BY: columns of the primary key in their order; what `=` fixes may be left out.

GROUP BY k, c1    GROUP BY k, floor(c1, 1h)
"""

from collections.abc import Sequence

from cassette.cql.selectors import Call, Column, Value
from cassette.cql.statements.select import Group
from cassette.engines.embedded.layout import Layout, Place
from cassette.engines.embedded.plan.columns import place_of, sql_of
from cassette.engines.embedded.plan.expression import Bind, settled
from cassette.engines.embedded.plan.selecting import Selecting
from cassette.errors import InvalidRequest

KEEP_ORDER = frozenset({"floor", "todate", "totimestamp", "tounixtimestamp"})
"""Functions whose results come in the order of what they are made from."""


def group_keys(groups: Sequence[Group], selecting: Selecting, fixed: frozenset[str]) -> list[Bind]:
    """Compile what rows are gathered by. Raises InvalidRequest for what is not a prefix of the primary key."""
    layout = selecting.layout
    ahead = list(layout.key)
    keys: list[Bind] = []
    for at, group in enumerate(groups):
        place = _place(group, layout)
        if isinstance(group, Call) and at < len(groups) - 1:
            raise InvalidRequest("in GROUP BY a function stands last")
        while ahead and ahead[0] is not place:
            passed = ahead.pop(0)
            if passed.column.name not in fixed:
                raise InvalidRequest("GROUP BY names the columns of the primary key in their order")
        if not ahead:
            raise InvalidRequest("GROUP BY names the columns of the primary key in their order")
        ahead.pop(0)
        if isinstance(group, Call):
            keys.append(settled(selecting.top(group)[1]))
        else:
            keys.append(_key(place, selecting.at(sql_of(place))))
    if ahead and ahead[0].column.kind == "partition_key":
        raise InvalidRequest("GROUP BY names the whole partition key")
    return keys


def _key(place: Place, at: int) -> Bind:
    """Compare a column as it is kept, where equal values of a key are kept alike: 1.0 and 1.00 are not."""
    if place.kept.collation == "BINARY":
        return lambda values: lambda row: row[at]
    read, key = place.kept.read, place.column.type.key
    return lambda values: lambda row: None if row[at] is None else key(read(row[at]))


def _place(group: Group, layout: Layout) -> Place:
    if isinstance(group, Call):
        columns = [argument.name for argument in group.arguments if isinstance(argument, Column)]
        if len(columns) != 1 or not all(isinstance(argument, Column | Value) for argument in group.arguments):
            raise InvalidRequest("a function in GROUP BY takes one clustering column, and values beside it")
        place = place_of(layout, columns[0])
        if place.column.kind != "clustering":
            raise InvalidRequest("a function in GROUP BY takes a clustering column")
        if group.name.replace("_", "") not in KEEP_ORDER:
            raise InvalidRequest(f"rows cannot be grouped by {group.name}: it does not keep their order")
        return place
    place = place_of(layout, group.name)
    if place.column.kind not in ("partition_key", "clustering"):
        raise InvalidRequest(f"GROUP BY takes columns of the primary key only, not {group.name}")
    return place
