"""ALTER MATERIALIZED VIEW: other options."""

from dataclasses import replace
from types import MappingProxyType

import apsw

from cassette.cql.schema import View
from cassette.cql.statements.alter_view import AlterView
from cassette.cql.table_options import table_id, view_options
from cassette.engines.embedded.catalog import Catalog
from cassette.engines.embedded.statements.alter_table import pinned
from cassette.engines.embedded.statements.target import find, view_of
from cassette.errors import ConfigurationFault, InvalidRequest


def alter_view(statement: AlterView, catalog: Catalog, connection: apsw.Connection) -> None:
    """Give the view other options. Raises ConfigurationFault, InvalidRequest, SyntaxFault, Unauthorized."""
    if statement.if_exists and not isinstance(find(statement.view, catalog.schema), View):
        return
    view = view_of(statement.view, catalog.schema)
    if table_id(statement.options) is not None:
        raise ConfigurationFault("the id of a materialized view does not change")
    options = view_options(statement.options, pinned(view.options))
    if options.get("gc_grace_seconds") == 0:
        raise InvalidRequest("gc_grace_seconds of a materialized view cannot be 0")
    catalog.alter_table(replace(view, options=MappingProxyType(options)))
