"""Built-in functions: one file for each family, and the table of them.

    now()    to_date(now())    int_as_blob(5)    max(v)    a + b

`given.py` says what is known of an argument, `choice.py` chooses among the functions of one name. `token`
is the engine's: it knows how partitions are hashed.
"""

from cassette.cql.functions import (
    aggregates,
    blobs,
    collections,
    conversions,
    floor,
    json,
    masking,
    math,
    now,
    time_uuids,
    uuid,
    vectors,
)
from cassette.cql.functions.casts import cast_function
from cassette.cql.functions.choice import choose, choose_negation, choose_operation
from cassette.cql.functions.function import Aggregate, Callee, Function, Maker
from cassette.cql.functions.given import Fit, Given

FUNCTIONS: dict[str, tuple[Callee | Maker, ...]] = {
    "abs": math.ABS,
    "avg": aggregates.AVG,
    "collection_avg": (collections.COLLECTION_AVG,),
    "collection_count": (collections.COLLECTION_COUNT,),
    "collection_max": (collections.COLLECTION_MAX,),
    "collection_min": (collections.COLLECTION_MIN,),
    "collection_sum": (collections.COLLECTION_SUM,),
    "count": (aggregates.COUNT,),
    "current_date": (now.CURRENT_DATE,),
    "current_time": (now.CURRENT_TIME,),
    "current_timestamp": (now.CURRENT_TIMESTAMP,),
    "current_timeuuid": (now.CURRENT_TIMEUUID,),
    "exp": math.EXP,
    "floor": floor.FLOOR,
    "from_json": (json.FROM_JSON,),
    "log": math.LOG,
    "log10": math.LOG10,
    "map_keys": (collections.MAP_KEYS,),
    "map_values": (collections.MAP_VALUES,),
    "mask_default": (masking.MASK_DEFAULT,),
    "mask_hash": (masking.MASK_HASH,),
    "mask_inner": (masking.MASK_INNER,),
    "mask_null": (masking.MASK_NULL,),
    "mask_outer": (masking.MASK_OUTER,),
    "mask_replace": (masking.MASK_REPLACE,),
    "max": (aggregates.MAX,),
    "max_timeuuid": (time_uuids.MAX_TIMEUUID,),
    "min": (aggregates.MIN,),
    "min_timeuuid": (time_uuids.MIN_TIMEUUID,),
    "now": (now.NOW,),
    "round": math.ROUND,
    "similarity_cosine": (vectors.SIMILARITY_COSINE,),
    "similarity_dot_product": (vectors.SIMILARITY_DOT_PRODUCT,),
    "similarity_euclidean": (vectors.SIMILARITY_EUCLIDEAN,),
    "sum": aggregates.SUM,
    "to_date": conversions.TO_DATE,
    "to_json": (json.TO_JSON,),
    "to_timestamp": conversions.TO_TIMESTAMP,
    "to_unix_timestamp": conversions.TO_UNIX_TIMESTAMP,
    "uuid": (uuid.UUID,),
    **{name: (function,) for name, function in blobs.BLOBS.items()},
}

HAVE_OLD_NAMES = (
    "current_date",
    "current_time",
    "current_timestamp",
    "current_timeuuid",
    "from_json",
    "max_timeuuid",
    "min_timeuuid",
    "to_date",
    "to_json",
    "to_timestamp",
    "to_unix_timestamp",
    *blobs.BLOBS,
)
"""Functions whose names were once written in one word: currentDate, intAsBlob."""

FUNCTIONS |= {name.replace("_", ""): FUNCTIONS[name] for name in HAVE_OLD_NAMES}

__all__ = [
    "FUNCTIONS",
    "Aggregate",
    "Callee",
    "Fit",
    "Function",
    "Given",
    "Maker",
    "cast_function",
    "choose",
    "choose_negation",
    "choose_operation",
]
