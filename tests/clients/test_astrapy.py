"""astrapy against a served Cassette, on disk and across a restart: what its documentation shows of collections."""

import datetime
import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any, TypedDict

import pytest
from astrapy import Collection, DataAPIClient, Database
from astrapy.api_options import APIOptions, SerdesOptions
from astrapy.constants import Environment, ReturnDocument
from astrapy.cursors import CursorState
from astrapy.data_types import DataAPITimestamp
from astrapy.exceptions import (
    CollectionDeleteManyException,
    CollectionInsertManyException,
    CollectionUpdateManyException,
    CursorException,
    DataAPIHttpException,
    DataAPIResponseException,
    TooManyDocumentsToCountException,
)
from astrapy.ids import UUID
from astrapy.info import CollectionDefinition
from tests.clients.conftest import connect
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
from cassette.server.passwords import hash_password

Documents = Collection[Document]


@pytest.fixture(scope="module")
def database(server: testing.Server) -> Database:
    return connect(server)


@pytest.fixture
def collection(database: Database, names: Iterator[str]) -> Documents:
    """A collection of one's own, empty."""
    return database.create_collection(next(names))


@pytest.fixture(scope="module")
def names() -> Iterator[str]:
    return (f"c{number}" for number in itertools.count(1))


@pytest.fixture(scope="module")
def books(shelf: testing.Server) -> Documents:
    """BOOKS, to read only."""
    return connect(shelf).get_collection("books")


@pytest.fixture(scope="module")
def many(server: testing.Server) -> Documents:
    """125 documents, to read only: three pages."""
    many = connect(server).create_collection("many")
    many.insert_many(numbered(125))
    return many


def code_of(error: DataAPIResponseException | DataAPIHttpException | Exception) -> str | None:
    """Give the code of the only error in a response, which has a title, a message and an id too."""
    assert isinstance(error, DataAPIResponseException | DataAPIHttpException)
    (descriptor,) = error.error_descriptors
    assert descriptor.title
    assert descriptor.message
    assert descriptor.id
    return descriptor.error_code


# ------------------------------------------------------------------ keyspaces


def test_keyspaces_are_created_listed_used_and_dropped(server: testing.Server) -> None:
    database = connect(server)
    admin = database.get_database_admin()
    admin.create_keyspace("attic", update_db_keyspace=True)
    admin.create_keyspace("attic")  # again: nothing happens
    admin.create_keyspace("cellar", replication_options={"class": "SimpleStrategy", "replication_factor": 1})
    assert database.keyspace == "attic"
    assert {"attic", "cellar", KEYSPACE} <= set(admin.list_keyspaces())
    database.create_collection("boxes").insert_one({"_id": 1})
    assert connect(server).list_collection_names(keyspace="attic") == ["boxes"]
    admin.drop_keyspace("attic")
    admin.drop_keyspace("cellar")
    assert not {"attic", "cellar"} & set(admin.list_keyspaces())
    with pytest.raises(DataAPIResponseException) as refused:
        database.get_collection("boxes").find_one({})
    assert code_of(refused.value) == "UNKNOWN_KEYSPACE"


@pytest.mark.parametrize("environment", [Environment.HCD, Environment.CASSANDRA, Environment.DSE, Environment.OTHER])
def test_every_environment_of_ones_own_works(server: testing.Server, environment: str) -> None:
    collection = connect(server, environment).create_collection("environments")
    collection.insert_one({"_id": environment})
    assert collection.find_one({"_id": environment}) == {"_id": environment}


# ------------------------------------------------------------------ collections


