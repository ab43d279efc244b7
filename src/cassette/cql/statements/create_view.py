"""CREATE MATERIALIZED VIEW: the rows of a table under another key, kept in step with it.

CREATE MATERIALIZED VIEW ks.by_name AS SELECT id, name FROM ks.people
    WHERE name IS NOT NULL AND id IS NOT NULL PRIMARY KEY ((name), id)
"""

from typing import ClassVar

from cassette.cql import conditions, selectors
from cassette.cql.conditions import Condition
from cassette.cql.names import TableName, quoted, table_name
from cassette.cql.selectors import Column, Selection
from cassette.cql.statements.options import Option
from cassette.cql.statements.statement import Purpose, Statement
from cassette.cql.statements.table_key import ClusteringColumn, KeyDraft, key_text, settings_text
from cassette.cql.tokens import Tokens
from cassette.errors import InvalidRequest


class CreateView(Statement, frozen=True, cache_hash=True, gc=False):
    """A view of `base`; no columns means all of them (`*`), those added later too.

    Without a CLUSTERING ORDER BY (`ordered`), columns that cluster the base keep the direction that they have there.
    """

    purpose: ClassVar[Purpose] = "schema"
    view: TableName
    base: TableName
    columns: tuple[str, ...]
    where: Condition | None
    partition_key: tuple[str, ...]
    clustering: tuple[ClusteringColumn, ...] = ()
    options: tuple[Option, ...] = ()
    if_not_exists: bool = False
    ordered: bool = False

    def text(self) -> str:
        return (
            f"CREATE MATERIALIZED VIEW {'IF NOT EXISTS ' if self.if_not_exists else ''}{self.view.text()} "
            f"AS SELECT {', '.join(map(quoted, self.columns)) or '*'} FROM {self.base.text()}"
            f"{'' if self.where is None else f' WHERE {self.where.text()}'} "
            f"{key_text(self.partition_key, self.clustering)}"
            f"{settings_text(self.clustering, self.options, ordered=self.ordered)}"
        )


def parse(tokens: Tokens) -> CreateView:
    """Read what follows CREATE MATERIALIZED VIEW. Raises InvalidRequest where it asks for what no view has."""
    if_not_exists = tokens.accept("IF", "NOT", "EXISTS")
    view = table_name(tokens)
    tokens.expect("AS")
    tokens.expect("SELECT")
    columns = tuple(_column(selection) for selection in selectors.parse_many(tokens))
    tokens.expect("FROM")
    base = table_name(tokens)
    where = conditions.parse(tokens) if tokens.accept("WHERE") else None
    tokens.expect("PRIMARY", "KEY")
    draft = KeyDraft()
    draft.read_key(tokens)
    draft.read_settings(tokens)
    if draft.compact:
        raise InvalidRequest("a view has no COMPACT STORAGE")
    clustering = draft.clustering()
    if draft.ordered not in (0, len(clustering)):
        raise InvalidRequest("the CLUSTERING ORDER BY of a view names all its clustering columns")
    ordered = bool(draft.ordered)
    return CreateView(
        view, base, columns, where, draft.partition_key, clustering, draft.options, if_not_exists, ordered
    )


def _column(selection: Selection) -> str:
    if not isinstance(selection.selector, Column) or selection.alias is not None:
        raise InvalidRequest(f"a view has columns of its base under their names, not {selection.text()}")
    return selection.selector.name
