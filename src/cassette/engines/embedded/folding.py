"""Folding: how an index makes texts alike that its options say are the same.

case_sensitive: 'false'    STRASSE = strasse
normalize: 'true'          one code point or two for é, they are the same (NFC)
ascii: 'true'              é = e, ß = ss
"""

import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache

Fold = Callable[[str], str]

TO_ASCII = str.maketrans(
    {
        "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D",
        "ð": "d", "Ð": "D", "þ": "th", "Þ": "TH", "ł": "l", "Ł": "L", "ħ": "h", "Ħ": "H", "ı": "i", "ĸ": "q",
        "ŋ": "n", "Ŋ": "N", "ŧ": "t", "Ŧ": "T", "‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-",
        "‐": "-", "‑": "-", "«": '"', "»": '"', "…": "...",
    }
)  # fmt: skip
"""Letters that Unicode does not take apart into one of ASCII and a mark."""


def folding(options: Mapping[str, str]) -> Fold | None:
    """Choose how an index folds its texts; None where it keeps them as they are."""
    return _folding(
        lower=options.get("case_sensitive", "true").lower() == "false",
        normalize=options.get("normalize", "false").lower() == "true",
        to_ascii=options.get("ascii", "false").lower() == "true",
    )


@lru_cache(maxsize=8)
def _folding(*, lower: bool, normalize: bool, to_ascii: bool) -> Fold | None:
    steps: list[Fold] = []
    if lower:
        steps.append(str.lower)
    if normalize:
        steps.append(lambda text: unicodedata.normalize("NFC", text))
    if to_ascii:
        steps.append(ascii_of)
    if len(steps) == 1:
        return steps[0]

    def fold(text: str) -> str:
        for step in steps:
            text = step(text)
        return text

    return fold if steps else None


def ascii_of(text: str) -> str:
    """Give the nearest letters of ASCII; what has none stays."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text.translate(TO_ASCII))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