def test_collections_are_created_listed_and_dropped(database: Database) -> None:
    definition = CollectionDefinition.builder().with_default_id("uuid").with_indexing("deny", ["text"]).build()
    notes = database.create_collection("notes", definition=definition)
    again = database.create_collection("notes", definition=definition)  # with the same settings: nothing happens
    assert again == notes
    listed = {described.name: described.definition for described in database.list_collections()}
    assert listed["notes"].indexing == {"deny": ["text"]}
    assert listed["notes"].default_id == definition.default_id
    assert notes.options().indexing == {"deny": ["text"]}
    assert "notes" in database.list_collection_names()
    with pytest.raises(DataAPIResponseException) as refused:
        database.create_collection("notes")
    assert code_of(refused.value) == "EXISTING_COLLECTION_DIFFERENT_SETTINGS"
    database.drop_collection("notes")
    notes.drop()  # once more: nothing happens
    assert "notes" not in database.list_collection_names()


@pytest.mark.parametrize("kind", DEFAULT_IDS)
def test_default_id_makes_ids_of_its_kind(database: Database, kind: str) -> None:
    made, version = DEFAULT_IDS[kind]
    definition = CollectionDefinition.builder().with_default_id(kind).build()
    collection = database.create_collection(f"made_{kind}", definition=definition)
    first = collection.insert_one({"n": 0}).inserted_id
    assert type(first) is made
    if version is not None:
        assert isinstance(first, UUID)
        assert first.version == version
    rest = collection.insert_many([{"n": n} for n in range(1, 9)]).inserted_ids
    upserted = collection.update_one({"n": 9}, {"$set": {"m": 1}}, upsert=True).update_info["upserted"]
    assert {type(one) for one in (*rest, upserted)} == {made}
    assert collection.find_one({"_id": first}) == {"_id": first, "n": 0}
    assert len({document["_id"] for document in collection.find({})}) == 10


def test_default_id_is_a_text_unless_said_otherwise(collection: Documents) -> None:
    made = collection.insert_one({"n": 0}).inserted_id
    assert isinstance(made, str)
    assert UUID(made).version == 4


@pytest.mark.parametrize(
    ("mode", "target", "found", "refused"),
    [
        ("allow", ["a", "b.c"], ({"a": 1}, {"b.c": 2}), ({"b.d": 3}, {"e": 4})),
        ("deny", ["a", "b.c"], ({"b.d": 3}, {"e": 4}), ({"a": 1}, {"b.c": 2})),
        ("deny", ["*"], ({"_id": 7},), ({"a": 1}, {"e": 4})),
        ("allow", ["*"], ({"a": 1}, {"b.c": 2}, {"b.d": 3}), ()),
    ],
)
def test_indexing_decides_what_can_be_asked(
    database: Database,
    names: Iterator[str],
    mode: str,
    target: list[str],
    found: tuple[Document, ...],
    refused: tuple[Document, ...],
) -> None:
    definition = CollectionDefinition.builder().with_indexing(mode, target).build()
    collection = database.create_collection(next(names), definition=definition)
    document = {"_id": 7, "a": 1, "b": {"c": 2, "d": 3}, "e": 4}
    collection.insert_one(document)
    assert [collection.find_one(filter_) for filter_ in found] == [document] * len(found)
    for filter_ in refused:
        with pytest.raises(DataAPIResponseException) as error:
            collection.find_one(filter_)
        assert code_of(error.value) == "FILTER_PATH_UNINDEXED"


def test_unknown_collection_is_told(database: Database) -> None:
    with pytest.raises(DataAPIResponseException) as error:
        database.get_collection("nowhere").find_one({})
    assert code_of(error.value) == "UNKNOWN_COLLECTION_OR_TABLE"


# ------------------------------------------------------------------ reading


@pytest.mark.parametrize("name", FILTERS)
def test_find_filters(books: Documents, name: str) -> None:
    filter_, expected = FILTERS[name]
    found = books.find(filter_).to_list()
    assert sorted(found, key=lambda book: str(book["_id"])) == [BY_ID[one] for one in expected.split()]
    assert books.count_documents(filter_, upper_bound=10) == len(found)
    one = books.find_one(filter_)
    assert (one in found) if found else (one is None)


