"""KillrVideo's 500 videos through astrapy: stored, found by tag, by date and by owner, after a restart.

The data stands beside a checkout, not in it. What is expected is worked out here from the file itself.
"""

import csv
import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from astrapy import Collection
from astrapy.data_types import DataAPITimestamp
from astrapy.ids import UUID
from tests.clients.conftest import connect
from tests.clients.library import KEYSPACE, Document

from cassette import testing

FILE = Path(__file__).parents[3] / "shared" / "data" / "killrvideo" / "video_out.csv"
COLUMNS = [
    "_id",
    "added_date",
    "category",
    "content_features",
    "content_rating",
    "description",
    "language",
    "location",
    "location_type",
    "name",
    "preview_image_location",
    "tags",
    "userid",
    "views",
    "youtube_id",
]
VECTORS = "content_features"

pytestmark = pytest.mark.skipif(not FILE.is_file(), reason="needs KillrVideo's video_out.csv beside the checkout")


def read_videos() -> list[Document]:
    """Read the dump of the table as documents: nulls and vectors left out, sets as arrays."""
    # cqlsh's COPY: no header, a backslash before what it escapes, nothing for null
    with FILE.open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file, doublequote=False, escapechar="\\"))
    return [
        {name: value_of(name, text) for name, text in zip(COLUMNS, row, strict=True) if text and name != VECTORS}
        for row in rows
    ]


def value_of(name: str, text: str) -> Any:
    match name:
        case "_id" | "userid":
            return UUID(text)
        case "added_date":
            return DataAPITimestamp.from_datetime(datetime.datetime.strptime(text, "%Y-%m-%d %H:%M:%S.%f%z"))
        case "tags":
            return [tag.strip(" '") for tag in text.strip("{}").split(",")]
        case "location_type":
            return int(text)
        case _:
            return text


@pytest.fixture(scope="module")
def expected() -> list[Document]:
    return read_videos()


@pytest.fixture(scope="module")
def videos(expected: list[Document], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection[Document]]:
    """The collection with all videos, on disk, on a server that has been started anew."""
    with testing.server(tmp_path_factory.mktemp("killrvideo")) as server:
        database = connect(server)
        database.get_database_admin().create_keyspace(KEYSPACE)
        videos = database.create_collection("videos")
        inserted = videos.insert_many(expected)
        assert inserted.inserted_ids == [video["_id"] for video in expected]
        server.restart()
        yield videos


def ids(found: list[Document]) -> list[str]:
    """Give the ids of videos, in order; no video may be there twice."""
    texts = sorted(str(video["_id"]) for video in found)
    assert len(set(texts)) == len(texts)
    return texts


def month(year: int, number: int = 1) -> DataAPITimestamp:
    return DataAPITimestamp.from_datetime(datetime.datetime(year, number, 1, tzinfo=datetime.UTC))


def test_the_file_is_what_it_should_be(expected: list[Document]) -> None:
    assert len(ids(expected)) == 500
    assert len({video["userid"] for video in expected}) == 135
    assert len({tag for video in expected for tag in video["tags"]}) > 20


def test_videos_come_back_as_they_were(videos: Collection[Document], expected: list[Document]) -> None:
    assert videos.count_documents({}, upper_bound=1000) == 500
    found = {video["_id"]: video for video in videos.find({})}
    assert found == {video["_id"]: video for video in expected}
    for video in expected[::25]:
        assert videos.find_one({"_id": video["_id"]}) == video


def test_videos_are_found_by_tag(videos: Collection[Document], expected: list[Document]) -> None:
    tags = sorted({tag for video in expected for tag in video["tags"]})
    for tag in tags:
        wanted = [video for video in expected if tag in video["tags"]]
        assert ids(videos.find({"tags": tag}, projection={"tags": True}).to_list()) == ids(wanted)
        assert videos.count_documents({"tags": tag}, upper_bound=1000) == len(wanted)
    assert sorted(videos.distinct("tags")) == tags


