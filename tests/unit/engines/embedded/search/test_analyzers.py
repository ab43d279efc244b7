"""Analyzers: texts into terms."""

import json
from typing import Any

import pytest

from cassette.engines.embedded.search.texts.analyzers import LANGUAGES, analyzer
from cassette.errors import InvalidRequest

UPPERCASE: tuple[str, dict[str, Any]] = ("uppercase", {})
TEXT = "The Quick-brown foxes can't STOP at 3.14, a 日本 Äpfel"


def described(tokenizer: str, *filters: tuple[str, dict[str, Any]]) -> str:
    steps = [{"name": name, "args": args} for name, args in filters]
    return json.dumps({"tokenizer": {"name": tokenizer}, "filters": steps})


@pytest.mark.parametrize(
    ("option", "terms"),
    [
        ("standard", ["the", "quick", "brown", "foxes", "can't", "stop", "at", "3.14", "a", "日", "本", "äpfel"]),
        ("Standard", ["the", "quick", "brown", "foxes", "can't", "stop", "at", "3.14", "a", "日", "本", "äpfel"]),
        ("simple", ["the", "quick", "brown", "foxes", "can", "t", "stop", "at", "a", "日本", "äpfel"]),
        ("stop", ["quick", "brown", "foxes", "can", "t", "stop", "日本", "äpfel"]),
        ("whitespace", ["The", "Quick-brown", "foxes", "can't", "STOP", "at", "3.14,", "a", "日本", "Äpfel"]),
        ("keyword", [TEXT]),
        ("lowercase", [TEXT.lower()]),
        ("english", ["quick", "brown", "fox", "can't", "stop", "3.14", "日", "本", "äpfel"]),
        (described("whitespace", UPPERCASE, ("length", {"max": "3"})), ["THE", "AT", "A", "日本"]),
        (described("keyword", ("edgengram", {"minGramSize": "2", "maxGramSize": 4})), ["Th", "The", "The "]),
        (
            described("standard", ("lowercase", {}), ("asciifolding", {}), ("stop", {"words": "the, foxes"})),
            ["quick", "brown", "can't", "stop", "at", "3.14", "a", "日", "本", "apfel"],
        ),
    ],
)
def test_analyzer_gives_terms(option: str, terms: list[str]) -> None:
    assert analyzer(option)(TEXT) == terms


def test_html_is_stripped_before_the_words_are_found() -> None:
    option = '{"charFilters": [{"name": "htmlstrip"}], "tokenizer": {"name": "standard"}}'
    assert analyzer(option)("<p class='x'>one<b>two</b></p>") == ["one", "two"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_a_stemmer(language: str) -> None:
    assert analyzer(language)("Running runs") != []


def test_words_are_cut_down_to_their_stems() -> None:
    assert analyzer("english")("John's running, runs and ran") == ["john", "run", "run", "ran"]
    assert analyzer("german")("die Häuser des Hauses") == ["die", "haus", "des", "haus"]


def test_long_words_are_cut() -> None:
    assert [len(term) for term in analyzer("standard")("x" * 600)] == [255, 255, 90]


@pytest.mark.parametrize(
    "option",
    [
        "klingon",
        "",
        "{",
        "{}",
        '{"tokenizer": "standard"}',
        '{"tokenizer": {"name": "nope"}}',
        '{"tokenizer": {"name": "standard"}, "filters": [{"name": "nope"}]}',
        '{"tokenizer": {"name": "standard"}, "charFilters": [{"name": "nope"}]}',
        '{"tokenizer": {"name": "standard"}, "more": 1}',
        '{"tokenizer": {"name": "ngram", "args": {"minGramSize": "0"}}}',
        '{"tokenizer": {"name": "ngram", "args": {"minGramSize": "5", "maxGramSize": "2"}}}',
        '{"tokenizer": {"name": "standard"}, "filters": [{"name": "snowballporter", "args": {"language": "Klingon"}}]}',
        '{"tokenizer": {"name": "standard"}, "filters": [{"name": "length", "args": {"min": "x"}}]}',
        "{" * 100_000,
    ],
)
def test_analyzer_that_there_is_not_is_refused(option: str) -> None:
    with pytest.raises(InvalidRequest):
        analyzer(option)
