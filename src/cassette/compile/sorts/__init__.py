"""Sorts: in which order a request wants its documents."""

from cassette.compile.sorts.sort import PLANNED, Sort, compile_sort

__all__ = ["PLANNED", "Sort", "compile_sort"]
