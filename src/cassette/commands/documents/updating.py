"""Updating documents: what an update clause does to a row, and to a document that it makes."""

from typing import Any

from cassette.commands.documents.changing import leave, make_row, replace_row, stored
from cassette.commands.documents.upserting import seeded
from cassette.compile.documents.collection import Collection
from cassette.compile.documents.json import decode_stored
from cassette.compile.documents.limits import Limits
from cassette.compile.documents.shred import shred
from cassette.compile.filters import Filter
from cassette.compile.updates import DocumentUpdate
from cassette.cql.plan import Change
from cassette.cql.rows import Row


class Updating:
    """One update clause at work in one collection."""

    __slots__ = ("collection", "limits", "update", "where")

    def __init__(self, update: DocumentUpdate, collection: Collection, where: Filter, limits: Limits) -> None:
        self.update = update
        self.collection = collection
        self.where = where
        self.limits = limits

    def change(self, row: Row) -> Change:
        """Update the document in a row. Raises what the update and shredding raise."""
        document: dict[str, Any] = decode_stored(stored(row))
        updated, changed = self.update.apply(document)
        if not changed:
            return leave(row)
        return replace_row(self.collection, row, shred(updated, self.collection, self.limits))

    def insert(self) -> Change:
        """Make the document that the filter and the update describe."""
        made, _ = self.update.apply(seeded(self.where), inserting=True)
        return make_row(self.collection, shred(made, self.collection, self.limits))