@pytest.mark.parametrize("name", SORTS)
def test_find_sorts(books: Documents, name: str) -> None:
    sort, more, expected = SORTS[name]
    assert ids(books.find({}, sort=sort, **more).to_list()) == expected
    if expected and "skip" not in more:
        first = books.find_one({}, sort=sort)
        assert first is not None
        assert first["_id"] == expected.split()[0]


@pytest.mark.parametrize("name", PROJECTIONS)
def test_find_projections(books: Documents, name: str) -> None:
    of, projection, expected = PROJECTIONS[name]
    assert books.find_one({"_id": of}, projection=projection) == expected
    assert books.find({"_id": of}, projection=projection).to_list() == [expected]


@pytest.mark.parametrize("name", REFUSALS)
def test_refusals_name_the_reason_and_change_nothing(books: Documents, name: str) -> None:
    refusal: Refusal = REFUSALS[name]
    with pytest.raises(DataAPIResponseException) as error:
        getattr(books, refusal.method)(*refusal.arguments, **refusal.more)
    assert code_of(error.value) == refusal.code
    assert sorted(books.find({}), key=lambda book: str(book["_id"])) == BOOKS


def test_distinct(books: Documents) -> None:
    assert sorted(books.distinct("tags")) == ["desert", "pond", "sf", "village"]
    assert sorted(books.distinct("author.born")) == [1775, 1882, 1920]
    assert sorted(books.distinct("editions.year", filter={"title": "Ulysses"})) == [1922, 1934]
    assert books.distinct("tags.0", filter={"_id": "emma"}) == ["village"]


def test_cursor_goes_through_all_pages(many: Documents) -> None:
    cursor = many.find({})
    assert cursor.state is CursorState.IDLE
    assert sorted(document["n"] for document in cursor) == list(range(125))
    assert (cursor.consumed, cursor.state) == (125, CursorState.CLOSED)
    cursor.rewind()
    assert len(cursor.to_list()) == 125
    assert len(many.find({"even": True}).to_list()) == 63
    assert len(many.find({"group": {"$in": ["g0", "g1"]}}).to_list()) == 84


@pytest.mark.parametrize(("limit", "count"), [(1, 1), (49, 49), (50, 50), (51, 51), (100, 100), (124, 124), (500, 125)])
def test_cursor_stops_at_its_limit(many: Documents, limit: int, count: int) -> None:
    assert len({document["_id"] for document in many.find({}, limit=limit)}) == count
    assert len(many.find({"even": True}).limit(limit).to_list()) == min(count, 63)


def test_cursor_page_by_page(many: Documents) -> None:
    page = many.find({}, projection={"n": True}).fetch_next_page()
    sizes, seen = [len(page.results)], [document["n"] for document in page.results]
    while page.next_page_state is not None:
        page = many.find({}, initial_page_state=page.next_page_state).fetch_next_page()
        sizes.append(len(page.results))
        seen += [document["n"] for document in page.results]
    assert (sizes, sorted(seen)) == ([50, 50, 25], list(range(125)))


def test_cursor_methods(many: Documents) -> None:
    cursor = many.find({"n": {"$lt": 5}}, projection={"n": True}).map(lambda document: document["n"] * 10)
    assert cursor.has_next()
    first = next(cursor)
    assert sorted([first, *cursor.to_list()]) == [0, 10, 20, 30, 40]
    assert not cursor.has_next()
    assert sorted(cursor.clone()) == [0, 10, 20, 30, 40]
    with pytest.raises(CursorException):
        cursor.filter({})
    seen: list[int] = []
    cursor.rewind()
    cursor.for_each(seen.append)
    assert sorted(seen) == [0, 10, 20, 30, 40]

    def until_two(document: Document) -> bool:
        seen.append(document["n"])
        return len(seen) < 7

    rest = many.find({"n": {"$lt": 5}})
    rest.for_each(until_two)
    assert (len(seen), len(rest.to_list())) == (7, 3)


