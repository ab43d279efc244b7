"""What Apache Cassandra 5.0.6 makes of options, asked option by option."""

from typing import Any
from uuid import UUID

import pytest

from cassette.cql.describe.texts import table_text
from cassette.cql.names import TableName
from cassette.cql.parser import parse
from cassette.cql.schema import ColumnSchema, Table
from cassette.cql.statements.create_table import CreateTable
from cassette.cql.statements.options import Option
from cassette.cql.table_options import OPTIONS, effective, read_options, table_id, table_options, view_options
from cassette.cql.types import ScalarType
from cassette.errors import ConfigurationFault, EngineError, InvalidRequest, SyntaxFault

PACKAGE = "org.apache.cassandra.db.compaction."
COMPRESS = "org.apache.cassandra.io.compress."
LZ4 = {"chunk_length_in_kb": "16", "class": f"{COMPRESS}LZ4Compressor"}
TIERED = {"class": f"{PACKAGE}SizeTieredCompactionStrategy", "max_threshold": "32", "min_threshold": "4"}
LEVELED = {"class": f"{PACKAGE}LeveledCompactionStrategy", "max_threshold": "32", "min_threshold": "4"}


def written(text: str) -> tuple[Option, ...]:
    statement = parse(f"CREATE TABLE t (a int PRIMARY KEY) WITH {text}")
    assert isinstance(statement, CreateTable)
    return statement.options


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("comment = 5", {"comment": "5"}),
        ("comment = 1.50", {"comment": "1.50"}),
        ("gc_grace_seconds = '5'", {"gc_grace_seconds": 5}),
        ("gc_grace_seconds = 007", {"gc_grace_seconds": 7}),
        ("default_time_to_live = 630720000", {"default_time_to_live": 630_720_000}),
        ("bloom_filter_fp_chance = 1", {"bloom_filter_fp_chance": 1.0}),
        ("bloom_filter_fp_chance = '0.5'", {"bloom_filter_fp_chance": 0.5}),
        ("crc_check_chance = 1e-1", {"crc_check_chance": 0.1}),
        ("cdc = 'YES'", {"cdc": True}),
        ("cdc = 0", {"cdc": False}),
        ("read_repair = 'none'", {"read_repair": "NONE"}),
        ("memtable = 'default'", {"memtable": "default"}),
        ("extensions = {'a': 'b'}", {"extensions": {}}),
        ("caching = {}", {"caching": {"keys": "NONE", "rows_per_partition": "NONE"}}),
        ("caching = {'rows_per_partition': 10}", {"caching": {"keys": "NONE", "rows_per_partition": "10"}}),
        (
            "caching = {'rows_per_partition': '0', 'keys': 'all'}",
            {"caching": {"keys": "ALL", "rows_per_partition": "NONE"}},
        ),
        ("compaction = {'class': 'SizeTieredCompactionStrategy'}", {"compaction": TIERED}),
        (
            "compaction = {'class': 'UnifiedCompactionStrategy', 'scaling_parameters': 'L10, T4'}",
            {"compaction": {"class": f"{PACKAGE}UnifiedCompactionStrategy", "scaling_parameters": "L10, T4"}},
        ),
        (
            f"compaction = {{'class': '{PACKAGE}LeveledCompactionStrategy', 'sstable_size_in_mb': '100'}}",
            {"bloom_filter_fp_chance": 0.1, "compaction": {**LEVELED, "sstable_size_in_mb": "100"}},
        ),
        (
            "compaction = {'class': 'TimeWindowCompactionStrategy', 'compaction_window_size': 2, 'max_threshold': 9}",
            {
                "compaction": {
                    "class": f"{PACKAGE}TimeWindowCompactionStrategy",
                    "compaction_window_size": "2",
                    "max_threshold": "9",
                    "min_threshold": "4",
                }
            },
        ),
        ("compression = {'class': 'LZ4Compressor', 'enabled': 'true'}", {"compression": LZ4}),
        ("compression = {}", {"compression": {"enabled": "false"}}),
        ("compression = {'enabled': 'x'}", {"compression": {"enabled": "false"}}),
        (
            "compression = {'class': 'ZstdCompressor', 'compression_level': '5'}",
            {"compression": {**LZ4, "class": f"{COMPRESS}ZstdCompressor", "compression_level": "5"}},
        ),
        ("speculative_retry = 'none'", {"speculative_retry": "NEVER"}),
        ("speculative_retry = '99PERCENTILE'", {"speculative_retry": "99p"}),
        ("speculative_retry = '99.50p'", {"speculative_retry": "99.5p"}),
        ("speculative_retry = '10.5ms'", {"speculative_retry": "10ms"}),
        ("speculative_retry = 'min(50MS, 99Percentile)'", {"speculative_retry": "MIN(99p,50ms)"}),
        ("additional_write_policy = 'ALWAYS'", {"additional_write_policy": "ALWAYS"}),
        ("id = 123e4567-e89b-12d3-a456-426614174000", {}),
    ],
)
def test_options_are_kept_as_cassandra_shows_them(text: str, options: dict[str, Any]) -> None:
    assert table_options(written(text)) == options


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (SyntaxFault, "comment = 'x' AND comment = 'y'"),
        (SyntaxFault, "nosuch = 5"),
        (SyntaxFault, '"Comment" = 5'),
        (SyntaxFault, "comment = {'a': 'b'}"),
        (SyntaxFault, "comment = null"),
        (SyntaxFault, "gc_grace_seconds = 'x'"),
        (SyntaxFault, "gc_grace_seconds = 5.5"),
        (SyntaxFault, "gc_grace_seconds = 2147483648"),
        (SyntaxFault, "gc_grace_seconds = 0x05"),
        (SyntaxFault, "bloom_filter_fp_chance = 'x'"),
        (SyntaxFault, "cdc = 5"),
        (SyntaxFault, "caching = 'ALL'"),
        (ConfigurationFault, "gc_grace_seconds = -1"),
        (ConfigurationFault, "default_time_to_live = 630720001"),
        (ConfigurationFault, "bloom_filter_fp_chance = 0"),
        (ConfigurationFault, "bloom_filter_fp_chance = 1.5"),
        (ConfigurationFault, "crc_check_chance = -0.1"),
        (ConfigurationFault, "min_index_interval = 0"),
        (ConfigurationFault, "min_index_interval = 4096"),
        (ConfigurationFault, "max_index_interval = 64"),
        (ConfigurationFault, "memtable = 'nosuch'"),
        (ConfigurationFault, "read_repair = 'x'"),
        (ConfigurationFault, "id = 'x'"),
        (ConfigurationFault, "caching = {'keys': 'x'}"),
        (ConfigurationFault, "caching = {'keys': 1}"),
        (ConfigurationFault, "caching = {'rows_per_partition': '-5'}"),
        (ConfigurationFault, "caching = {'foo': 'x'}"),
        (ConfigurationFault, "compaction = {}"),
        (ConfigurationFault, "compaction = {'class': 'DateTieredCompactionStrategy'}"),
        (ConfigurationFault, "compaction = {'class': 'SizeTieredCompactionStrategy', 'sstable_size_in_mb': '1'}"),
        (ConfigurationFault, "compaction = {'class': 'SizeTieredCompactionStrategy', 'max_threshold': 2}"),
        (ConfigurationFault, "compaction = {'class': 'SizeTieredCompactionStrategy', 'min_threshold': '1'}"),
        (ConfigurationFault, "compaction = {'class': 'SizeTieredCompactionStrategy', 'min_threshold': '1.5'}"),
        (ConfigurationFault, "compaction = {'class': 'SizeTieredCompactionStrategy', 'bucket_low': '2'}"),
        (ConfigurationFault, "compaction = {'class': 'SizeTieredCompactionStrategy', 'bucket_low': 'x'}"),
        (ConfigurationFault, "compaction = {'class': 'SizeTieredCompactionStrategy', 'enabled': 'x'}"),
        (
            ConfigurationFault,
            "compaction = {'class': 'TimeWindowCompactionStrategy', 'compaction_window_unit': 'days'}",
        ),
        (ConfigurationFault, "compaction = {'class': 'UnifiedCompactionStrategy', 'min_threshold': '4'}"),
        (ConfigurationFault, "compaction = {'class': 'UnifiedCompactionStrategy', 'scaling_parameters': 'T1'}"),
        (ConfigurationFault, "compaction = {'class': 'UnifiedCompactionStrategy', 'target_sstable_size': '1'}"),
        (ConfigurationFault, "compaction = {'class': 'UnifiedCompactionStrategy', 'sstable_growth': '2'}"),
        (ConfigurationFault, "compression = {'class': 'NoSuch'}"),
        (ConfigurationFault, "compression = {'class': ''}"),
        (ConfigurationFault, "compression = {'enabled': 'true'}"),
        (ConfigurationFault, "compression = {'class': 'LZ4Compressor', 'enabled': 'false'}"),
        (ConfigurationFault, "compression = {'class': 'LZ4Compressor', 'foo': 'x'}"),
        (ConfigurationFault, "compression = {'class': 'LZ4Compressor', 'chunk_length_in_kb': 65}"),
        (ConfigurationFault, "compression = {'class': 'LZ4Compressor', 'lz4_high_compressor_level': '18'}"),
        (ConfigurationFault, "compression = {'class': 'LZ4Compressor', 'min_compress_ratio': '0.5'}"),
        (ConfigurationFault, "compression = {'class': 'LZ4Compressor', 'min_compress_ratio': 'x'}"),
        (ConfigurationFault, "speculative_retry = '101p'"),
        (ConfigurationFault, "speculative_retry = '100p'"),
        (ConfigurationFault, "speculative_retry = '99.'"),
        (ConfigurationFault, "speculative_retry = ''"),
        (ConfigurationFault, "speculative_retry = 'MIN(99p,98p)'"),
        (ConfigurationFault, "additional_write_policy = 99"),
    ],
)
def test_options_that_cannot_be_are_refused(kind: type[EngineError], text: str) -> None:
    with pytest.raises(kind) as raised:
        table_options(written(text))
    assert raised.type is kind


