"""$gt: the field is greater than a value of its own type."""

from cassette.compile.filters.ranges import range_operator

GT = range_operator("$gt", ">")
