"""The columns of a collection's table and the indexes on them.

Source: Data API storage sheet, sections 1 and 2.
"""

from cassette.cql.statements.create_index import IndexTarget
from cassette.cql.types import CqlType, FrozenType, MapType, ScalarType, SetType, TupleType

TEXT = ScalarType("text")
KEY_TUPLE = TupleType((ScalarType("tinyint"), TEXT))
KEY_TYPE = FrozenType(KEY_TUPLE)

COLUMNS: dict[str, CqlType] = {
    "key": KEY_TYPE,
    "tx_id": ScalarType("timeuuid"),
    "doc_json": TEXT,
    "exist_keys": SetType(TEXT),
    "array_size": MapType(TEXT, ScalarType("int")),
    "array_contains": SetType(TEXT),
    "query_bool_values": MapType(TEXT, ScalarType("tinyint")),
    "query_dbl_values": MapType(TEXT, ScalarType("decimal")),
    "query_text_values": MapType(TEXT, TEXT),
    "query_timestamp_values": MapType(TEXT, ScalarType("timestamp")),
    "query_null_values": SetType(TEXT),
}
VECTOR_COLUMN = "query_vector_value"
LEXICAL_COLUMN = "query_lexical_value"
WRITE_COLUMNS = tuple(COLUMNS)

SAI = "StorageAttachedIndex"
# the first suffix is not its column's name: so it was written once, and so it stays
INDEXES: dict[str, IndexTarget] = {
    "exists_keys": IndexTarget("exist_keys"),
    "array_size": IndexTarget("array_size", "entries"),
    "array_contains": IndexTarget("array_contains"),
    "query_bool_values": IndexTarget("query_bool_values", "entries"),
    "query_dbl_values": IndexTarget("query_dbl_values", "entries"),
    "query_text_values": IndexTarget("query_text_values", "entries"),
    "query_timestamp_values": IndexTarget("query_timestamp_values", "entries"),
    "query_null_values": IndexTarget("query_null_values"),
}
