"""DROP MATERIALIZED VIEW."""

import apsw

from cassette.cql.schema import View
from cassette.cql.statements.drop_view import DropView
from cassette.engines.embedded.catalog import Catalog
from cassette.engines.embedded.statements.target import find, view_of


def drop_view(statement: DropView, catalog: Catalog, connection: apsw.Connection) -> None:
    """Forget the view. Raises InvalidRequest, Unauthorized."""
    if statement.if_exists and not isinstance(find(statement.view, catalog.schema), View):
        return
    catalog.drop_table(view_of(statement.view, catalog.schema))
