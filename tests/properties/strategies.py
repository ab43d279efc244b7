"""Random documents and filters, from few names and values, so that they meet."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from cassette.compile.documents.json import strip_zeros

NAMES = st.sampled_from(["a", "b", "c.d", "e&f", "ü"])
TEXTS = st.sampled_from(["", "x", "y", "0", "😀", "～", "t" * 20, "t" * 21, "t" * 40, "2024-01-01T00:00:00"])
NUMBERS = st.one_of(
    st.integers(-3, 3),
    st.sampled_from([10**30, -(10**19), 100]),
    st.decimals(-100, 100, places=2).map(strip_zeros),
    st.sampled_from([Decimal("1E+2"), Decimal("1.23E-7"), Decimal("-1E+30")]),
)
DATES = st.integers(-5, 5).map(lambda ms: {"$date": ms})
WRAPPED = st.sampled_from(
    [
        {"$uuid": "4f9c4b36-6ab1-4f4c-9d5c-0123456789ab"},
        {"$objectId": "507f1f77bcf86cd799439011"},
        {"$binary": "SGVsbG8="},
    ]
)
SCALARS = st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS, DATES, WRAPPED)
VALUES: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=6,
)
IDS = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from(["x", "y", "5", "4f9c4b36-6ab1-4f4c-9d5c-0123456789ab"]),
    st.sampled_from([5, 100, Decimal("1E+2"), Decimal("0.5")]),
    DATES,
    st.just({"$uuid": "4f9c4b36-6ab1-4f4c-9d5c-0123456789ab"}),
)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    return {"_id": draw(IDS), **draw(st.dictionaries(NAMES, VALUES, max_size=4))}


PATHS = st.sampled_from(["a", "b", "c&.d", "e&&f", "ü", "a.a", "a.b", "a.0", "a.1", "b.c&.d", "a.0.a", "b.1.0", "a.00"])
RANGED = st.one_of(st.booleans(), NUMBERS, TEXTS, DATES)
OPERATIONS = st.one_of(
    st.tuples(st.sampled_from(["$eq", "$ne"]), VALUES),
    st.tuples(st.sampled_from(["$in", "$nin"]), st.lists(VALUES, max_size=3)),
    st.tuples(st.sampled_from(["$gt", "$gte", "$lt", "$lte"]), RANGED),
    st.tuples(st.just("$all"), st.lists(VALUES, min_size=1, max_size=3)),
    st.tuples(st.just("$size"), st.integers(0, 3)),
    st.tuples(st.just("$exists"), st.booleans()),
)
IMPLICIT = st.one_of(SCALARS, st.dictionaries(NAMES, VALUES, max_size=2))
FIELDS = st.dictionaries(
    PATHS,
    st.one_of(IMPLICIT, st.lists(OPERATIONS, min_size=1, max_size=2).map(dict)),
    max_size=3,
)
FILTERS: st.SearchStrategy[dict[str, Any]] = st.recursive(
    FIELDS,
    lambda inner: st.one_of(
        st.builds(lambda some: {"$and": some}, st.lists(inner, max_size=3)),
        st.builds(lambda some: {"$or": some}, st.lists(inner, max_size=3)),
        st.builds(lambda one: {"$not": one}, inner),
        st.builds(lambda fields, some: {**fields, "$or": some}, FIELDS, st.lists(inner, max_size=3)),
    ),
    max_leaves=4,
)
ID_FILTERS = st.one_of(
    st.builds(lambda value: {"_id": value}, IDS),
    st.builds(lambda value: {"_id": {"$eq": value}}, IDS),
    st.builds(lambda values: {"_id": {"$in": values}}, st.lists(IDS, max_size=3)),
    st.builds(
        lambda name, value: {"_id": {name: value}},
        st.just("$ne"),
        IDS.filter(lambda value: type(value) in (str, int, Decimal)),
    ),
    st.builds(
        lambda values: {"_id": {"$nin": values}},
        st.lists(IDS.filter(lambda value: type(value) in (str, int, Decimal)), max_size=3),
    ),
    st.builds(lambda name, value: {"_id": {name: value}}, st.sampled_from(["$gt", "$lte"]), RANGED),
)
