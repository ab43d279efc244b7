"""Terms in FTS5: written so that its plainest tokenizer keeps them apart and as they are.

That tokenizer takes letters and digits of ASCII and all that is beyond ASCII for parts of a word, and makes
capitals small; any other character of a term, a capital, and the letter x itself, is written as x and two
hexadecimal digits. So the analysis is ours, and the file needs nothing but SQLite to be opened.
"""

import re
from collections.abc import Iterable

TOKENIZER = "ascii"
WRITTEN_OTHERWISE = re.compile(r"[\x00-/:-`x{-\x7f]")


def term(written: str) -> str:
    """Write one term."""
    return WRITTEN_OTHERWISE.sub(lambda found: f"x{ord(found[0]):02x}", written)


def document(terms: Iterable[str]) -> str:
    """Write all terms of a text."""
    return " ".join(map(term, terms))


def query(terms: Iterable[str]) -> str:
    """Write the query for texts that have every one of these terms."""
    return " ".join(f'"{term(one)}"' for one in dict.fromkeys(terms))
