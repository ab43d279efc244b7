"""Filters: what a request asks of documents, as conditions on a collection's columns."""

from cassette.compile.filters.filter import EVERYTHING, Filter, compile_filter
from cassette.compile.filters.table import LOGICAL, OPERATORS, PLANNED

__all__ = ["EVERYTHING", "LOGICAL", "OPERATORS", "PLANNED", "Filter", "compile_filter"]