def test_cursor_sorted_and_skipping(many: Documents) -> None:
    sorted_ = many.find({}).sort({"n": -1}).skip(20).limit(30).project({"n": True})
    assert [document["n"] for document in sorted_] == list(range(104, 74, -1))
    # a sort is one page: the original gives no more
    assert [document["n"] for document in many.find({}, sort={"n": 1})] == list(range(50))


def test_counts(many: Documents) -> None:
    assert many.count_documents({}, upper_bound=125) == 125
    assert many.count_documents({"even": True, "n": {"$gte": 100}}, upper_bound=100) == 13
    with pytest.raises(TooManyDocumentsToCountException) as too_many:
        many.count_documents({}, upper_bound=124)
    assert not too_many.value.server_max_count_exceeded
    assert many.estimated_document_count() >= 0


def test_count_ends_at_a_thousand(collection: Documents) -> None:
    collection.insert_many(numbered(1001), chunk_size=100)
    assert collection.count_documents({"n": {"$gt": 0}}, upper_bound=1000) == 1000
    with pytest.raises(TooManyDocumentsToCountException) as too_many:
        collection.count_documents({}, upper_bound=5000)
    assert too_many.value.server_max_count_exceeded


# ------------------------------------------------------------------ inserting


@pytest.mark.parametrize("name", IDS)
def test_ids_come_back_as_they_were(collection: Documents, name: str) -> None:
    one, document = IDS[name], {"_id": IDS[name], "n": 1}
    assert collection.insert_one(document).inserted_id == one
    assert collection.find_one({"_id": one}) == document
    assert collection.find({"_id": {"$in": [one, "nobody"]}}).to_list() == [document]
    with pytest.raises(DataAPIResponseException) as error:
        collection.insert_one(document)
    assert code_of(error.value) == "DOCUMENT_ALREADY_EXISTS"
    assert collection.update_one({"_id": one}, {"$inc": {"n": 1}}).update_info["nModified"] == 1
    assert collection.replace_one({"_id": one}, {"n": 3}).update_info["nModified"] == 1
    assert collection.find_one_and_delete({"_id": one}) == {"_id": one, "n": 3}
    upserted = collection.update_one({"_id": one}, {"$set": {"n": 4}}, upsert=True).update_info
    assert upserted["upserted"] == one
    assert collection.delete_one({"_id": one}).deleted_count == 1


@pytest.mark.parametrize(
    "how",
    [
        {"ordered": True},
        {"ordered": True, "chunk_size": 20},
        {"ordered": False, "concurrency": 1},
        {"ordered": False, "concurrency": 5, "chunk_size": 7},
        {"chunk_size": 100},
    ],
)
def test_insert_many(collection: Documents, how: dict[str, Any]) -> None:
    result = collection.insert_many(numbered(110), **how)
    assert result.inserted_ids == list(range(110))
    assert collection.count_documents({}, upper_bound=200) == 110


def test_insert_many_of_more_than_a_hundred_at_once_is_refused(collection: Documents) -> None:
    with pytest.raises(CollectionInsertManyException) as error:
        collection.insert_many(numbered(101), chunk_size=101)
    assert error.value.inserted_ids == []
    assert code_of(error.value.exceptions[0]) == "COMMAND_FIELD_VALUE_INVALID"
    assert collection.find_one({}) is None


def test_insert_many_ordered_stops_at_a_duplicate(collection: Documents) -> None:
    collection.insert_one({"_id": 30, "old": True})
    with pytest.raises(CollectionInsertManyException) as error:
        collection.insert_many(numbered(60), ordered=True, chunk_size=25)
    assert error.value.inserted_ids == list(range(30))
    (cause,) = error.value.exceptions
    assert code_of(cause) == "DOCUMENT_ALREADY_EXISTS"
    assert collection.count_documents({}, upper_bound=100) == 31
    assert collection.find_one({"_id": 30}) == {"_id": 30, "old": True}


