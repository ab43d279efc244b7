"""USING: the write time and the TTL of a statement."""

from collections.abc import Callable

from cassette.cql.statements.using import Using
from cassette.cql.terms import UNSET
from cassette.cql.types import ScalarType
from cassette.engines.embedded.layout import Layout
from cassette.engines.embedded.plan.arguments import Markers, Values
from cassette.errors import InvalidRequest

BIGINT, INT = ScalarType("bigint"), ScalarType("int")
MOST_TTL_S = 20 * 365 * 24 * 3600
"""Twenty years: what Cassandra takes."""


class Attributes:
    """The USING of a statement, to be asked with the values that came with it."""

    def __init__(self, using: Using | None, markers: Markers, layout: Layout | None = None) -> None:
        default = layout.table.options.get("default_time_to_live") if layout is not None else None
        self._default_ttl_s = int(str(default)) if default else 0
        self._timestamp: Callable[[Values], object] | None = None
        self._ttl: Callable[[Values], object] | None = None
        parts = () if using is None else ("ttl", "timestamp") if using.ttl_first else ("timestamp", "ttl")
        for part in parts:
            assert using is not None
            if part == "timestamp" and using.timestamp is not None:
                self._timestamp = markers.argument(using.timestamp, BIGINT, "[timestamp]")
            if part == "ttl" and using.ttl is not None:
                self._ttl = markers.argument(using.ttl, INT, "[ttl]")

    @property
    def has_timestamp(self) -> bool:
        """Whether USING TIMESTAMP is there."""
        return self._timestamp is not None

    @property
    def has_ttl(self) -> bool:
        """Whether USING TTL is there."""
        return self._ttl is not None

    @property
    def is_plain(self) -> bool:
        """Whether the time is that of the moment, and nothing ends."""
        return self._timestamp is None and self._ttl is None and not self._default_ttl_s

    def time_us(self, values: Values) -> int | None:
        """Give the write time, None for that of the moment. Raises InvalidRequest."""
        if self._timestamp is None:
            return None
        given = self._timestamp(values)
        if given is UNSET:
            return None
        if given is None:
            raise InvalidRequest("USING TIMESTAMP takes a number of microseconds, not null")
        time_us: int = BIGINT.check(given)
        if time_us == -(1 << 63):
            raise InvalidRequest("USING TIMESTAMP cannot take the least of all numbers")
        return time_us

    def ttl_s(self, values: Values) -> int:
        """Give the TTL in seconds, 0 for none. Raises InvalidRequest."""
        given = UNSET if self._ttl is None else self._ttl(values)
        if given is UNSET:
            return self._default_ttl_s
        if given is None:
            return 0
        ttl_s: int = INT.check(given)
        if ttl_s < 0:
            raise InvalidRequest(f"USING TTL takes 0 or more seconds, not {ttl_s}")
        if ttl_s > MOST_TTL_S:
            raise InvalidRequest(f"USING TTL takes {MOST_TTL_S:,} seconds at most, not {ttl_s:,}")
        return ttl_s
