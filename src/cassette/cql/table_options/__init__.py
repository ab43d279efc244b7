"""Options of tables and views: which there are, what they take, and what they are where nothing is said.

    table_options((comment = 5, gc_grace_seconds = '10'))  ->  {"comment": "5", "gc_grace_seconds": 10}

Most of them mean nothing in one box; they are checked and kept all the same, so that a schema comes back as
it was given. Source: Apache Cassandra 5.0.6, asked statement by statement.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple
from uuid import UUID

from cassette.cql.statements.options import Option
from cassette.cql.table_options import compression
from cassette.cql.table_options.caching import read_caching
from cassette.cql.table_options.compaction import CLASSES, LEVELED, SIZE_TIERED, read_compaction
from cassette.cql.table_options.ranges import check_ranges
from cassette.cql.table_options.retry import read_retry
from cassette.cql.table_options.simple import boolean, number, syntax, text, whole
from cassette.cql.terms import Constant, ConstantKind, Term
from cassette.errors import ConfigurationFault, InvalidRequest

READ_REPAIRS = frozenset({"BLOCKING", "NONE"})
LEVELED_FALSE_POSITIVES = 0.1


class TableOption(NamedTuple):
    """An option: what it is where nothing is said, and the function that reads what is."""

    default: object
    read: Callable[[str, Term], object]


def _memtable(name: str, term: Term) -> str:
    value = text(name, term)
    if value != "default":
        raise ConfigurationFault(f"there is no memtable configuration {value}")
    return value


def _read_repair(name: str, term: Term) -> str:
    value = text(name, term).upper()
    if value not in READ_REPAIRS:
        raise ConfigurationFault(f"{name} is {' or '.join(sorted(READ_REPAIRS))}, not {value}")
    return value


def _extensions(name: str, term: Term) -> dict[str, str]:
    # Cassandra takes whatever stands here, and forgets it
    del name, term
    return {}


OPTIONS: dict[str, TableOption] = {
    "additional_write_policy": TableOption("99p", read_retry),
    "allow_auto_snapshot": TableOption(True, boolean),
    "bloom_filter_fp_chance": TableOption(0.01, number),
    "caching": TableOption({"keys": "ALL", "rows_per_partition": "NONE"}, read_caching),
    "cdc": TableOption(False, boolean),
    "comment": TableOption("", text),
    "compaction": TableOption(
        {"class": CLASSES[SIZE_TIERED], "max_threshold": "32", "min_threshold": "4"}, read_compaction
    ),
    "compression": TableOption(
        {"chunk_length_in_kb": "16", "class": compression.CLASSES["LZ4Compressor"]}, compression.read_compression
    ),
    "memtable": TableOption("default", _memtable),
    "crc_check_chance": TableOption(1.0, number),
    "default_time_to_live": TableOption(0, whole),
    "extensions": TableOption({}, _extensions),
    "gc_grace_seconds": TableOption(864_000, whole),
    "incremental_backups": TableOption(True, boolean),
    "max_index_interval": TableOption(2048, whole),
    "memtable_flush_period_in_ms": TableOption(0, whole),
    "min_index_interval": TableOption(128, whole),
    "read_repair": TableOption("BLOCKING", _read_repair),
    "speculative_retry": TableOption("99p", read_retry),
}
"""In the order in which DESCRIBE prints them."""

ID = "id"
NOT_FOR_VIEWS = "default_time_to_live"


def read_options(written: tuple[Option, ...]) -> dict[str, object]:
    """Read options as a schema keeps them; numbers may still be too small or too great.

    Errors: SyntaxFault for an unknown or a repeated option, or a value of another kind; ConfigurationFault for
            a value that the option does not take.
    """
    given: dict[str, Term] = {}
    for option in written:
        if option.name in given:
            raise syntax(f"the option {option.name} is given twice")
        if option.name not in OPTIONS and option.name != ID:
            raise syntax(f"there is no option {option.name}: a table has {', '.join(OPTIONS)}")
        given[option.name] = option.term
    return {name: OPTIONS[name].read(name, term) for name, term in given.items() if name != ID}


def table_options(written: tuple[Option, ...], before: Mapping[str, object] | None = None) -> dict[str, object]:
    """Read options and check them, over those of a table that is changed. Raises what `read_options` does."""
    if before is not None and any(option.name == ID for option in written):
        raise ConfigurationFault("a table has its id for good")
    options = {**(before or {}), **read_options(written)}
    if before is None and _is_leveled(options.get("compaction")):
        # a strategy that looks into few files for each read needs fewer bits for each key
        options.setdefault("bloom_filter_fp_chance", LEVELED_FALSE_POSITIVES)
    table_id(written)
    check_ranges(effective(options))
    return options


def _is_leveled(compaction: object) -> bool:
    return isinstance(compaction, Mapping) and compaction["class"] == CLASSES[LEVELED]


def view_options(written: tuple[Option, ...], before: Mapping[str, object] | None = None) -> dict[str, object]:
    """Do the same for a view, whose rows live as long as those of its base."""
    if any(option.name == NOT_FOR_VIEWS for option in written):
        raise InvalidRequest(f"a materialized view has no {NOT_FOR_VIEWS}: its rows live as long as those they show")
    return table_options(written, before)


def table_id(written: tuple[Option, ...]) -> UUID | None:
    """Give the id that a CREATE TABLE asks for. Raises ConfigurationFault where it is none."""
    for option in written:
        if option.name == ID:
            term = option.term
            if not isinstance(term, Constant) or term.kind not in {ConstantKind.UUID, ConstantKind.TEXT}:
                raise ConfigurationFault("the id of a table is a uuid")
            try:
                return UUID(term.value)
            except ValueError:
                raise ConfigurationFault("the id of a table is a uuid") from None
    return None


def effective(options: Mapping[str, object]) -> dict[str, object]:
    """Give every option of a table, in order, with the default where nothing was said."""
    return {name: options.get(name, option.default) for name, option in OPTIONS.items()}
