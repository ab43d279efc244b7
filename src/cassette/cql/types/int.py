"""`int`: a whole number in four bytes."""

from cassette.cql.types.whole import whole

INT = whole("int", 32, fixed=True)
