"""astrapy's async half against a served Cassette, on disk and across a restart.

It goes through the same tables as test_astrapy.py, many requests at once, and does what only async code does.
"""

import asyncio
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from astrapy import AsyncCollection, AsyncDatabase, DataAPIClient
from astrapy.api_options import APIOptions, SerdesOptions
from astrapy.authentication import UsernamePasswordTokenProvider
from astrapy.constants import Environment, ReturnDocument
from astrapy.cursors import CursorState
from astrapy.exceptions import (
    CollectionInsertManyException,
    CollectionUpdateManyException,
    DataAPIHttpException,
    DataAPIResponseException,
    DataAPITimeoutException,
    TooManyDocumentsToCountException,
)
from astrapy.info import CollectionDefinition
from tests.clients.conftest import Run
from tests.clients.library import (
    BOOKS,
    BY_ID,
    DEFAULT_IDS,
    FILTERS,
    IDS,
    KEYSPACE,
    PROJECTIONS,
    REFUSALS,
    SORTS,
    UPDATES,
    Document,
    Refusal,
    ids,
    numbered,
)

from cassette import testing

Documents = AsyncCollection[Document]


def connect(server: testing.Server, environment: str = Environment.HCD) -> AsyncDatabase:
    token = UsernamePasswordTokenProvider("cassandra", "cassandra")
    return DataAPIClient(environment=environment).get_async_database(server.url, token=token, keyspace=KEYSPACE)


async def in_order(collection: Documents) -> list[Document]:
    documents = await collection.find({}).to_list()
    return sorted(documents, key=lambda document: str(document["_id"]))


# ------------------------------------------------------------------ reading


def test_find_filters(shelf: testing.Server, run: Run) -> None:
    async def test() -> None:
        books = connect(shelf).get_collection("books")
        found = await asyncio.gather(*(books.find(filter_).to_list() for filter_, _ in FILTERS.values()))
        counted = await asyncio.gather(*(books.count_documents(one, upper_bound=9) for one, _ in FILTERS.values()))
        expected = {name: expected for name, (_, expected) in FILTERS.items()}
        by_name = {name: sorted(ids(documents).split()) for name, documents in zip(FILTERS, found, strict=True)}
        assert {name: " ".join(one) for name, one in by_name.items()} == expected
        assert counted == [len(documents) for documents in found]
        assert all(book == BY_ID[book["_id"]] for documents in found for book in documents)

    run(test)


def test_find_sorts_and_projections(shelf: testing.Server, run: Run) -> None:
    async def test() -> None:
        books = connect(shelf).get_collection("books")
        cursors = [books.find({}, sort=sort, **more) for sort, more, _ in SORTS.values()]
        found = await asyncio.gather(*(cursor.to_list() for cursor in cursors))
        assert dict(zip(SORTS, map(ids, found), strict=True)) == {name: row[2] for name, row in SORTS.items()}
        shown = await asyncio.gather(
            *(books.find_one({"_id": of}, projection=projection) for of, projection, _ in PROJECTIONS.values())
        )
        assert dict(zip(PROJECTIONS, shown, strict=True)) == {name: row[2] for name, row in PROJECTIONS.items()}

    run(test)


def test_refusals_at_once_name_their_reasons_and_change_nothing(shelf: testing.Server, run: Run) -> None:
    async def test() -> None:
        books = connect(shelf).get_collection("books")

        async def code(refusal: Refusal) -> str | None:
            with pytest.raises(DataAPIResponseException) as error:
                await getattr(books, refusal.method)(*refusal.arguments, **refusal.more)
            return error.value.error_descriptors[0].error_code

        codes = await asyncio.gather(*map(code, REFUSALS.values()))
        assert dict(zip(REFUSALS, codes, strict=True)) == {name: one.code for name, one in REFUSALS.items()}
        assert await in_order(books) == BOOKS

    run(test)


