"""Which indexes have a keeper: those that rank rows."""

from typing import TYPE_CHECKING

from cassette.cql.schema import ColumnSchema, IndexSchema
from cassette.engines.embedded import index_rules
from cassette.engines.embedded.search.vectors.keeper import VectorKeeper

if TYPE_CHECKING:
    from cassette.engines.embedded.layout import IndexKeeper


def keeper_of(index: IndexSchema, column: ColumnSchema, sql: str) -> "IndexKeeper | None":
    """Make the keeper of an index whose table is called `sql`; None for one that is a side table with entries."""
    if index_rules.is_vector(index, column):
        return VectorKeeper(sql, index_rules.similarity_of(index.options))
    if index_rules.is_analyzed(index):
        from cassette.engines.embedded.search.texts.keeper import TextKeeper

        return TextKeeper(sql, index.options[index_rules.ANALYZER])
    return None