def test_insert_many_unordered_stores_what_it_can(collection: Documents) -> None:
    collection.insert_many([{"_id": 3}, {"_id": 33}, {"_id": 34}])
    documents = [*numbered(60), {"_id": "bad", "$price": 1}]
    with pytest.raises(CollectionInsertManyException) as error:
        collection.insert_many(documents, chunk_size=20, concurrency=3)
    stored = [n for n in range(60) if n not in (3, 33, 34)]
    assert error.value.inserted_ids == stored
    codes = [
        descriptor.error_code
        for cause in error.value.exceptions
        if isinstance(cause, DataAPIResponseException)
        for descriptor in cause.error_descriptors
    ]
    assert sorted(map(str, codes)) == ["DOCUMENT_ALREADY_EXISTS"] * 3 + ["SHRED_BAD_FIELD_NAME"]
    assert collection.count_documents({}, upper_bound=100) == 60


def test_insert_many_with_the_same_id_twice(collection: Documents) -> None:
    with pytest.raises(CollectionInsertManyException) as error:
        collection.insert_many([{"_id": 1, "n": 1}, {"_id": 1, "n": 2}, {"_id": 2}])
    assert error.value.inserted_ids == [1, 2]
    assert collection.count_documents({}, upper_bound=10) == 2


# ------------------------------------------------------------------ values


def test_dates_as_timestamps_and_as_datetimes(collection: Documents) -> None:
    moment = datetime.datetime(2024, 2, 29, 12, 30, 15, 678_000, tzinfo=datetime.UTC)
    collection.insert_one({"_id": 1, "at": moment})
    collection.insert_one({"_id": 2, "at": DataAPITimestamp(-62_135_596_800_000)})
    assert collection.find_one({"at": moment}) == {"_id": 1, "at": DataAPITimestamp.from_datetime(moment)}
    plain = APIOptions(serdes_options=SerdesOptions(custom_datatypes_in_reading=False))
    found = collection.with_options(api_options=plain).find_one({"at": {"$gt": moment - datetime.timedelta(days=1)}})
    assert found == {"_id": 1, "at": moment}
    earlier = collection.find({"at": {"$lt": DataAPITimestamp(0)}}).to_list()
    assert earlier == [{"_id": 2, "at": DataAPITimestamp(-62_135_596_800_000)}]


# the client sends no other decimals as numbers: one with a sign or an exponent goes as a text
EXACT = ["12.12312321312312312312312321", "9000000000000000123.5", "123456789012345678901234567890.25"]


@pytest.mark.parametrize("digits", EXACT)
def test_decimals_are_exact_to_the_last_digit(collection: Documents, digits: str) -> None:
    options = APIOptions(serdes_options=SerdesOptions(use_decimals_in_collections=True))
    exact = collection.with_options(api_options=options)
    value = Decimal(digits)
    exact.insert_one({"_id": "d", "value": value, "list": [value]})
    found = exact.find_one({"value": value})
    assert found is not None
    assert (found["value"], found["list"]) == (value, [value])
    assert exact.find_one({"list": value}) == found
    assert exact.find_one({"value": Decimal(digits + "1")}) is None
    after = exact.find_one_and_update({"_id": "d"}, {"$mul": {"value": -1}}, return_document=ReturnDocument.AFTER)
    assert after is not None
    assert after["value"] == Decimal("-" + digits)


def test_nested_values_come_back_as_they_were(collection: Documents) -> None:
    document = {
        "_id": "all",
        "deep": {"list": [1, [2, {"three": None}], "ü 𝄞 \x00 \x7f"], "flag": False, "empty": {}, "none": []},
        "numbers": [0, -1, 2**63, 0.125, 1e300, -2.5e-5],
        "bytes": b"\x00\x01\xff",
        "R&D": {"v1.0": 1},
    }
    collection.insert_one(document)
    assert collection.find_one({"deep.flag": False}) == document
    assert collection.find_one({"numbers": 2**63}) == document


