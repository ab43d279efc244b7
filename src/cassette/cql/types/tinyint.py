"""`tinyint`: a whole number in one byte."""

from cassette.cql.types.whole import whole

TINYINT = whole("tinyint", 8, fixed=False)