def test_cursors(server: testing.Server, run: Run) -> None:
    async def test() -> None:
        many = await connect(server).create_collection("many")
        inserted = await many.insert_many(numbered(125), chunk_size=30, concurrency=4)
        assert inserted.inserted_ids == list(range(125))
        cursor = many.find({})
        seen = [document["n"] async for document in cursor]
        assert (sorted(seen), cursor.state) == (list(range(125)), CursorState.CLOSED)
        cursor.rewind()
        seen.clear()

        async def take(document: Document) -> bool:
            seen.append(document["n"])
            return len(seen) < 60

        await cursor.for_each(take)
        assert (len(seen), len(await cursor.to_list())) == (60, 65)
        doubled = many.find({"n": {"$lt": 3}}).map(lambda document: document["n"] * 2)
        assert await doubled.has_next()
        assert sorted([await anext(doubled), *await doubled.to_list()]) == [0, 2, 4]
        page = await many.find({}).fetch_next_page()
        sizes = [len(page.results)]
        while page.next_page_state is not None:
            page = await many.find({}, initial_page_state=page.next_page_state).fetch_next_page()
            sizes.append(len(page.results))
        assert sizes == [50, 50, 25]
        last = many.find({}, sort={"n": -1}, skip=5, limit=3)
        assert [document["n"] async for document in last] == [119, 118, 117]
        assert sorted(await many.distinct("group")) == ["g0", "g1", "g2"]
        with pytest.raises(TooManyDocumentsToCountException):
            await many.count_documents({}, upper_bound=124)
        assert await many.estimated_document_count() >= 0

    run(test)


# ------------------------------------------------------------------ writing


def test_keyspaces_and_collections(server: testing.Server, run: Run) -> None:
    async def test() -> None:
        async with connect(server) as database:
            admin = database.get_database_admin()
            await admin.async_create_keyspace("attic", update_db_keyspace=True)
            assert database.keyspace == "attic"
            # many at once: making collections is what clients do at their start
            names = [f"box_{n}" for n in range(12)]
            definition = CollectionDefinition.builder().with_indexing("allow", ["a"]).build()
            await asyncio.gather(*(database.create_collection(name, definition=definition) for name in names * 2))
            assert sorted(await database.list_collection_names()) == sorted(names)
            described = await database.list_collections()
            assert {str(one.definition.indexing) for one in described} == {str({"allow": ["a"]})}
            await asyncio.gather(*map(database.drop_collection, names[1:]))
            assert await database.list_collection_names() == ["box_0"]
            await admin.async_drop_keyspace("attic")
            assert "attic" not in await admin.async_list_keyspaces()

    run(test)


def test_default_ids(server: testing.Server, run: Run) -> None:
    async def made(database: AsyncDatabase, kind: str) -> None:
        definition = CollectionDefinition.builder().with_default_id(kind).build()
        collection = await database.create_collection(f"made_{kind}", definition=definition)
        inserted = await collection.insert_many([{"n": n} for n in range(60)], concurrency=3)
        assert {type(one) for one in inserted.inserted_ids} == {DEFAULT_IDS[kind][0]}
        assert len(set(inserted.inserted_ids)) == 60

    async def test() -> None:
        await asyncio.gather(*(made(connect(server), kind) for kind in DEFAULT_IDS))

    run(test)


def test_updates(server: testing.Server, run: Run) -> None:
    async def updated(collection: Documents, name: str) -> Document | None:
        before, update, _ = UPDATES[name]
        await collection.insert_one({"_id": name, **before})
        return await collection.find_one_and_update({"_id": name}, update, return_document=ReturnDocument.AFTER)

    async def test() -> None:
        collection = await connect(server).create_collection("updates")
        after = await asyncio.gather(*(updated(collection, name) for name in UPDATES))
        expected = [{"_id": name, **after} for name, (_, _, after) in UPDATES.items()]
        assert after == expected
        assert await in_order(collection) == sorted(expected, key=lambda document: str(document["_id"]))

    run(test)


def test_ids_and_decimals_come_back_as_they_were(server: testing.Server, run: Run) -> None:
    async def there_and_back(collection: Documents, value: Any) -> Document | None:
        await collection.insert_one({"_id": value})
        return await collection.find_one({"_id": value})

    async def test() -> None:
        options = APIOptions(serdes_options=SerdesOptions(use_decimals_in_collections=True))
        collection = await connect(server).create_collection("values")
        back = await asyncio.gather(*(there_and_back(collection, value) for value in IDS.values()))
        assert back == [{"_id": value} for value in IDS.values()]
        exact = collection.with_options(api_options=options)
        document = {"_id": "decimal", "d": Decimal("12.12312321312312312312312321")}
        await exact.insert_one(document)
        assert await exact.find_one({"d": document["d"]}) == document

    run(test)


