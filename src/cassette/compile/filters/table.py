"""The filter operators, by name. PLANNED ones are known, and answer "not supported yet"."""

from cassette.compile.filters.all import ALL
from cassette.compile.filters.and_ import AND
from cassette.compile.filters.eq import EQ
from cassette.compile.filters.exists import EXISTS_OPERATOR
from cassette.compile.filters.gt import GT
from cassette.compile.filters.gte import GTE
from cassette.compile.filters.in_ import IN
from cassette.compile.filters.lt import LT
from cassette.compile.filters.lte import LTE
from cassette.compile.filters.ne import NE
from cassette.compile.filters.nin import NIN
from cassette.compile.filters.not_ import NOT
from cassette.compile.filters.operator import FilterOperator, LogicalOperator
from cassette.compile.filters.or_ import OR
from cassette.compile.filters.size import SIZE

OPERATORS: dict[str, FilterOperator] = {
    "$all": ALL,
    "$eq": EQ,
    "$exists": EXISTS_OPERATOR,
    "$gt": GT,
    "$gte": GTE,
    "$in": IN,
    "$lt": LT,
    "$lte": LTE,
    "$ne": NE,
    "$nin": NIN,
    "$size": SIZE,
}

LOGICAL: dict[str, LogicalOperator] = {
    "$and": AND,
    "$not": NOT,
    "$or": OR,
}

PLANNED = frozenset({"$elemMatch", "$match", "$mod", "$nor", "$regex", "$type"})