def test_videos_are_found_by_several_tags(videos: Collection[Document], expected: list[Document]) -> None:
    two = {"cassandra", "workshop"}
    both = [video for video in expected if two <= set(video["tags"])]
    either = [video for video in expected if two & set(video["tags"])]
    assert len(either) > len(both) > 0
    assert ids(videos.find({"tags": {"$all": sorted(two)}}).to_list()) == ids(both)
    assert ids(videos.find({"tags": {"$in": sorted(two)}}).to_list()) == ids(either)
    neither = {"tags": {"$nin": sorted(two)}}
    assert videos.count_documents(neither, upper_bound=1000) == 500 - len(either)
    alone = [video for video in expected if len(video["tags"]) == 1]
    assert ids(videos.find({"tags": {"$size": 1}}).to_list()) == ids(alone)


@pytest.mark.parametrize(
    ("first", "after"),
    [
        *((month(year), month(year + 1)) for year in range(2020, 2027)),
        *((month(2023, number), month(2023, number + 1)) for number in (1, 6, 11)),
        (month(2022, 3), month(2024, 9)),
    ],
    ids=str,
)
def test_videos_are_found_by_date_range(
    videos: Collection[Document], expected: list[Document], first: DataAPITimestamp, after: DataAPITimestamp
) -> None:
    wanted = [video for video in expected if first <= video["added_date"] < after]
    range_ = {"added_date": {"$gte": first, "$lt": after}}
    assert ids(videos.find(range_).to_list()) == ids(wanted)
    assert videos.count_documents(range_, upper_bound=1000) == len(wanted)


def test_date_ranges_hold_their_first_moment_and_not_their_last(
    videos: Collection[Document], expected: list[Document]
) -> None:
    dates = sorted({video["added_date"] for video in expected})
    first, last = dates[100], dates[200]
    wanted = [video for video in expected if first <= video["added_date"] < last]
    assert {video["added_date"] for video in wanted} == set(dates[100:200])
    # as datetimes, the other way to say it
    bounds = {"$gte": first.to_datetime(tz=datetime.UTC), "$lt": last.to_datetime(tz=datetime.UTC)}
    assert ids(videos.find({"added_date": bounds}).to_list()) == ids(wanted)
    wider = [video for video in expected if first < video["added_date"] <= last]
    assert ids(videos.find({"added_date": {"$gt": first, "$lte": last}}).to_list()) == ids(wider)


def test_videos_are_found_by_owner(videos: Collection[Document], expected: list[Document]) -> None:
    for owner in {video["userid"] for video in expected}:
        wanted = [video for video in expected if video["userid"] == owner]
        assert ids(videos.find({"userid": owner}).to_list()) == ids(wanted)
    assert videos.find_one({"userid": expected[0]["_id"]}) is None


def test_videos_are_found_by_everything_at_once(videos: Collection[Document], expected: list[Document]) -> None:
    wanted = [
        video
        for video in expected
        if ("cassandra" in video["tags"] or video["category"] == "Tutorial") and month(2022) <= video["added_date"]
    ]
    assert 0 < len(wanted) < 500
    filter_ = {
        "$or": [{"tags": "cassandra"}, {"category": "Tutorial"}],
        "added_date": {"$gte": month(2022)},
        "language": "en",
    }
    assert ids(videos.find(filter_).to_list()) == ids(wanted)


def test_newest_videos_come_first_page_by_page(videos: Collection[Document], expected: list[Document]) -> None:
    by_id = sorted(expected, key=lambda video: str(video["_id"]))
    newest = sorted(by_id, key=lambda video: int(video["added_date"].timestamp_ms), reverse=True)
    found: list[Document] = []
    for skip in range(0, 500, 50):
        page = videos.find({}, sort={"added_date": -1}, skip=skip, limit=50, projection={"name": True}).to_list()
        assert len(page) == 50
        found += page
    assert [video["_id"] for video in found] == [video["_id"] for video in newest]
    assert found[0] == {"_id": newest[0]["_id"], "name": newest[0]["name"]}
    latest = videos.find({"tags": "cassandra"}, sort={"added_date": -1}, limit=5)
    assert [video["_id"] for video in latest] == [video["_id"] for video in newest if "cassandra" in video["tags"]][:5]


def test_all_videos_page_by_page(videos: Collection[Document], expected: list[Document]) -> None:
    page = videos.find({}).fetch_next_page()
    found = page.results
    while page.next_page_state is not None:
        page = videos.find({}, initial_page_state=page.next_page_state).fetch_next_page()
        assert len(page.results) == 50
        found += page.results
    assert ids(found) == ids(expected)
