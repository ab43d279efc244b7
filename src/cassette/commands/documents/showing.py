"""Showing what was changed: the document before or after."""

from typing import Any

from cassette.commands.call import Answer
from cassette.commands.documents.changing import changed_of, counts, refused
from cassette.commands.documents.reading import shown
from cassette.compile.documents.limits import Limits
from cassette.compile.projections import Projection
from cassette.cql.plan import Modified


def answer_changed(projection: Projection, after: bool, limits: Limits, modified: Modified) -> Answer:
    """Show the document, null where there is none, and tell the counts."""
    return refused(modified, limits) or Answer(
        {"document": document_shown(projection, after, modified)}, counts(modified)
    )


def document_shown(projection: Projection, after: bool, modified: Modified) -> Any:
    """Give the only document of a Modify as the projection shows it."""
    if not modified.outcomes:
        return None
    changed = changed_of(modified.outcomes[0])
    text = changed.after if after else changed.before
    return None if text is None else shown(text, projection)
