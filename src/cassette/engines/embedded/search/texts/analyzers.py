"""Analyzers: what the option index_analyzer names.

    standard     words, in lower case            simple        runs of letters, in lower case
    whitespace   what stands between spaces      stop          as simple, without words that say little
    keyword      the whole text                  lowercase     the whole text, in lower case
    english …    words of a language, in lower case, cut down to their stems

or describes, as JSON:

    {"charFilters": [{"name": "htmlstrip"}], "tokenizer": {"name": "whitespace"},
     "filters": [{"name": "lowercase"}, {"name": "edgengram", "args": {"minGramSize": "2", "maxGramSize": "5"}}]}

Languages stem by Snowball's rules; of stop words there are English ones only.
Source: DataStax, the analyzers of SAI, which are Lucene's.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import msgspec

from cassette.engines.embedded.search.texts import filters
from cassette.engines.embedded.search.texts.filters import CHAR_FILTERS, FILTERS, Filter
from cassette.engines.embedded.search.texts.tokenizers import LETTERS, TOKENIZERS, Tokenizer, standard
from cassette.errors import InvalidRequest

Analyzer = Callable[[str], list[str]]

LOWER = filters.each(str.lower)
LANGUAGES = (
    "arabic", "armenian", "basque", "catalan", "danish", "dutch", "english", "estonian", "finnish", "french", "german",
    "greek", "hindi", "hungarian", "indonesian", "irish", "italian", "lithuanian", "norwegian", "portuguese",
    "romanian", "russian", "spanish", "swedish", "turkish",
)  # fmt: skip


class Step(msgspec.Struct, forbid_unknown_fields=True):
    """A tokenizer or a filter, by name."""

    name: str
    args: dict[str, Any] = {}


class Description(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    """An analyzer as JSON describes it."""

    tokenizer: Step
    filters: list[Step] = []
    char_filters: list[Step] = []


@lru_cache(maxsize=256)
def analyzer(option: str) -> Analyzer:
    """Make the analyzer that an option means. Raises InvalidRequest for one that there is not."""
    if option.lstrip().startswith("{"):
        return _described(option)
    name = option.lower()
    if name in NAMED:
        return NAMED[name]()
    if name in LANGUAGES:
        return _language(name)
    known = ", ".join(sorted((*NAMED, *LANGUAGES)))
    raise InvalidRequest(f"there is no analyzer {option!r}: there are {known}, and JSON that describes one")


def _chain(tokenizer: Tokenizer, *steps: Filter, before: tuple[Callable[[str], str], ...] = ()) -> Analyzer:
    def analyze(text: str) -> list[str]:
        for change in before:
            text = change(text)
        terms = tokenizer(text)
        for step in steps:
            terms = step(terms)
        return [term for term in terms if term]

    return analyze


def _language(name: str) -> Analyzer:
    if name == "english":
        possessive, stop = filters.each(filters.english_possessive), filters.stopping(filters.STOP_WORDS)
        return _chain(standard, possessive, LOWER, stop, filters.stemming("porter"))
    return _chain(standard, LOWER, filters.stemming(name))


def _described(option: str) -> Analyzer:
    try:
        found = msgspec.json.decode(option, type=Description)
    except (msgspec.MsgspecError, RecursionError) as fault:
        raise InvalidRequest(f"the analyzer cannot be read: {fault}") from None
    return _chain(
        _made(found.tokenizer, TOKENIZERS, "tokenizer"),
        *(_made(step, FILTERS, "filter") for step in found.filters),
        before=tuple(_made(step, CHAR_FILTERS, "character filter") for step in found.char_filters),
    )


def _made(step: Step, table: dict[str, Callable[[Any], Any]], kind: str) -> Any:
    make = table.get(step.name.lower())
    if make is None:
        raise InvalidRequest(f"there is no {kind} {step.name!r}: there are {', '.join(table)}")
    return make({name: str(value) for name, value in step.args.items()})


NAMED: dict[str, Callable[[], Analyzer]] = {
    "keyword": lambda: _chain(lambda text: [text]),
    "lowercase": lambda: _chain(lambda text: [text], LOWER),
    "simple": lambda: _chain(LETTERS.findall, LOWER),
    "standard": lambda: _chain(standard, LOWER),
    "stop": lambda: _chain(LETTERS.findall, LOWER, filters.stopping(filters.STOP_WORDS)),
    "whitespace": lambda: _chain(str.split),
}
