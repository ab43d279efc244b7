"""What numbers among the options may be: looked at after everything is read."""

from collections.abc import Mapping
from typing import Any

from cassette.errors import ConfigurationFault

MOST_TTL_S = 20 * 365 * 86_400
MOST = 2**31 - 1
LEAST_FALSE_POSITIVES = 6.71e-5
WHOLE: dict[str, tuple[int, int]] = {
    "default_time_to_live": (0, MOST_TTL_S),
    "gc_grace_seconds": (0, MOST),
    "max_index_interval": (1, MOST),
    "memtable_flush_period_in_ms": (0, MOST),
    "min_index_interval": (1, MOST),
}


def check_ranges(options: Mapping[str, Any]) -> None:
    """Look at every option of a table, those included that nobody said. Raises ConfigurationFault."""
    for name, (least, most) in WHOLE.items():
        if not least <= options[name] <= most:
            raise ConfigurationFault(f"{name} is from {least} to {most}, not {options[name]}")
    if not LEAST_FALSE_POSITIVES < options["bloom_filter_fp_chance"] <= 1:
        found = options["bloom_filter_fp_chance"]
        raise ConfigurationFault(f"bloom_filter_fp_chance is more than {LEAST_FALSE_POSITIVES}, at most 1, not {found}")
    if not 0 <= options["crc_check_chance"] <= 1:
        raise ConfigurationFault(f"crc_check_chance is from 0 to 1, not {options['crc_check_chance']}")
    least, most = options["min_index_interval"], options["max_index_interval"]
    if least > most:
        raise ConfigurationFault(f"max_index_interval, {most}, is less than min_index_interval, {least}")
