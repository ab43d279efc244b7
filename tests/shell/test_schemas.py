"""Whole schemas: KillrVideo's of both generations with its data, and one with every type."""

import os
from pathlib import Path

import pytest
from tests.shell.conftest import HERE, Shell

DATA = Path(os.environ.get("KILLRVIDEO_DATA", HERE.parents[2] / "shared" / "data" / "killrvideo"))
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the sample data of KillrVideo is not here: KILLRVIDEO_DATA")
FILES = ["killrvideo/modern.cql", "killrvideo/classic.cql", "every_type.cql"]
VIDEOS = (
    "videos (videoid, added_date, category, content_features, content_rating, description, language, location, "
    "location_type, name, preview_image_location, tags, userid, views, youtube_id)"
)
LOADED = {
    "users": 150,
    "user_credentials": 150,
    "tags": 24,
    "user_preferences": 105,
    "latest_videos": 100,
    "comments": 771,
    "comments_by_user": 771,
    "video_ratings_by_user": 884,
    "video_ratings": 404,
    "video_playback_stats": 500,
    "tag_counts": 24,
}


@pytest.mark.parametrize("file", FILES)
def test_schema_runs_twice_and_describes_itself(shell: Shell, file: str) -> None:
    schema = str(HERE / file)
    assert shell("-f", schema) == (0, "", "")
    assert shell("-f", schema) == (0, "", "")
    described = shell("-e", "DESCRIBE SCHEMA").out
    Path("described.cql").write_text(described, "utf-8")
    assert shell("-f", "described.cql", data="again") == (0, "", "")
    assert shell("-e", "DESCRIBE SCHEMA", data="again").out == described


@needs_data
def test_killrvideo_data_is_loaded(shell: Shell) -> None:
    assert shell("-f", str(HERE / "killrvideo" / "modern.cql")).code == 0
    copies = [f"COPY {table} FROM '{DATA / table}.csv' WITH HEADER = true" for table in LOADED]
    copies.append(f"COPY {VIDEOS} FROM '{DATA}/video_out.csv' WITH TEXTESCAPES = true")
    outcome = shell("-k", "killrvideo", "-e", ";\n".join(copies))
    assert outcome.err == ""
    assert outcome.code == 0
    counts = [f"SELECT count(*) FROM {table}" for table in (*LOADED, "videos")]
    found = shell("--json", "-k", "killrvideo", "-e", ";".join(counts)).out.splitlines()
    assert found == [f'{{"count":{count}}}' for count in (*LOADED.values(), 500)]
    questions = [
        "SELECT sum(views) AS n FROM video_playback_stats",
        "SELECT count(*) AS n FROM videos WHERE tags CONTAINS 'cassandra' AND category = 'Demo'",
        "SELECT tag AS n FROM tags ORDER BY tag_vector ANN OF [" + ", ".join(["0.05"] * 384) + "] LIMIT 1",
    ]
    answers = shell("--json", "-k", "killrvideo", "-e", ";".join(questions))
    assert answers.code == 0
    assert answers.out.splitlines()[0] == '{"n":145771}'
    assert len(answers.out.splitlines()) == 3
