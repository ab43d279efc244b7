"""Tokenizers: a text into its terms.

standard      words, by the rules of Unicode (UAX 29): "can't stop, 3.14" -> can't stop 3.14
whitespace    what stands between spaces
letter        runs of letters
lowercase     runs of letters, in lower case
keyword       the whole text, in one
ngram         every piece of minGramSize (1) to maxGramSize (2) characters
edgengram     the same, from the beginning only
"""

import re
from collections.abc import Callable, Mapping

import apsw.unicode

from cassette.errors import InvalidRequest

Tokenizer = Callable[[str], list[str]]

MOST_CHARS = 255
"""Longer words are cut into pieces, as Lucene does."""
MOST_GRAM_CHARS = 50
LETTERS = re.compile(r"[^\W\d_]+")


def standard(text: str) -> list[str]:
    """Find the words of a text."""
    words = list(apsw.unicode.word_iter(text))
    if all(len(word) <= MOST_CHARS for word in words):
        return words
    return [word[at : at + MOST_CHARS] for word in words for at in range(0, len(word), MOST_CHARS)]


def grams(text: str, least: int, most: int, *, edge: bool) -> list[str]:
    """Cut every piece of a length out of a text; those at its beginning only, for an edge."""
    starts = range(1 if edge else len(text))
    return [text[at : at + size] for at in starts for size in range(least, most + 1) if at + size <= len(text)]


def gram_sizes(args: Mapping[str, str], least: int, most: int) -> tuple[int, int]:
    """Read minGramSize and maxGramSize. Raises InvalidRequest."""
    found = [args.get("minGramSize", str(least)), args.get("maxGramSize", str(most))]
    if not all(size.isdigit() for size in found) or not 1 <= int(found[0]) <= int(found[1]) <= MOST_GRAM_CHARS:
        raise InvalidRequest(
            f"minGramSize and maxGramSize are whole numbers from 1 to {MOST_GRAM_CHARS}, the first not the greater"
        )
    return int(found[0]), int(found[1])


def _grams(args: Mapping[str, str], *, edge: bool) -> Tokenizer:
    least, most = gram_sizes(args, 1, 1 if edge else 2)
    return lambda text: grams(text, least, most, edge=edge)


TOKENIZERS: dict[str, Callable[[Mapping[str, str]], Tokenizer]] = {
    "edgengram": lambda args: _grams(args, edge=True),
    "keyword": lambda _: lambda text: [text],
    "letter": lambda _: LETTERS.findall,
    "lowercase": lambda _: lambda text: LETTERS.findall(text.lower()),
    "ngram": lambda args: _grams(args, edge=False),
    "standard": lambda _: standard,
    "whitespace": lambda _: str.split,
}
