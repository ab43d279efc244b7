import copy
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassette.compile.documents.collection import Collection
from cassette.compile.documents.paths import join_path
from cassette.compile.documents.values import same
from cassette.compile.documents.walk import MISSING, find
from cassette.compile.updates import compile_update, current_date
from cassette.compile.updates.table import OPERATORS
from cassette.cql.names import TableName
from cassette.errors import Failure

PLAIN = Collection(TableName("ks", "c"))


def refusal(update: dict[str, Any], document: dict[str, Any] | None = None) -> Failure:
    with pytest.raises(Failure) as caught:
        compile_update(update, PLAIN).apply({} if document is None else document)
    return caught.value


def attempt(
    update: dict[str, Any], document: dict[str, Any], inserting: bool = False
) -> tuple[dict[str, Any], bool | str]:
    """The new document, and whether it changed, or the code of the error."""
    try:
        return compile_update(update, PLAIN).apply(document, inserting)
    except Failure as failure:
        return document, failure.name


def test_update_current_date_reads_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current_date, "now_ms", lambda: 1234)
    update = compile_update({"$currentDate": {"a": True, "o.b": {"$type": "date"}}}, PLAIN)
    assert update.apply({"a": 1}) == ({"a": {"$date": 1234}, "o": {"b": {"$date": 1234}}}, True)
    assert update.apply({"a": {"$date": 1234}, "o": {"b": {"$date": 1234}}})[1] is False


def test_update_unchanged_gives_the_same_document_back() -> None:
    document = {"_id": 1, "a": {"b": 1}}
    assert compile_update({"$set": {"a.b": 1}}, PLAIN).apply(document)[0] is document


def test_update_applied_to_many_shares_nothing_that_changes() -> None:
    update = compile_update({"$set": {"o": {"list": [1]}}}, PLAIN)
    first, _ = update.apply({"_id": 1})
    second, _ = compile_update({"$push": {"o.list": 2}}, PLAIN).apply(first)
    assert update.apply({"_id": 2})[0] == {"_id": 2, "o": {"list": [1]}}
    assert first["o"] == {"list": [1]}
    assert second["o"] == {"list": [1, 2]}


def test_update_errors_name_operator_and_path() -> None:
    failure = refusal({"$inc": {"a.b": 1}}, {"a": {"b": "x"}})
    assert failure.name == "UNSUPPORTED_UPDATE_OPERATION_TARGET"
    assert failure.details == {"operator": "$inc", "path": "a.b", "expected": "a number", "got": "a string"}


def test_update_planned_operator_says_not_yet() -> None:
    assert refusal({"$pull": {"a": 1}}).details["reason"] == "is not supported yet"
    assert refusal({"$nonsense": {"a": 1}}).details["reason"] == "is not an update operator"


@pytest.mark.parametrize(
    ("operator", "old", "operand"),
    [
        ("$mul", 10**600, 10**600),
        ("$inc", Decimal("1E-9000"), 1),
        ("$mul", Decimal("1E+900000000"), Decimal("1E+900000000")),
    ],
    ids=["whole", "digits", "exponent"],
)
def test_update_refuses_numbers_without_end(operator: str, old: Any, operand: Any) -> None:
    assert refusal({operator: {"n": operand}}, {"n": old}).name == "SHRED_DOC_LIMIT_VIOLATION"


def test_update_of_many_paths_in_one_array_is_not_quadratic() -> None:
    size = 20_000
    document = {"l": list(range(size))}
    changed, _ = compile_update({"$set": {f"l.{at}": -at for at in range(size)}}, PLAIN).apply(document)
    assert changed["l"] == [-at for at in range(size)]
    added, _ = compile_update({"$addToSet": {"l": {"$each": list(range(2 * size))}}}, PLAIN).apply(document)
    assert len(added["l"]) == 2 * size


NAMES = st.sampled_from(["a", "b", "c.d", "e&f", "0", "1"])
NUMBERS = st.integers(-(10**20), 10**20) | st.decimals(allow_nan=False, allow_infinity=False, places=3)
VALUES = st.recursive(
    NUMBERS | st.text(max_size=3) | st.none() | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)
DOCUMENTS = st.dictionaries(NAMES, VALUES, max_size=5)
PATHS = st.lists(NAMES, min_size=1, max_size=3).map(tuple)


@given(DOCUMENTS, PATHS, VALUES)
def test_update_set_then_get_gives_the_value(document: dict[str, Any], at: tuple[str, ...], value: Any) -> None:
    update = {"$set": {join_path(at): value}}
    changed, modified = attempt(update, document)
    if modified == "UNSUPPORTED_UPDATE_OPERATION_PATH":
        assert find(document, at) is MISSING
    else:
        assert same(find(changed, at), value)
        assert modified is not same(find(document, at), value)
        assert attempt(update, changed) == (changed, False)


@given(DOCUMENTS, VALUES)
def test_update_unset_undoes_set_of_a_new_field(document: dict[str, Any], value: Any) -> None:
    changed, _ = compile_update({"$set": {"new": value}}, PLAIN).apply(document)
    assert compile_update({"$unset": {"new": ""}}, PLAIN).apply(changed) == (document, True)


def negative(number: int | Decimal) -> int | Decimal:
    return -number if isinstance(number, int) else number.copy_negate()


@given(DOCUMENTS, NUMBERS, NUMBERS)
def test_update_inc_is_exact(document: dict[str, Any], one: Any, other: Any) -> None:
    document["n"] = one
    there, _ = compile_update({"$inc": {"n": other}}, PLAIN).apply(document)
    back, _ = compile_update({"$inc": {"n": negative(other)}}, PLAIN).apply(there)
    assert back["n"] == one


OPERANDS = {
    "$currentDate": st.just(True),
    "$inc": NUMBERS,
    "$mul": NUMBERS,
    "$pop": st.sampled_from([1, -1]),
    "$rename": PATHS.map(join_path),
}


@st.composite
def updates(draw: st.DrawFn) -> dict[str, Any]:
    operators = draw(st.lists(st.sampled_from(sorted(OPERATORS)), unique=True, max_size=3))
    return {
        name: draw(st.dictionaries(PATHS.map(join_path), OPERANDS.get(name, VALUES), max_size=2)) for name in operators
    }


@given(DOCUMENTS, updates(), st.booleans())
def test_update_never_touches_what_it_is_given(
    document: dict[str, Any], update: dict[str, Any], inserting: bool
) -> None:
    before = copy.deepcopy((document, update))
    changed, modified = attempt(update, document, inserting)
    if isinstance(modified, str):
        assert modified.startswith(("UNSUPPORTED_UPDATE_OPERATION", "SHRED_DOC_LIMIT"))
    else:
        assert modified or changed is document
    assert same(document, before[0])
    assert same(update, before[1])
