"""Filters: terms into other terms, one after the other; and character filters, texts into other texts.

lowercase  uppercase  trim      each term
asciifolding                    é -> e, ß -> ss
stop                            leaves the words out that say little: English ones, or args {"words": "a, the"}
porterstem                      running, runs -> run
snowballporter                  the same for args {"language": "German"}
englishpossessive               John's -> John
length                          keeps terms of args {"min": "2", "max": "20"} characters
ngram  edgengram                every piece of a term
removeduplicates                each term once
reversestring                   from its end
"""

import re
from collections.abc import Callable, Mapping

from cassette.engines.embedded.folding import ascii_of
from cassette.engines.embedded.search.texts.tokenizers import gram_sizes, grams
from cassette.errors import InvalidRequest

Terms = list[str]
Filter = Callable[[Terms], Terms]

STOP_WORDS = frozenset(
    (
        "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is", "it", "no", "not",
        "of", "on", "or", "such", "that", "the", "their", "then", "there", "these", "they", "this", "to", "was",
        "will", "with",
    )
)  # fmt: skip
TAG = re.compile(r"<[^<>]*>")
POSSESSIVE = ("'s", "’s", "＇s", "'S", "’S", "＇S")


def each(change: Callable[[str], str]) -> Filter:
    """Make the filter that changes every term."""
    return lambda terms: [change(term) for term in terms]


def stemming(language: str) -> Filter:
    """Make the filter that cuts words down to their stems. Raises InvalidRequest for a language that has none."""
    # most databases have no text index, and these rules take a while to load
    import snowballstemmer

    if language.lower() not in snowballstemmer.algorithms():
        raise InvalidRequest(f"there is no stemmer for {language!r}")
    stemmer = snowballstemmer.stemmer(language.lower())

    def stem(terms: Terms) -> Terms:
        stems: Terms = stemmer.stemWords(terms)
        return stems

    return stem


def stopping(words: frozenset[str]) -> Filter:
    """Make the filter that leaves words out."""
    return lambda terms: [term for term in terms if term not in words]


def english_possessive(term: str) -> str:
    """Take the 's off."""
    return term[:-2] if term.endswith(POSSESSIVE) else term


def _stop(args: Mapping[str, str]) -> Filter:
    words = args.get("words")
    return stopping(STOP_WORDS if words is None else frozenset(word.strip() for word in words.split(",")))


def _length(args: Mapping[str, str]) -> Filter:
    least, most = args.get("min", "0"), args.get("max", str(1 << 31))
    if not (least.isdigit() and most.isdigit()):
        raise InvalidRequest("the filter length takes whole numbers: min and max")
    return lambda terms: [term for term in terms if int(least) <= len(term) <= int(most)]


def _grams(args: Mapping[str, str], *, edge: bool) -> Filter:
    least, most = gram_sizes(args, 1, 1 if edge else 2)
    return lambda terms: [piece for term in terms for piece in grams(term, least, most, edge=edge)]


FILTERS: dict[str, Callable[[Mapping[str, str]], Filter]] = {
    "asciifolding": lambda _: each(ascii_of),
    "edgengram": lambda args: _grams(args, edge=True),
    "englishpossessive": lambda _: each(english_possessive),
    "length": _length,
    "lowercase": lambda _: each(str.lower),
    "ngram": lambda args: _grams(args, edge=False),
    "porterstem": lambda _: stemming("porter"),
    "removeduplicates": lambda _: lambda terms: list(dict.fromkeys(terms)),
    "reversestring": lambda _: each(lambda term: term[::-1]),
    "snowballporter": lambda args: stemming(args.get("language", "english")),
    "stop": _stop,
    "trim": lambda _: each(str.strip),
    "uppercase": lambda _: each(str.upper),
}

CHAR_FILTERS: dict[str, Callable[[Mapping[str, str]], Callable[[str], str]]] = {
    "htmlstrip": lambda _: lambda text: TAG.sub(" ", text),
}
