"""`smallint`: a whole number in two bytes."""

from cassette.cql.types.whole import whole

SMALLINT = whole("smallint", 16, fixed=False)
