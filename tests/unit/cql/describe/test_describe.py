"""What Apache Cassandra 5.0.6 answers, with another name of the keyspace, is what stands here."""

from dataclasses import replace
from typing import Any

import pytest
from tests.unit.cql.describe.schemas import schema_of

from cassette.cql.describe import describe_rows
from cassette.cql.parser import parse
from cassette.cql.schema import DroppedColumn, Schema
from cassette.cql.statements.describe import Describe
from cassette.cql.types import parse_type
from cassette.errors import InvalidRequest

OPTIONS = """additional_write_policy = '99p'
    AND allow_auto_snapshot = true
    AND bloom_filter_fp_chance = 0.01
    AND caching = {'keys': 'ALL', 'rows_per_partition': 'NONE'}
    AND cdc = false
    AND comment = ''
    AND compaction = {'class': 'org.apache.cassandra.db.compaction.SizeTieredCompactionStrategy', \
'max_threshold': '32', 'min_threshold': '4'}
    AND compression = {'chunk_length_in_kb': '16', 'class': 'org.apache.cassandra.io.compress.LZ4Compressor'}
    AND memtable = 'default'
    AND crc_check_chance = 1.0
    AND default_time_to_live = 0
    AND extensions = {}
    AND gc_grace_seconds = 864000
    AND incremental_backups = true
    AND max_index_interval = 2048
    AND memtable_flush_period_in_ms = 0
    AND min_index_interval = 128
    AND read_repair = 'BLOCKING'
    AND speculative_retry = '99p'"""
VIEW_OPTIONS = OPTIONS.replace("\n    AND default_time_to_live = 0", "")
WIDE = (
    'CREATE TABLE t (a int, b text, c set<text>, s int static, "D" frozen<list<list<int>>>, v vector<float,3>, '
    "tp tuple<int, set<text>>, PRIMARY KEY ((a), b)) WITH CLUSTERING ORDER BY (b DESC) AND comment='it''s'"
)


def answer(schema: Schema, text: str) -> list[Any]:
    statement = parse(text, "ks")
    assert isinstance(statement, Describe)
    return list(describe_rows(statement, schema).rows)


def made(schema: Schema, text: str) -> str:
    """The only statement of the answer."""
    ((*_, statement),) = answer(schema, text)
    assert isinstance(statement, str)
    return statement


def test_table_with_one_key() -> None:
    schema = schema_of("CREATE TABLE p (a int primary key)")
    assert answer(schema, "DESCRIBE TABLE p") == [
        ("ks", "table", "p", f"CREATE TABLE ks.p (\n    a int PRIMARY KEY\n) WITH {OPTIONS};")
    ]


def test_table_with_columns_of_all_kinds() -> None:
    assert made(schema_of(WIDE), "DESCRIBE t") == (
        'CREATE TABLE ks.t (\n    a int,\n    b text,\n    s int static,\n    "D" frozen<list<frozen<list<int>>>>,\n'
        "    tp frozen<tuple<int, frozen<set<text>>>>,\n    v vector<float, 3>,\n    c set<text>,\n"
        "    PRIMARY KEY (a, b)\n) WITH CLUSTERING ORDER BY (b DESC)\n    AND "
        + OPTIONS.replace("comment = ''", "comment = 'it''s'")
        + ";"
    )


def test_composite_partition_key_and_counters() -> None:
    schema = schema_of('CREATE TABLE c (a int, b int, x int, "C c" counter static, d counter, PRIMARY KEY ((a, b), x))')
    assert made(schema, "DESCRIBE TABLE c").startswith(
        'CREATE TABLE ks.c (\n    a int,\n    b int,\n    x int,\n    "C c" counter static,\n    d counter,\n'
        "    PRIMARY KEY ((a, b), x)\n) WITH CLUSTERING ORDER BY (x ASC)\n    AND additional_write_policy"
    )


def test_masks_have_their_keyspace() -> None:
    schema = schema_of(
        "CREATE TABLE m (a int MASKED WITH DEFAULT PRIMARY KEY, k text MASKED WITH mask_inner(1, null, '#'))"
    )
    assert made(schema, "DESCRIBE TABLE m").startswith(
        "CREATE TABLE ks.m (\n    a int MASKED WITH system.mask_default() PRIMARY KEY,\n"
        "    k text MASKED WITH system.mask_inner(1, null, '#')\n) WITH"
    )


