"""Built-in functions: one file for each, and the table of them.

    now()    uuid()

The parser reads any function as a `FunctionTerm`; what it means is looked up here.
"""

from cassette.cql.functions.function import Function
from cassette.cql.functions.now import NOW
from cassette.cql.functions.uuid import UUID
from cassette.cql.terms import FunctionTerm
from cassette.errors import InvalidRequest, NotSupported

FUNCTIONS: dict[str, Function] = {
    "now": NOW,
    "uuid": UUID,
}

PLANNED_NAMES = """
    abs bigint_as_blob bigintasblob blob_as_bigint blob_as_boolean blob_as_double blob_as_int blob_as_text
    blob_as_timestamp blob_as_uuid blobasbigint blobasboolean blobasdouble blobasint blobastext blobastimestamp
    blobasuuid boolean_as_blob collection_avg collection_count collection_max collection_min collection_sum
    current_date current_time current_timestamp current_timeuuid currentdate currenttime currenttimestamp
    currenttimeuuid dateof double_as_blob exp from_json fromjson int_as_blob log log10 map_keys map_values
    max_timeuuid maxtimeuuid min_timeuuid mintimeuuid round similarity_cosine similarity_dot_product
    similarity_euclidean text_as_blob timestamp_as_blob to_date to_json to_timestamp to_unix_timestamp todate
    tojson token totimestamp tounixtimestamp unixtimestampof uuid_as_blob
"""

PLANNED = frozenset(PLANNED_NAMES.split())
"""Functions of the language that are not built yet."""


def find_function(term: FunctionTerm) -> Function:
    """Look up the function that a term calls.

    Errors: NotSupported for one that is not built yet; InvalidRequest for one that does not exist, or that
            takes another number of arguments.
    """
    function = FUNCTIONS.get(term.name)
    if function is None:
        if term.name in PLANNED:
            raise NotSupported(f"the function {term.name} is not supported yet")
        raise InvalidRequest(f"there is no function {term.name}")
    if len(term.arguments) != len(function.arguments):
        raise InvalidRequest(
            f"the function {term.name} takes {len(function.arguments)} arguments, not {len(term.arguments)}"
        )
    return function


__all__ = ["FUNCTIONS", "PLANNED", "Function", "find_function"]
