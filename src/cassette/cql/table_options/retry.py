"""`speculative_retry` and `additional_write_policy`: when to ask a second replica. There is none in one box.

99p    50ms    ALWAYS    NEVER    MIN(99p,50ms)
"""

import re

from cassette.cql.table_options.simple import text
from cassette.cql.terms import Term
from cassette.errors import ConfigurationFault

WORDS = {"ALWAYS": "ALWAYS", "NEVER": "NEVER", "NONE": "NEVER"}
NUMBER = r"[0-9]{1,18}(?:\.[0-9]{1,18})?"
PERCENTILE = re.compile(rf"({NUMBER})p(?:ercentile)?", re.IGNORECASE)
FIXED = re.compile(rf"({NUMBER})ms", re.IGNORECASE)
MOST_PERCENT = 100
HYBRID = re.compile(r"(min|max)\(([^,]*),([^,]*)\)", re.IGNORECASE)


def read_retry(name: str, term: Term) -> str:
    """Read a policy, and give it as Cassandra spells it."""
    value = text(name, term)
    hybrid = HYBRID.fullmatch(value)
    spelled = WORDS.get(value.upper())
    if hybrid is not None:
        sides = [_simple(side.strip()) for side in hybrid.groups()[1:]]
        # the percentile is printed first, whichever was written first
        found = sorted((side for side in sides if side is not None), key=lambda side: side.endswith("ms"))
        if len(found) == 2 and found[0].endswith("p") and found[1].endswith("ms"):
            spelled = f"{hybrid[1].upper()}({','.join(found)})"
    else:
        spelled = spelled or _simple(value)
    if spelled is None:
        raise ConfigurationFault(f"{name} is a policy like 99p, 50ms, ALWAYS, NEVER or MIN(99p,50ms), not {value!r}")
    return spelled


def _simple(value: str) -> str | None:
    percentile, fixed = PERCENTILE.fullmatch(value), FIXED.fullmatch(value)
    if percentile is not None and 0 < float(percentile[1]) < MOST_PERCENT:
        return f"{float(percentile[1])!r}p".replace(".0p", "p")
    return f"{int(float(fixed[1]))}ms" if fixed is not None else None
