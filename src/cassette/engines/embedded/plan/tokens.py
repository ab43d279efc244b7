"""token(…) in a WHERE: where partitions stand in the ring."""

from cassette.cql.conditions import CompareToken
from cassette.cql.types import ScalarType
from cassette.engines.embedded.layout import Layout
from cassette.engines.embedded.plan.arguments import Markers, Values
from cassette.engines.embedded.plan.choices import given
from cassette.engines.embedded.plan.columns import place_of
from cassette.engines.embedded.plan.predicate import Predicate, Sql
from cassette.errors import InvalidRequest

BIGINT = ScalarType("bigint")
LEAST = -(1 << 63)


def compare_token(condition: CompareToken, layout: Layout, markers: Markers) -> Predicate:
    """Compile `token(a, b) op term`. Raises InvalidRequest unless the columns are the partition key."""
    names = tuple(place.column.name for place in layout.partition)
    for column in condition.columns:
        place_of(layout, column)
    if condition.columns != names:
        raise InvalidRequest(f"token() takes the whole partition key in its order: {', '.join(names)}")
    if condition.operator == "!=":
        raise InvalidRequest(f"{condition.text()} is not supported: a token is compared by = < <= > >=")
    argument = markers.argument(condition.term, BIGINT)
    operator, text = condition.operator, f"t.token {condition.operator} ?"

    def check(values: Values) -> Sql:
        token = BIGINT.check(given(argument(values)))
        # the least token stands for the end of the ring as well
        if token == LEAST and operator in ("<", "<=", "="):
            return Sql("1")
        return Sql(text, (token,))

    return Predicate(check)
