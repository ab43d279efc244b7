"""Texts in indexes: long ones are cut, so that an index stays small.

    up to 64 characters   the text
    longer                its first 64 characters, a NUL, and a digest of all of it

Equality stays exact. An order among texts that share their first 64 characters cannot be read off
the index: `is_cut` says when a range has to look at the row as well.
"""

from hashlib import blake2b

KEPT_CHARS = 64


def comparable(text: str) -> str:
    """Write a text as an index keeps it."""
    if len(text) <= KEPT_CHARS:
        return text
    digest = blake2b(text.encode(), digest_size=16).hexdigest()
    return f"{text[:KEPT_CHARS]}\0{digest}"


def is_cut(text: str) -> bool:
    """Whether a comparison with this text needs more than the index keeps."""
    return len(text) >= KEPT_CHARS