# ------------------------------------------------------------------ changing


@pytest.mark.parametrize("name", UPDATES)
def test_updates(collection: Documents, name: str) -> None:
    before, update, after = UPDATES[name]
    collection.insert_many([{"_id": n, **before} for n in range(3)])
    assert collection.update_one({"_id": 0}, update).update_info == {
        "n": 1, "updatedExisting": True, "ok": 1.0, "nModified": 1,
    }  # fmt: skip
    assert collection.find_one_and_update({"_id": 1}, update) == {"_id": 1, **before}
    made = collection.find_one_and_update({"_id": 2}, update, return_document=ReturnDocument.AFTER)
    assert made == {"_id": 2, **after}
    assert sorted(collection.find({}), key=lambda document: int(document["_id"])) == [
        {"_id": n, **after} for n in range(3)
    ]


def test_update_current_date(collection: Documents) -> None:
    collection.insert_one({"_id": 1})
    before = datetime.datetime.now(datetime.UTC) - datetime.timedelta(milliseconds=1)
    collection.update_one({"_id": 1}, {"$currentDate": {"seen": True}})
    assert collection.find_one({"seen": {"$gte": before, "$lte": datetime.datetime.now(datetime.UTC)}}) is not None


def test_update_one_without_a_match_and_without_a_change(collection: Documents) -> None:
    collection.insert_one({"_id": 1, "a": 1})
    same = collection.update_one({"_id": 1}, {"$set": {"a": 1}}).update_info
    assert (same["n"], same["nModified"]) == (1, 0)
    none = collection.update_one({"_id": 2}, {"$set": {"a": 1}}).update_info
    assert (none["n"], none["nModified"], none["updatedExisting"]) == (0, 0, False)
    assert collection.find({}).to_list() == [{"_id": 1, "a": 1}]


def test_update_one_upsert_is_made_of_the_filter_and_the_update(collection: Documents) -> None:
    info = collection.update_one(
        {"_id": "new", "lang": "el", "year": {"$gt": 5}},
        {"$set": {"title": "Odyssey"}, "$setOnInsert": {"first": True}, "$push": {"tags": "epic"}},
        upsert=True,
    ).update_info
    assert (info["n"], info["upserted"], info["updatedExisting"]) == (1, "new", False)
    expected = {"_id": "new", "lang": "el", "title": "Odyssey", "first": True, "tags": ["epic"]}
    assert collection.find_one({"title": "Odyssey"}) == expected


def test_update_one_and_delete_one_take_a_sort(collection: Documents) -> None:
    collection.insert_many(numbered(5))
    collection.update_one({}, {"$set": {"last": True}}, sort={"n": -1})
    assert collection.find_one({"last": True}) == {**numbered(5)[4], "last": True}
    collection.delete_one({}, sort={"n": 1})
    assert sorted(document["n"] for document in collection.find({})) == [1, 2, 3, 4]
    assert collection.find_one_and_delete({}, sort={"n": -1}, projection={"n": True}) == {"_id": 4, "n": 4}


def test_update_many_goes_through_all_pages_once(collection: Documents) -> None:
    collection.insert_many(numbered(130))
    # it changes what it searches for: no document may be met twice, none left out
    info = collection.update_many({"n": {"$gte": 0}}, {"$inc": {"n": 1000, "changed": 1}}).update_info
    assert (info["n"], info["nModified"]) == (130, 130)
    assert collection.count_documents({"changed": 1}, upper_bound=200) == 130
    assert collection.count_documents({"n": {"$gte": 1000, "$lt": 1130}}, upper_bound=200) == 130
    assert collection.update_many({"even": True}, {"$set": {"even": None}}).update_info["nModified"] == 65


def test_update_many_upsert(collection: Documents) -> None:
    info = collection.update_many({"_id": "made", "kind": "none"}, {"$push": {"list": 1}}, upsert=True).update_info
    assert (info["n"], info["nModified"], info["upserted"]) == (1, 0, "made")
    assert collection.find({}).to_list() == [{"_id": "made", "kind": "none", "list": [1]}]


