"""The Data API's commands on a real engine: what only shows when both are there."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from cassette.api.dataapi.door import handle
from cassette.api.http import Request
from cassette.commands.dispatch import River
from cassette.compile.documents.limits import Limits

OnEngine = Callable[[Callable[[Any], Awaitable[None]]], None]


async def ask(session: Any, command: str, arguments: dict[str, Any], path: str = "/v1/ks/c", **limits: int) -> Any:
    body = json.dumps({command: arguments}).encode()
    response = await handle(Request("POST", path, {}, body), River(session.engine, Limits(**limits)))
    return json.loads(response.body)


async def make(session: Any, name: str = "c") -> Any:
    return await ask(session, "createCollection", {"name": name}, "/v1/ks")


def codes(answer: Any) -> list[str]:
    return [error["errorCode"] for error in answer.get("errors", [])]


def test_collection_made_by_many_at_once(on_engine: OnEngine) -> None:
    async def body(session: Any) -> None:
        names = [f"c{at % 5}" for at in range(40)]
        answers = await asyncio.gather(*(make(session, name) for name in names))
        assert answers == [{"status": {"ok": 1}}] * 40
        found = await ask(session, "findCollections", {}, "/v1/ks")
        assert found == {"status": {"collections": ["c0", "c1", "c2", "c3", "c4"]}}
        table = session.engine.schema.table("ks", "c0")
        assert len(table.indexes) == 8

    on_engine(body)


def test_collection_is_dropped_and_made_again_under_load(on_engine: OnEngine) -> None:
    async def body(session: Any) -> None:
        await make(session)
        dropped = ask(session, "deleteCollection", {"name": "c"}, "/v1/ks")
        inserts = (ask(session, "insertOne", {"document": {"_id": at}}) for at in range(20))
        answers = await asyncio.gather(*inserts, dropped, make(session))
        for answer in answers:
            assert codes(answer) in ([], ["UNKNOWN_COLLECTION_OR_TABLE"])
        await make(session)
        assert codes(await ask(session, "insertOne", {"document": {"_id": "new"}})) == []

    on_engine(body)


def test_increments_of_many_writers_are_all_there(on_engine: OnEngine) -> None:
    async def body(session: Any) -> None:
        await make(session)
        await ask(session, "insertOne", {"document": {"_id": "k", "n": 0}})
        increment = {"filter": {"_id": "k"}, "update": {"$inc": {"n": 1}}}
        answers = await asyncio.gather(*(ask(session, "updateOne", increment, write_attempts=50) for _ in range(20)))
        assert answers == [{"status": {"matchedCount": 1, "modifiedCount": 1}}] * 20
        assert (await ask(session, "findOne", {"filter": {"_id": "k"}}))["data"]["document"]["n"] == 20

    on_engine(body)


def test_increments_are_told_when_they_are_not_there(on_engine: OnEngine) -> None:
    async def body(session: Any) -> None:
        await make(session)
        await ask(session, "insertOne", {"document": {"_id": "k", "n": 0}})
        increment = {"filter": {"_id": {"$in": ["k", "other"]}}, "update": {"$inc": {"n": 1}}}
        answers = await asyncio.gather(*(ask(session, "updateOne", increment) for _ in range(20)))
        done = answers.count({"status": {"matchedCount": 1, "modifiedCount": 1}})
        lost = [answer for answer in answers if codes(answer) == ["FAILED_CONCURRENT_OPERATIONS"]]
        assert done + len(lost) == 20
        assert all(answer["errors"][0]["documentIds"] == ["k"] for answer in lost)
        assert (await ask(session, "findOne", {"filter": {"_id": "k"}}))["data"]["document"]["n"] == done

    on_engine(body)


def test_upserts_of_many_writers_make_one_document(on_engine: OnEngine) -> None:
    async def body(session: Any) -> None:
        await make(session)
        upsert = {"filter": {"_id": "k"}, "update": {"$inc": {"n": 1}}, "options": {"upsert": True}}
        answers = await asyncio.gather(*(ask(session, "updateOne", upsert, write_attempts=50) for _ in range(10)))
        assert sum("upsertedId" in answer["status"] for answer in answers) == 1
        assert (await ask(session, "findOne", {"filter": {"_id": "k"}}))["data"]["document"] == {"_id": "k", "n": 10}

    on_engine(body)


def test_inserts_of_many_writers_store_one(on_engine: OnEngine) -> None:
    async def body(session: Any) -> None:
        await make(session)
        answers = await asyncio.gather(
            *(ask(session, "insertOne", {"document": {"_id": "k", "n": at}}) for at in range(20))
        )
        assert sum(answer["status"]["insertedIds"] == ["k"] for answer in answers) == 1
        assert sum(codes(answer) == ["DOCUMENT_ALREADY_EXISTS"] for answer in answers) == 19

    on_engine(body)


def test_documents_of_one_insert_many_with_the_same_id(on_engine: OnEngine) -> None:
    async def body(session: Any) -> None:
        await make(session)
        answer = await ask(session, "insertMany", {"documents": [{"_id": "k", "n": at} for at in range(5)]})
        assert answer["status"] == {"insertedIds": ["k"]}
        assert codes(answer) == ["DOCUMENT_ALREADY_EXISTS"] * 4

    on_engine(body)


def test_pages_give_every_document_once(on_engine: OnEngine) -> None:
    async def body(session: Any) -> None:
        await make(session)
        for start in range(0, 230, 100):
            documents = [{"_id": at} for at in range(start, min(start + 100, 230))]
            assert len((await ask(session, "insertMany", {"documents": documents}))["status"]["insertedIds"]) == len(
                documents
            )
        seen: list[int] = []
        state = None
        while True:
            page = (await ask(session, "find", {"options": {"pageState": state}}))["data"]
            seen += [document["_id"] for document in page["documents"]]
            state = page["nextPageState"]
            if state is None:
                break
        assert sorted(seen) == list(range(230))

    on_engine(body)


def test_sort_of_too_many_documents_is_refused(on_engine: OnEngine) -> None:
    async def body(session: Any) -> None:
        await make(session)
        await ask(session, "insertMany", {"documents": [{"_id": at, "n": -at} for at in range(12)]})
        first = await ask(session, "find", {"sort": {"n": 1}, "options": {"limit": 2}}, sort_rows=13)
        assert [document["_id"] for document in first["data"]["documents"]] == [11, 10]
        assert codes(await ask(session, "find", {"sort": {"n": 1}}, sort_rows=12)) == ["OVERLOADED_SORT_ROW_LIMIT"]
        some = await ask(session, "find", {"sort": {"n": 1}, "filter": {"n": {"$gt": -5}}}, sort_rows=12)
        assert len(some["data"]["documents"]) == 5

    on_engine(body)


def test_delete_many_until_there_is_no_more(on_engine: OnEngine) -> None:
    async def body(session: Any) -> None:
        await make(session)
        await ask(session, "insertMany", {"documents": [{"_id": at, "n": 1} for at in range(45)]})
        deleted = []
        while True:
            status = (await ask(session, "deleteMany", {"filter": {"n": 1}}))["status"]
            deleted.append(status["deletedCount"])
            if "moreData" not in status:
                break
        assert deleted == [20, 20, 5]

    on_engine(body)


def test_documents_survive_a_restart_digit_for_digit(on_engine: OnEngine) -> None:
    async def body(session: Any) -> None:
        if session.directory is None:
            return
        await make(session)
        body_text = b'{"insertOne":{"document":{"_id":12.12312321312312312312312321,"n":9000000000000000123,"e":1E+5}}}'
        stored = await handle(Request("POST", "/v1/ks/c", {}, body_text), River(session.engine))
        assert stored.body == b'{"status":{"insertedIds":[12.12312321312312312312312321]}}'
        await session.restart()
        found = await handle(
            Request("POST", "/v1/ks/c", {}, b'{"findOne":{"filter":{"e":100000}}}'), River(session.engine)
        )
        assert found.body == (
            b'{"data":{"document":{"_id":12.12312321312312312312312321,"n":9000000000000000123,"e":1E+5}}}'
        )
        assert await make(session) == {"status": {"ok": 1}}

    on_engine(body)