def test_internals_show_the_id_and_what_was_dropped() -> None:
    schema = schema_of('CREATE TABLE base (a int, b int, "E" int, c set<int>, PRIMARY KEY (a, b))')
    table = schema.keyspaces["ks"].tables["base"]
    dropped = {
        "c": DroppedColumn("c", parse_type("set<int>"), static=False, time_us=7),
        "d": DroppedColumn("d", parse_type("text"), static=True, time_us=8),
    }
    tables = {"base": replace(table, dropped=dropped)}
    schema = replace(schema, keyspaces={"ks": replace(schema.keyspaces["ks"], tables=tables)})
    assert made(schema, "DESCRIBE TABLE base WITH INTERNALS") == (
        'CREATE TABLE ks.base (\n    a int,\n    b int,\n    "E" int,\n    c set<int>,\n    d text static,\n'
        "    PRIMARY KEY (a, b)\n) WITH ID = 00000000-0000-0000-0000-000000000001\n"
        f"    AND CLUSTERING ORDER BY (b ASC)\n    AND {OPTIONS};\n"
        "ALTER TABLE ks.base DROP c USING TIMESTAMP 7;\nALTER TABLE ks.base ADD c set<int>;\n"
        "ALTER TABLE ks.base DROP d USING TIMESTAMP 8;"
    )
    assert "DROP" not in made(schema, "DESCRIBE TABLE base")


def test_indexes_follow_their_table() -> None:
    schema = schema_of(
        WIDE,
        'CREATE INDEX "Idx" ON t ("D")',
        "CREATE INDEX i1 ON t (c)",
        "CREATE INDEX i_leg ON t (s) USING 'legacy_local_table'",
        "CREATE INDEX i2 ON t (v) USING 'sai' WITH OPTIONS = {'similarity_function': 'dot_product'}",
        "CREATE CUSTOM INDEX i4 ON t (full(\"D\")) USING 'StorageAttachedIndex'",
    )
    assert answer(schema, "DESCRIBE TABLE t")[1:] == [
        ("ks", "index", "i1", "CREATE INDEX i1 ON ks.t (values(c));"),
        (
            "ks",
            "index",
            "i2",
            "CREATE CUSTOM INDEX i2 ON ks.t (v) USING 'sai' WITH OPTIONS = {'similarity_function': 'dot_product'};",
        ),
        ("ks", "index", "i4", "CREATE CUSTOM INDEX i4 ON ks.t (full(\"D\")) USING 'StorageAttachedIndex';"),
        ("ks", "index", "i_leg", "CREATE INDEX i_leg ON ks.t (s);"),
        ("ks", "index", '"Idx"', 'CREATE INDEX "Idx" ON ks.t ("D");'),
    ]
    assert made(schema, "DESCRIBE INDEX i1") == "CREATE INDEX i1 ON ks.t (values(c));"
    assert made(schema, "DESCRIBE i1") == "CREATE INDEX i1 ON ks.t (values(c));"


def test_types_come_after_those_they_are_made_of() -> None:
    schema = schema_of(
        'CREATE TYPE "TyPe" ("A" int, b frozen<map<text, int>>)',
        'CREATE TYPE uses (x frozen<"TyPe">, v vector<float, 2>, w frozen<list<frozen<"TyPe">>>, t tuple<int, int>)',
        "CREATE TYPE zz (x int)",
        "CREATE TYPE aa (x frozen<zz>, y frozen<uses>)",
        'CREATE TABLE tyt (a int PRIMARY KEY, b frozen<"TyPe">, c zz, e vector<frozen<zz>, 2>)',
    )
    rows = answer(schema, "DESCRIBE KEYSPACE")
    assert [row[2] for row in rows] == ["ks", '"TyPe"', "zz", "uses", "aa", "tyt"]
    assert rows[0][3] == (
        "CREATE KEYSPACE ks WITH replication = {'class': 'SimpleStrategy', 'replication_factor': '1'}  "
        "AND durable_writes = true;"
    )
    assert rows[1][3] == 'CREATE TYPE ks."TyPe" (\n    "A" int,\n    b frozen<map<text, int>>\n);'
    assert rows[3][3] == (
        'CREATE TYPE ks.uses (\n    x frozen<"TyPe">,\n    v vector<float, 2>,\n'
        '    w frozen<list<frozen<"TyPe">>>,\n    t frozen<tuple<int, int>>\n);'
    )
    assert rows[5][3].startswith(
        'CREATE TABLE ks.tyt (\n    a int PRIMARY KEY,\n    b frozen<"TyPe">,\n'
        "    e vector<frozen<zz>, 2>,\n    c zz\n)"
    )
    assert [row[2] for row in answer(schema, "DESCRIBE TYPES")] == ["aa", '"TyPe"', "uses", "zz"]
    assert [row[2] for row in answer(schema, "DESCRIBE TYPE zz")] == ["zz"]