def test_update_many_and_delete_many_tell_what_failed(collection: Documents) -> None:
    collection.insert_many([{"_id": n, "a": "text" if n == 3 else n} for n in range(6)])
    with pytest.raises(CollectionUpdateManyException) as refused:
        collection.update_many({}, {"$inc": {"a": "x"}})
    assert code_of(refused.value.cause) == "UNSUPPORTED_UPDATE_OPERATION_PARAM"
    assert refused.value.partial_result.update_info["n"] == 0
    with pytest.raises(CollectionDeleteManyException) as not_deleted:
        collection.delete_many({"a": {"$sounds": "like"}})
    assert code_of(not_deleted.value.cause) == "FILTER_UNSUPPORTED_OPERATOR"
    assert not_deleted.value.partial_result.deleted_count == 0
    assert collection.count_documents({}, upper_bound=10) == 6


def test_replace_one(collection: Documents) -> None:
    collection.insert_one({"_id": 1, "a": 1})
    assert collection.replace_one({"a": 1}, {"b": 2}).update_info["nModified"] == 1
    assert collection.find({}).to_list() == [{"_id": 1, "b": 2}]
    assert collection.find_one({"a": 1}) is None
    upserted = collection.replace_one({"_id": 2}, {"c": 3}, upsert=True).update_info
    assert upserted["upserted"] == 2
    assert collection.replace_one({"_id": 3}, {"c": 3}).update_info["n"] == 0


def test_find_one_and_replace(collection: Documents) -> None:
    collection.insert_one({"_id": 1, "a": 1, "b": 1})
    assert collection.find_one_and_replace({"a": 1}, {"a": 2}) == {"_id": 1, "a": 1, "b": 1}
    after: dict[str, Any] = {"return_document": ReturnDocument.AFTER, "projection": {"c": True}}
    assert collection.find_one_and_replace({"a": 2}, {"_id": 1, "c": 3}, **after) == {"_id": 1, "c": 3}
    assert collection.find_one_and_replace({"a": 2}, {"c": 4}) is None
    assert collection.find_one_and_replace({"_id": 2}, {"c": 4}, upsert=True) is None
    assert collection.find_one_and_replace({"_id": 3}, {"c": 5}, upsert=True, **after) == {"_id": 3, "c": 5}
    assert collection.count_documents({}, upper_bound=10) == 3


def test_find_one_and_update_before_and_after(collection: Documents) -> None:
    update = {"$inc": {"n": 1}}
    assert collection.find_one_and_update({"_id": 1}, update) is None
    assert collection.find_one_and_update({"_id": 1}, update, upsert=True) is None
    assert collection.find_one_and_update({"_id": 1}, update) == {"_id": 1, "n": 1}
    after: dict[str, Any] = {"return_document": ReturnDocument.AFTER}
    assert collection.find_one_and_update({"_id": 1}, update, **after) == {"_id": 1, "n": 3}
    assert collection.find_one_and_update({"_id": 2}, update, upsert=True, **after) == {"_id": 2, "n": 1}


def test_delete_many(collection: Documents) -> None:
    collection.insert_many(numbered(125))
    assert collection.delete_many({"group": "g1"}).deleted_count == 42
    assert collection.delete_many({"group": "g1"}).deleted_count == 0
    assert collection.count_documents({}, upper_bound=125) == 83
    assert collection.delete_one({"_id": 0}).deleted_count == 1
    assert collection.delete_one({"_id": 0}).deleted_count == 0
    assert collection.delete_many({}).deleted_count == -1
    assert collection.find_one({}) is None
    assert collection.insert_one({"_id": 0}).inserted_id == 0


