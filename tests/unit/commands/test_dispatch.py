"""dispatch with an engine whose answers and failures are steered."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import pytest

from cassette.commands.call import Answer, Call
from cassette.commands.dispatch import River, dispatch
from cassette.compile.documents.definition import definition
from cassette.compile.documents.limits import DEFAULTS, Limits
from cassette.cql.names import TableName
from cassette.cql.rows import NO_ROWS, Rows
from cassette.cql.schema import ColumnSchema, Keyspace, Schema, Table
from cassette.cql.statements.statement import Statement
from cassette.errors import AlreadyExists, EngineError, StaleSchema, StorageFault

Carried = Rows | EngineError


def table_of(name: str, collection: bool = True) -> Table:
    create, _ = definition("ks", name, {})
    columns = {
        column.name: ColumnSchema(column.name, column.type, "partition_key" if column.name == "key" else "regular", 0)
        for column in create.columns
        if collection or column.name in ("key", "doc_json")
    }
    return Table(TableName("ks", name), uuid4(), columns, {option.name: option.term for option in create.options})


def schema_of(*tables: Table) -> Schema:
    return Schema(1, {"ks": Keyspace("ks", {}, True, {table.name.table: table for table in tables})})


class Steered:
    """Gives the answers it was told to give; notices how often it was asked to look at the schema."""

    def __init__(self, schema: Schema, *carried: Carried, newer: Schema | None = None) -> None:
        self.schema = schema
        self.newer = newer or schema
        self.carried = list(carried)
        self.asked: list[tuple[str, tuple[Any, ...]]] = []
        self.refreshed = 0

    def execute(self, statement: Statement, values: tuple[Any, ...] = (), page: Any = None) -> Awaitable[Rows]:
        self.asked.append((statement.text(), values))
        return self._next()

    async def _next(self) -> Rows:
        told = self.carried.pop(0) if self.carried else NO_ROWS
        if isinstance(told, EngineError):
            raise told
        return told

    async def refresh(self) -> Schema:
        self.refreshed += 1
        self.schema = self.newer
        return self.schema


def answer_of(engine: Any, command: str, arguments: dict[str, Any], **where: Any) -> Answer:
    call = Call(command, arguments, **{"keyspace": "ks", "collection": "c", **where})
    return asyncio.run(dispatch(call, River(engine, Limits())))


def code(answer: Answer) -> str:
    (failure,) = answer.errors
    return failure.name


def applied(done: bool = True) -> Rows:
    return Rows(applied=done)


def found(*ids: str) -> Rows:
    return Rows(rows=[((1, id_), uuid4(), f'{{"_id":"{id_}","n":1}}') for id_ in ids])


def test_a_known_collection_needs_no_look_at_the_schema() -> None:
    engine = Steered(schema_of(table_of("c")), Rows(rows=[('{"_id":"x"}',)]))
    assert answer_of(engine, "findOne", {"filter": {"_id": "x"}}).data is not None
    assert engine.refreshed == 0


def test_an_unknown_collection_is_looked_for_once_more() -> None:
    engine = Steered(schema_of(), newer=schema_of(table_of("c")))
    assert not answer_of(engine, "findOne", {}).errors
    assert engine.refreshed == 1


@pytest.mark.parametrize(
    ("where", "name"),
    [({"collection": "d"}, "UNKNOWN_COLLECTION_OR_TABLE"), ({"keyspace": "other"}, "UNKNOWN_KEYSPACE")],
)
def test_what_is_not_there(where: dict[str, str], name: str) -> None:
    engine = Steered(schema_of(table_of("c")))
    assert code(answer_of(engine, "findOne", {}, **where)) == name
    assert engine.refreshed == 1
    assert engine.asked == []


def test_a_stale_schema_is_looked_at_again() -> None:
    engine = Steered(schema_of(table_of("c")), StaleSchema("changed"), newer=schema_of(table_of("c")))
    assert not answer_of(engine, "findOne", {}).errors
    assert engine.refreshed == 1
    forever = Steered(schema_of(table_of("c")), *[StaleSchema("again")] * 10)
    assert code(answer_of(forever, "findOne", {})) == "UNAVAILABLE_DATABASE"


def test_a_collection_that_went_away_meanwhile() -> None:
    engine = Steered(schema_of(table_of("c")), StaleSchema("dropped"), newer=schema_of())
    assert code(answer_of(engine, "findOne", {})) == "UNKNOWN_COLLECTION_OR_TABLE"


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("find", "NOT_SUPPORTED_YET"),
        ("countDocuments", "UNSUPPORTED_TABLE_COMMAND"),
        ("listIndexes", "NOT_SUPPORTED_YET"),
    ],
)
def test_commands_on_a_table(command: str, name: str) -> None:
    assert code(answer_of(Steered(schema_of(table_of("c", collection=False))), command, {})) == name


def test_every_violation_is_told() -> None:
    answer = answer_of(Steered(schema_of(table_of("c"))), "find", {"options": {"limit": 0, "skip": -1}})
    assert [failure.name for failure in answer.errors] == ["COMMAND_FIELD_VALUE_INVALID"] * 2


# ------------------------------------------------------------------ lost races


def set_n(n: int) -> dict[str, Any]:
    return {"filter": {"n": 1}, "update": {"$set": {"n": n}}}


def test_a_lost_race_is_run_again_with_the_filter() -> None:
    engine = Steered(schema_of(table_of("c")), found("x"), applied(False), found("x"), applied())
    assert answer_of(engine, "updateOne", set_n(2)).status == {"matchedCount": 1, "modifiedCount": 1}
    again, values = engine.asked[2]
    assert again.endswith("WHERE key = ? AND array_contains CONTAINS ?")
    assert values == ((1, "x"), "n N1")


def test_a_document_that_no_longer_matches_is_left_alone() -> None:
    engine = Steered(schema_of(table_of("c")), found("x"), applied(False), NO_ROWS)
    assert answer_of(engine, "updateOne", set_n(2)).status == {"matchedCount": 0, "modifiedCount": 0}


def test_races_lost_on_every_attempt() -> None:
    lost = (found("x"), applied(False)) * DEFAULTS.write_attempts
    answer = answer_of(Steered(schema_of(table_of("c")), *lost), "updateOne", set_n(2))
    assert code(answer) == "FAILED_CONCURRENT_OPERATIONS"
    assert answer.errors[0].document_ids == ("x",)
    assert answer.status is None


def test_a_race_lost_by_an_upsert_starts_again() -> None:
    engine = Steered(schema_of(table_of("c")), NO_ROWS, applied(False), found("x"), applied())
    asked = {"filter": {"_id": "x"}, "update": {"$set": {"n": 2}}, "options": {"upsert": True}}
    assert answer_of(engine, "updateOne", asked).status == {"matchedCount": 1, "modifiedCount": 1}
    assert engine.asked[1][0].endswith("IF tx_id = null")


def test_an_upsert_of_a_document_that_is_there_and_does_not_match() -> None:
    engine = Steered(schema_of(table_of("c")), *(NO_ROWS, applied(False)) * DEFAULTS.write_attempts)
    asked = {"filter": {"_id": "x", "n": 1}, "update": {"$set": {"m": 2}}, "options": {"upsert": True}}
    assert code(answer_of(engine, "updateOne", asked)) == "DOCUMENT_ALREADY_EXISTS"


def test_delete_many_names_what_it_could_not_delete() -> None:
    versions = Rows(rows=[((1, "x"), uuid4()), ((2, "5"), uuid4())])
    again = Rows(rows=[((2, "5"), uuid4())])
    lost = (again, applied(False)) * (DEFAULTS.write_attempts - 1)
    engine = Steered(schema_of(table_of("c")), versions, applied(), applied(False), *lost)
    answer = answer_of(engine, "deleteMany", {"filter": {"n": 1}})
    assert answer.status == {"deletedCount": 1}
    assert code(answer) == "FAILED_CONCURRENT_OPERATIONS"
    assert answer.errors[0].document_ids == (5,)


# ------------------------------------------------------------------ inserts


def test_insert_many_tells_what_the_engine_failed_at() -> None:
    engine = Steered(schema_of(table_of("c")), applied(), StorageFault("disk full"), applied(False))
    answer = answer_of(engine, "insertMany", {"documents": [{"_id": 1}, {"_id": 2}, {"_id": 3}]})
    assert answer.status == {"insertedIds": [1]}
    assert [(failure.name, failure.document_ids) for failure in answer.errors] == [
        ("FAILED_WRITE_REQUEST", (2,)),
        ("DOCUMENT_ALREADY_EXISTS", (3,)),
    ]


def test_insert_one_that_the_engine_failed_at() -> None:
    engine = Steered(schema_of(table_of("c")), StorageFault("disk full"))
    assert code(answer_of(engine, "insertOne", {"document": {"_id": 1}})) == "FAILED_WRITE_REQUEST"


def test_insert_one_that_finds_its_own_row_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    own = uuid4()
    monkeypatch.setattr("cassette.commands.documents.inserting.new_tx_id", lambda: own)
    columns: Callable[[str], Any] = lambda name: type("Column", (), {"name": name})()  # noqa: E731
    row = Rows((columns("[applied]"), columns("key"), columns("tx_id")), [(False, (2, "1"), own)], applied=False)
    engine = Steered(schema_of(table_of("c")), row)
    assert answer_of(engine, "insertOne", {"document": {"_id": 1}}).status == {"insertedIds": [1]}


# ------------------------------------------------------------------ collections


def test_create_collection_that_somebody_else_made_meanwhile() -> None:
    engine = Steered(schema_of(), AlreadyExists("c"), newer=schema_of())
    engine.newer = schema_of()

    async def refresh() -> Schema:
        engine.refreshed += 1
        return schema_of() if engine.refreshed == 1 else schema_of(table_of("c"))

    engine.refresh = refresh  # type: ignore[method-assign]
    assert answer_of(engine, "createCollection", {"name": "c"}, collection=None).status == {"ok": 1}
    texts = [text for text, _ in engine.asked]
    assert texts[0].startswith("CREATE TABLE ks.c ")
    assert texts[1].startswith("CREATE TABLE IF NOT EXISTS ks.c ")
    assert not any(text.startswith("DROP") for text in texts)


def test_create_collection_takes_back_what_it_made() -> None:
    engine = Steered(schema_of(), NO_ROWS, NO_ROWS, StorageFault("disk full"))
    assert code(answer_of(engine, "createCollection", {"name": "c"}, collection=None)) == "FAILED_WRITE_REQUEST"
    assert engine.asked[-1][0] == "DROP TABLE IF EXISTS ks.c"


def test_create_collection_beyond_the_ceiling() -> None:
    call = Call("createCollection", {"name": "d"}, "ks")
    answer = asyncio.run(dispatch(call, River(Steered(schema_of(table_of("c"))), Limits(collections=1))))  # type: ignore[arg-type]
    assert code(answer) == "TOO_MANY_COLLECTIONS"


def test_create_collection_where_a_table_is() -> None:
    engine = Steered(schema_of(table_of("c", collection=False)))
    assert code(answer_of(engine, "createCollection", {"name": "c"}, collection=None)) == (
        "EXISTING_TABLE_NOT_DATA_API_COLLECTION"
    )


def test_find_collections_shows_collections_only() -> None:
    engine = Steered(schema_of(table_of("b"), table_of("t", collection=False), table_of("a")))
    assert answer_of(engine, "findCollections", {}, collection=None).status == {"collections": ["a", "b"]}
    explained = answer_of(engine, "findCollections", {"options": {"explain": True}}, collection=None).status
    assert explained is not None
    assert explained["collections"][0] == {
        "name": "a",
        "options": {"lexical": {"enabled": False}, "rerank": {"enabled": False}},
    }
