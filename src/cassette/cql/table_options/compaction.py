"""`compaction`: how the files of a table are merged. SQLite has none to merge, so it is kept and means nothing.

compaction = {'class': 'LeveledCompactionStrategy', 'sstable_size_in_mb': '100'}
"""

import re

from cassette.cql.table_options.parts import Check, anything, flag, number, refused, size, whole, word
from cassette.cql.table_options.simple import map_of_texts
from cassette.cql.terms import Term
from cassette.errors import ConfigurationFault

PACKAGE = "org.apache.cassandra.db.compaction."
LEVELED, SIZE_TIERED = "LeveledCompactionStrategy", "SizeTieredCompactionStrategy"
TIME_WINDOW, UNIFIED = "TimeWindowCompactionStrategy", "UnifiedCompactionStrategy"
CLASSES = {name: PACKAGE + name for name in (LEVELED, SIZE_TIERED, TIME_WINDOW, UNIFIED)}
THRESHOLDS = {"max_threshold": "32", "min_threshold": "4"}
SCALING = re.compile(r"N|L[0-9]{1,9}|T[0-9]{1,9}|[+-]?[0-9]{1,9}")


def _scaling(name: str, value: str) -> None:
    for part in value.split(","):
        found = part.strip()
        if not SCALING.fullmatch(found) or (found[0] in "LT" and int(found[1:]) < 2):
            raise refused(name, value, "a list of N, L2, T4 and whole numbers")


COMMON: dict[str, Check] = {
    "enabled": flag,
    "log_all": flag,
    "only_purge_repaired_tombstones": anything,
    "provide_overlapping_tombstones": word("NONE", "ROW", "CELL", any_case=True),
    "tombstone_compaction_interval": whole(1),
    "tombstone_threshold": number(0),
    "unchecked_tombstone_compaction": flag,
}
TIERED: dict[str, Check] = {
    **COMMON,
    "bucket_high": number(),
    "bucket_low": number(),
    "max_threshold": whole(0),
    "min_sstable_size": whole(0),
    "min_threshold": whole(0),
}
PARTS: dict[str, dict[str, Check]] = {
    LEVELED: {**TIERED, "fanout_size": whole(1), "single_sstable_uplevel": anything, "sstable_size_in_mb": whole(1)},
    SIZE_TIERED: TIERED,
    TIME_WINDOW: {
        **TIERED,
        "compaction_window_size": whole(1),
        "compaction_window_unit": word("MINUTES", "HOURS", "DAYS"),
        "expired_sstable_check_frequency_seconds": whole(0),
        "timestamp_resolution": word("SECONDS", "MILLISECONDS", "MICROSECONDS", "NANOSECONDS"),
        "unsafe_aggressive_sstable_expiration": flag,
    },
    UNIFIED: {
        **COMMON,
        "base_shard_count": whole(1),
        "expired_sstable_check_frequency_seconds": whole(1),
        "flush_size_override": size,
        "max_sstables_to_compact": whole(-(10**9)),
        "min_sstable_size": size,
        "overlap_inclusion_method": word("NONE", "SINGLE", "TRANSITIVE", any_case=True),
        "scaling_parameters": _scaling,
        "sstable_growth": number(0, 1),
        "target_sstable_size": size,
        "unsafe_aggressive_sstable_expiration": flag,
    },
}


def read_compaction(name: str, term: Term) -> dict[str, str]:
    """Read the map: the class with its package, the parts by name."""
    written = map_of_texts(name, term)
    if "class" not in written:
        raise ConfigurationFault(f"{name} names a class: {', '.join(CLASSES)}")
    strategy = written.pop("class").removeprefix(PACKAGE)
    if strategy not in CLASSES:
        raise ConfigurationFault(f"there is no compaction strategy {strategy}: there are {', '.join(CLASSES)}")
    checks = PARTS[strategy]
    unknown = sorted(written.keys() - checks.keys())
    if unknown:
        raise ConfigurationFault(f"{strategy} does not have {', '.join(unknown)}")
    for part, value in written.items():
        checks[part](part, value)
    if "min_threshold" in checks:
        written = {**THRESHOLDS, **written}
        _check_thresholds(int(written["min_threshold"]), int(written["max_threshold"]))
    if float(written.get("bucket_high", 1.5)) <= float(written.get("bucket_low", 0.5)):
        raise ConfigurationFault("bucket_high of compaction is more than bucket_low")
    return dict(sorted({"class": CLASSES[strategy], **written}.items()))


def _check_thresholds(least: int, most: int) -> None:
    if not 2 <= least <= most:
        raise ConfigurationFault(
            f"min_threshold of compaction is from 2 to max_threshold; with {least} and {most} it is not"
        )
