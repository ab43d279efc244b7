"""How typed text and files are cut."""

import time

import pytest

from cassette.shell.input import entries, is_complete

LINE_WORDS = {"DESC", "EXPAND", "SHOW", "SOURCE", "?"}


def cut(text: str) -> list[tuple[str, int, bool]]:
    return [(one.text, one.line, one.complete) for one in entries(text, LINE_WORDS.__contains__)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" -- nothing\n/* at\nall */ ;;\n", []),
        ("expand on\nSELECT a\n FROM t;", [("expand on", 1, True), ("SELECT a\n FROM t", 2, True)]),
        ("-- note\n/* two\nlines */ EXPAND ON -- yes\nUSE a;", [("EXPAND ON", 3, True), ("USE a", 4, True)]),
        ("SHOW A; USE a; DESC B\nU", [("SHOW A", 1, True), ("USE a", 1, True), ("DESC B", 1, True), ("U", 2, False)]),
        ("SOURCE 'a;b.cql'\r\n?", [("SOURCE 'a;b.cql'", 1, True), ("?", 2, True)]),
        ("SELECT 'a;\nSHOW b' FROM t;", [("SELECT 'a;\nSHOW b' FROM t", 1, True)]),
        ("SELECT\nshow FROM t;", [("SELECT\nshow FROM t", 1, True)]),
        ("BEGIN BATCH USE a;\nUSE b; APPLY BATCH;", [("BEGIN BATCH USE a;\nUSE b; APPLY BATCH", 1, True)]),
        ("SELECT 'open;\n", [("SELECT 'open;\n", 1, False)]),
    ],
)  # fmt: skip
def test_entries(text: str, expected: list[tuple[str, int, bool]]) -> None:
    assert cut(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", True), ("USE a", False), ("USE a;", True), ("EXPAND", True), ("USE 'a;", False), ("USE a; USE b", False)],
)
def test_is_complete(text: str, expected: bool) -> None:
    assert is_complete(text, LINE_WORDS.__contains__) is expected


@pytest.mark.parametrize("line", ["USE a;\n", "INSERT 'x;\n", "BEGIN BATCH USE a;\n", "SHOW x\n", "'", "-- x\n", "/*"])
def test_entries_take_no_quadratic_time(line: str) -> None:
    text = line * (500_000 // len(line))
    started = time.perf_counter()
    list(entries(text, LINE_WORDS.__contains__))
    assert time.perf_counter() - started < 5