def test_options_go_over_those_of_before() -> None:
    before = table_options(written("comment = 'a' AND gc_grace_seconds = 5"))
    assert table_options(written("comment = 'b'"), before) == {"comment": "b", "gc_grace_seconds": 5}


def test_all_options_have_a_value() -> None:
    assert list(effective({"comment": "x"})) == list(OPTIONS)
    assert effective({})["compaction"] == TIERED


def test_leveled_compaction_needs_fewer_bits_from_the_start() -> None:
    leveled = "compaction = {'class': 'LeveledCompactionStrategy'}"
    assert table_options(written(leveled))["bloom_filter_fp_chance"] == 0.1
    assert table_options(written(f"{leveled} AND bloom_filter_fp_chance = 0.5"))["bloom_filter_fp_chance"] == 0.5
    assert table_options(written(leveled), {}) == {"compaction": LEVELED}


def test_options_are_read_before_they_are_checked() -> None:
    assert read_options(written("gc_grace_seconds = -1 AND id = 'x'")) == {"gc_grace_seconds": -1}


def test_an_id_may_be_asked_for() -> None:
    assert table_id(written("comment = 'x' AND id = 123e4567-e89b-12d3-a456-426614174000")) == UUID(
        "123e4567-e89b-12d3-a456-426614174000"
    )
    assert table_id(written("comment = 'x'")) is None
    with pytest.raises(ConfigurationFault):
        table_options(written("id = 123e4567-e89b-12d3-a456-426614174000"), {})


def test_a_view_lives_as_long_as_its_base() -> None:
    assert view_options(written("comment = 'x'")) == {"comment": "x"}
    with pytest.raises(InvalidRequest):
        view_options(written("default_time_to_live = 5"))


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.0000672, "6.72E-5"), (0.001, "0.001"), (1.0, "1.0"), (0.12345678901, "0.12345678901"), (1e-4, "1.0E-4")],
)
def test_numbers_are_printed_as_java_does(value: float, shown: str) -> None:
    column = ColumnSchema("a", ScalarType("int"), "partition_key", 0)
    table = Table(TableName("ks", "t"), UUID(int=0), {"a": column}, {"bloom_filter_fp_chance": value})
    assert f"AND bloom_filter_fp_chance = {shown}\n" in table_text(table)
