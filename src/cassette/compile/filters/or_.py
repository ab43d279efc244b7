"""$or: at least one of these filters; an empty array asks for nothing.

{"$or": [{"a": 1}, {"b": 2}]}
"""

from cassette.compile.filters.and_ import filters_of
from cassette.compile.filters.operator import LogicalOperator

OR = LogicalOperator("$or", lambda value: filters_of("$or", value), disjunction=True)