def test_updates_at_once_lose_nothing(collection: Documents) -> None:
    collection.insert_one({"_id": 1, "hits": 0})
    codes: list[str | None] = []

    def hit(_: int) -> bool:
        try:
            return bool(collection.update_one({"_id": 1}, {"$inc": {"hits": 1}}).update_info["nModified"])
        except DataAPIResponseException as error:
            codes.append(code_of(error))
            return False

    with ThreadPoolExecutor(8) as threads:
        done = sum(threads.map(hit, range(80)))
    assert codes == ["FAILED_CONCURRENT_OPERATIONS"] * (80 - done)
    assert collection.find_one({"_id": 1}) == {"_id": 1, "hits": done}


# ------------------------------------------------------------------ typed collections


class Book(TypedDict, total=False):
    _id: str
    title: str
    pages: int


def test_collections_can_be_typed(database: Database) -> None:
    shelf: Collection[Book] = database.create_collection("typed", document_type=Book)
    shelf.insert_one(Book(_id="emma", title="Emma", pages=474))
    found = shelf.find_one({"pages": {"$gt": 400}})
    assert found is not None
    title: str = found["title"]
    assert title == "Emma"


# ------------------------------------------------------------------ who may come in


def test_missing_token_is_a_401(server: testing.Server) -> None:
    stranger = DataAPIClient(environment=Environment.HCD).get_database(server.url, keyspace=KEYSPACE)
    with pytest.raises(DataAPIHttpException) as error:
        stranger.get_collection("many").find_one({})
    assert code_of(error.value) == "MISSING_AUTHENTICATION_TOKEN"
    assert error.value.response.status_code == 401


def test_wrong_password_is_a_401_and_the_right_one_opens(tmp_path: Path) -> None:
    users = {"cassandra": hash_password("open sesame")}
    with testing.server(tmp_path, auth="users", users=users) as server:
        with pytest.raises(DataAPIHttpException) as error:
            connect(server).list_collection_names()
        assert code_of(error.value) == "UNAUTHENTICATED_REQUEST"
        assert error.value.response.status_code == 401
        database = connect(server, password="open sesame")
        database.get_database_admin().create_keyspace(KEYSPACE)
        assert database.list_collection_names() == []


# ------------------------------------------------------------------ a restart


def test_everything_written_is_there_after_a_restart(tmp_path: Path) -> None:
    with testing.server(tmp_path) as server:
        database = connect(server)
        database.get_database_admin().create_keyspace(KEYSPACE)
        definition = CollectionDefinition.builder().with_default_id("uuidv7").with_indexing("deny", ["text"]).build()
        database.create_collection("notes", definition=definition)
        database.create_collection("dropped").drop()
        many = database.create_collection("many")
        many.insert_many(numbered(120))
        many.update_many({"even": True}, {"$set": {"marked": True}, "$unset": {"group": ""}})
        many.delete_many({"n": {"$gte": 100}})
        many.find_one_and_replace({"_id": 1}, {"replaced": {"yes": True}})
        many.find_one_and_delete({"_id": 3})
        many.insert_many([{"_id": value} for value in IDS.values() if value not in (7, True)])
        left = many.find({}).to_list()
        server.restart()

        assert sorted(database.list_collection_names()) == ["many", "notes"]
        described = {one.name: one.definition for one in database.list_collections()}
        assert described["notes"].indexing == {"deny": ["text"]}
        assert many.find({}).to_list() == left
        assert many.count_documents({"marked": True}, upper_bound=100) == 50
        assert many.count_documents({"group": {"$exists": True}}, upper_bound=100) == 48
        assert many.find_one({"replaced.yes": True}) == {"_id": 1, "replaced": {"yes": True}}
        assert many.find_one({"_id": 3}) is None
        assert many.update_one({"_id": 5}, {"$inc": {"n": 1000}}).update_info["nModified"] == 1
        assert many.find_one({"n": 1005}) is not None
        made = database.get_collection("notes").insert_one({"text": "after"}).inserted_id
        assert (type(made), made.version) == (UUID, 7)
