"""What an update clause says: one file per operator, a table of them, and the rules for all."""

from cassette.compile.updates.document_update import DocumentUpdate, compile_update

__all__ = ["DocumentUpdate", "compile_update"]
