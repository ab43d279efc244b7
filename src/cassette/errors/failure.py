"""Failure: a row of the catalogue, raised with the details that fill its sentence."""

from typing import Any


class Failure(Exception):
    """An answer that says no. `name` is a row of `catalogue.toml`; the details fill the holes of its body.

    `document_ids` names the documents it concerns, where that is known.
    """

    def __init__(self, name: str, /, *, document_ids: tuple[Any, ...] = (), **details: object) -> None:
        super().__init__(name, details)
        self.name = name
        self.details = details
        self.document_ids = document_ids