def test_changing_and_deleting(server: testing.Server, run: Run) -> None:
    async def test() -> None:
        collection = await connect(server).create_collection("changes")
        await collection.insert_many(numbered(130))
        info = (await collection.update_many({"n": {"$gte": 0}}, {"$inc": {"n": 1000}})).update_info
        assert (info["n"], info["nModified"]) == (130, 130)
        assert await collection.count_documents({"n": {"$gte": 1000}}, upper_bound=200) == 130
        assert (await collection.replace_one({"_id": 1}, {"new": 1})).update_info["nModified"] == 1
        upserted = (await collection.update_one({"_id": "u"}, {"$set": {"a": 1}}, upsert=True)).update_info
        assert upserted["upserted"] == "u"
        assert await collection.find_one_and_replace({"_id": "u"}, {"a": 2}) == {"_id": "u", "a": 1}
        assert await collection.find_one_and_delete({"a": 2}) == {"_id": "u", "a": 2}
        assert (await collection.delete_one({"new": 1})).deleted_count == 1
        assert (await collection.delete_many({"group": "g0"})).deleted_count == 44
        assert await collection.count_documents({}, upper_bound=200) == 85
        with pytest.raises(CollectionUpdateManyException) as refused:
            await collection.update_many({}, {"$fold": {"a": 1}})
        assert refused.value.partial_result.update_info["n"] == 0
        assert (await collection.delete_many({})).deleted_count == -1
        assert await in_order(collection) == []

    run(test)


def test_insert_many_with_duplicates(server: testing.Server, run: Run) -> None:
    async def test() -> None:
        collection = await connect(server).create_collection("duplicates")
        await collection.insert_one({"_id": 30})
        with pytest.raises(CollectionInsertManyException) as ordered:
            await collection.insert_many(numbered(60), ordered=True, chunk_size=25)
        assert ordered.value.inserted_ids == list(range(30))
        with pytest.raises(CollectionInsertManyException) as unordered:
            await collection.insert_many(numbered(60), chunk_size=13, concurrency=4)
        assert unordered.value.inserted_ids == list(range(31, 60))
        assert await collection.count_documents({}, upper_bound=100) == 60

    run(test)


def test_writers_at_once_lose_nothing(server: testing.Server, run: Run) -> None:
    async def test() -> None:
        collection = await connect(server).create_collection("hits")
        hits = (collection.update_one({"_id": 1}, {"$inc": {"hits": 1}}, upsert=True) for _ in range(60))
        answers = await asyncio.gather(*hits, return_exceptions=True)
        lost = [str(answer) for answer in answers if isinstance(answer, DataAPIResponseException)]
        assert all("FAILED_CONCURRENT_OPERATIONS" in text for text in lost)
        assert not [answer for answer in answers if isinstance(answer, BaseException) and str(answer) not in lost]
        assert await in_order(collection) == [{"_id": 1, "hits": 60 - len(lost)}]

    run(test)


def test_client_that_gives_up_leaves_all_or_nothing(server: testing.Server, run: Run) -> None:
    async def test() -> None:
        collection = await connect(server).create_collection("impatient")
        with pytest.raises(DataAPITimeoutException):
            await collection.insert_many(numbered(100), chunk_size=100, timeout_ms=1)
        # done, or never begun; it may be at work while we ask
        counts = [await collection.count_documents({}, upper_bound=200) for _ in range(50)]
        assert counts[-1] in (0, 100)
        assert counts == sorted(counts)

    run(test)


def test_missing_token_and_unknown_names_are_told(server: testing.Server, run: Run) -> None:
    async def test() -> None:
        stranger = DataAPIClient(environment=Environment.HCD).get_async_database(server.url, keyspace=KEYSPACE)
        with pytest.raises(DataAPIHttpException) as error:
            await stranger.list_collection_names()
        assert error.value.error_descriptors[0].error_code == "MISSING_AUTHENTICATION_TOKEN"
        database = connect(server)
        with pytest.raises(DataAPIResponseException, match="UNKNOWN_COLLECTION_OR_TABLE"):
            await database.get_collection("nowhere").find_one({})
        with pytest.raises(DataAPIResponseException, match="UNKNOWN_KEYSPACE"):
            await database.get_collection("nowhere", keyspace="void").find_one({})

    run(test)


# ------------------------------------------------------------------ a restart


def test_everything_written_is_there_after_a_restart(tmp_path: Path, run: Run) -> None:
    with testing.server(tmp_path) as server:

        async def write() -> None:
            database = connect(server)
            await database.get_database_admin().async_create_keyspace(KEYSPACE)
            many = await database.create_collection("many")
            await many.insert_many(numbered(120), concurrency=3)
            await many.update_many({"even": True}, {"$set": {"marked": True}})
            await many.delete_many({"n": {"$gte": 100}})

        async def read() -> None:
            many = connect(server).get_collection("many")
            assert await many.count_documents({"marked": True}, upper_bound=100) == 50
            expected = [one | {"marked": True} if one["even"] else one for one in numbered(100)]
            assert sorted(await many.find({}).to_list(), key=lambda one: int(one["n"])) == expected
            await many.insert_one({"_id": 100})

        run(write)
        server.restart()
        run(read)