def test_views() -> None:
    schema = schema_of(
        "CREATE TABLE dd (a int, b int, e int, PRIMARY KEY (a, b))",
        "CREATE MATERIALIZED VIEW v AS SELECT a, b, e FROM dd WHERE a IS NOT NULL AND b > 5 AND e IS NOT NULL "
        "PRIMARY KEY (e, a, b) WITH CLUSTERING ORDER BY (a DESC, b ASC)",
        "CREATE MATERIALIZED VIEW w AS SELECT * FROM dd WHERE a IS NOT NULL AND b IS NOT NULL PRIMARY KEY (b, a)",
    )
    rows = answer(schema, "DESCRIBE TABLE dd")
    assert [row[:3] for row in rows[1:]] == [("ks", "materialized_view", "v"), ("ks", "materialized_view", "w")]
    assert rows[1][3] == (
        "CREATE MATERIALIZED VIEW ks.v AS\n    SELECT e, a, b\n    FROM ks.dd\n"
        "    WHERE a IS NOT NULL AND b > 5 AND e IS NOT NULL\n    PRIMARY KEY (e, a, b)\n"
        f" WITH CLUSTERING ORDER BY (a DESC, b ASC)\n    AND {VIEW_OPTIONS};"
    )
    assert "    SELECT *\n" in made(schema, "DESCRIBE MATERIALIZED VIEW w")
    assert "WITH ID = 00000000-0000-0000-0000-000000000002\n    AND CL" in made(schema, "DESCRIBE w WITH INTERNALS")


def test_virtual_things_are_described_in_a_comment() -> None:
    schema = schema_of("CREATE TABLE clients (a int PRIMARY KEY) WITH comment = 'who'", keyspace="system_views")
    keyspace, table = (row[3] for row in answer(schema, "DESCRIBE KEYSPACE system_views"))
    assert keyspace == (
        "/*\nWarning: Keyspace system_views is a virtual keyspace and cannot be recreated with CQL.\n"
        "Structure, for reference:\nVIRTUAL KEYSPACE system_views;\n*/"
    )
    assert table == (
        "/*\nWarning: Table system_views.clients is a virtual table and cannot be recreated with CQL.\n"
        "Structure, for reference:\nVIRTUAL TABLE system_views.clients (\n    a int PRIMARY KEY\n"
        ") WITH comment = 'who';\n*/"
    )


def test_lists() -> None:
    schema = schema_of("CREATE TABLE b (a int PRIMARY KEY)", 'CREATE TABLE "A" (a int PRIMARY KEY)')
    assert answer(schema, "DESCRIBE TABLES") == [("ks", "table", '"A"'), ("ks", "table", "b")]
    assert [row[2] for row in answer(schema, "DESCRIBE KEYSPACES")] == ["ks", "system", "system_views"]
    assert answer(schema, "DESCRIBE FUNCTIONS") == answer(schema, "DESCRIBE AGGREGATES") == []
    assert list(describe_rows(Describe("TABLES"), schema).rows) == answer(schema, "DESCRIBE TABLES")


def test_schema_leaves_the_system_out() -> None:
    schema = schema_of("CREATE TABLE b (a int PRIMARY KEY)")
    assert [row[2] for row in answer(schema, "DESCRIBE SCHEMA")] == ["ks", "b"]
    assert [row[2] for row in answer(schema, "DESCRIBE FULL SCHEMA")] == ["ks", "b", "system", "system_views"]
    assert [row[2] for row in answer(schema, "DESCRIBE ONLY KEYSPACE ks")] == ["ks"]
    assert [row[2] for row in answer(schema, "DESCRIBE system")] == ["system"]


def test_cluster() -> None:
    rows = describe_rows(Describe("CLUSTER"), schema_of(), "box")
    assert [column.name for column in rows.columns] == ["cluster", "partitioner", "snitch", "range_ownership"]
    assert rows.rows[0][:2] == ("box", "Murmur3Partitioner")


@pytest.mark.parametrize(
    "text",
    [
        "DESCRIBE TABLE x",
        "DESCRIBE TYPE x",
        "DESCRIBE INDEX x",
        "DESCRIBE MATERIALIZED VIEW b",
        "DESCRIBE FUNCTION x",
        "DESCRIBE AGGREGATE x",
        "DESCRIBE x",
        "DESCRIBE zz",
        "DESCRIBE nowhere.x",
        "DESCRIBE TABLE nowhere.x",
        "DESCRIBE KEYSPACE x",
        "DESCRIBE ONLY KEYSPACE x",
    ],
)
def test_what_is_not_there_is_refused(text: str) -> None:
    schema = schema_of("CREATE TYPE zz (a int)", "CREATE TABLE b (a int PRIMARY KEY)")
    with pytest.raises(InvalidRequest, match="there is no"):
        answer(schema, text)


def test_a_session_without_keyspace_has_to_name_one() -> None:
    with pytest.raises(InvalidRequest, match="USE"):
        describe_rows(Describe("TABLE", "b"), schema_of())
    with pytest.raises(InvalidRequest, match="USE"):
        describe_rows(Describe("KEYSPACE"), schema_of())
