"""`counter`: a whole number in eight bytes that is only ever added to."""

from cassette.cql.types.whole import whole

COUNTER = whole("counter", 64, fixed=False)
