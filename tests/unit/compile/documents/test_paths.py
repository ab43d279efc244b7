import pytest

from cassette.compile.documents.paths import BadPath, check_escapes, join_path, parse_path, segments_of

PAIRS = [
    ("a", ("a",)),
    ("a.b.0", ("a", "b", "0")),
    ("app&.kubernetes&.io/id", ("app.kubernetes.io/id",)),
    ("c&&d", ("c&d",)),
    ("a&&&.b.c", ("a&.b", "c")),
    ("a&&.b", ("a&", "b")),
    ("&.", (".",)),
    ("&&&&", ("&&",)),
]


@pytest.mark.parametrize(("path", "segments"), PAIRS)
def test_path_is_its_segments(path: str, segments: tuple[str, ...]) -> None:
    assert parse_path(path) == segments
    assert join_path(segments) == path


@pytest.mark.parametrize("path", ["a&b", "a&", "&", "a&&&", "a.b&c", "&&&x"])
def test_lone_ampersand_is_refused(path: str) -> None:
    for read in (parse_path, segments_of, check_escapes):
        with pytest.raises(BadPath, match="ampersand"):
            read(path)


@pytest.mark.parametrize("path", ["", ".a", "a.", "a..b", "a&&.."])
def test_empty_segment_is_refused_by_parse_only(path: str) -> None:
    with pytest.raises(BadPath, match="empty"):
        parse_path(path)
    assert "" in segments_of(path)
