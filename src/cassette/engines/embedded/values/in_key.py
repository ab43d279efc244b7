"""How values are kept in the primary key.

    in the partition key     as in a row; a composite is what its partition token is made from
    in the clustering key    so that SQLite compares them as CQL does, and equal ones are kept alike

No key is null, so a null is refused where the key is read from a statement.
"""

from functools import lru_cache

from cassette.cql.types import CqlType, ScalarType
from cassette.engines.embedded.values import decimals
from cassette.engines.embedded.values.composites import composite
from cassette.engines.embedded.values.ordered import ordered
from cassette.engines.embedded.values.scalars import SCALARS
from cassette.engines.embedded.values.way import Kept

DECIMAL = Kept(
    SCALARS["decimal"].check,
    in_row=decimals.key_text,
    from_row=decimals.from_key_text,
    in_index=decimals.comparable,
    in_parcel=SCALARS["decimal"].in_parcel,
    from_parcel=SCALARS["decimal"].from_parcel,
    ordered=True,
    collation="RTRIM",
)


@lru_cache(maxsize=1024)
def kept_in_partition(cql_type: CqlType) -> Kept:
    """Look up how a type is kept in a partition key."""
    if isinstance(cql_type, ScalarType):
        return DECIMAL if cql_type.name == "decimal" else SCALARS[cql_type.name]
    return composite(cql_type)


@lru_cache(maxsize=1024)
def kept_in_key(cql_type: CqlType) -> Kept:
    """Look up how a type is kept in a clustering column."""
    plain = kept_in_partition(cql_type)
    if plain.ordered:
        return plain
    write, read = ordered(cql_type)
    return Kept(
        plain.check,
        in_row=write,
        from_row=lambda data: read(data, 0)[0],
        in_index=plain.in_index,
        in_parcel=plain.in_parcel,
        from_parcel=plain.from_parcel,
        ordered=True,
    )
