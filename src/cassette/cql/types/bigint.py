"""`bigint`: a whole number in eight bytes."""

from cassette.cql.types.whole import whole

BIGINT = whole("bigint", 64, fixed=True)
