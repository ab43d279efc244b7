"""Limits: how large documents, filters and answers may be.

Source: Data API specification, "Limits": these are the original's defaults, but for two. A lost race costs
little here, so `write_attempts` is 50 instead of 3; `collections` has no ceiling.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Every limit by name; the last part of a name is its unit."""

    document_chars: int = 4_000_000
    depth_levels: int = 16
    path_chars: int = 1000
    object_properties: int = 1000
    document_properties: int = 2000
    number_chars: int = 100
    # what IEEE decimal128 can hold: a token of 12 characters must not unfold into gigabytes of zeros
    number_exponent: int = 6144
    indexed_string_bytes: int = 8000
    array_elements: int = 1000
    vector_elements: int = 4096
    filter_comparisons: int = 64
    in_values: int = 100
    insert_documents: int = 100
    page_rows: int = 50
    sort_keys: int = 64
    sort_rows: int = 10_000
    sorted_page_rows: int = 50
    delete_rows: int = 20
    count_rows: int = 1000
    write_attempts: int = 50
    json_levels: int = 128
    collections: int | None = None


DEFAULTS = Limits()
