"""The watch: notices a schema that another process has changed."""

import apsw

from cassette.engines.embedded.catalog import Catalog


class Watch:
    """Looks at the version that SQLite gives to the data of a file: it costs next to nothing."""

    def __init__(self, connection: apsw.Connection, catalog: Catalog) -> None:
        self._connection = connection
        self._catalog = catalog
        self._seen = connection.data_version()

    def changed_elsewhere(self) -> bool:
        """Whether another connection has changed the schema since this was asked last; the catalog knows it then.

        Raises EngineErrors.
        """
        version = self._connection.data_version()
        if version == self._seen:
            return False
        self._seen = version
        return self._catalog.refresh()

    def catch_up(self) -> None:
        """Notice a schema that another process changed, or that was changed and undone here."""
        self._seen = self._connection.data_version()
        self._catalog.catch_up()
