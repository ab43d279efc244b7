from decimal import Decimal
from typing import Any

import pytest

from cassette.commands.dataapi.fields import (
    ANYTHING,
    BOOLEAN,
    GIVEN,
    NEEDED,
    TEXT,
    Field,
    Fields,
    Refused,
    no_options,
    one_of,
    options,
    read_boolean,
    read_text,
    read_whole,
    whole,
)
from cassette.errors import Failure

FIELDS = Fields(
    "do",
    {
        "any": ANYTHING,
        "given": GIVEN,
        "options": options(
            "do",
            {"limit": whole(least=1), "old": Field(TEXT.read, alias_of="new"), "way": one_of("a", "b"), "yes": BOOLEAN},
        ),
    },
)


def failure(given: dict[str, Any], fields: Fields = FIELDS) -> Failure:
    with pytest.raises(Failure) as told:
        fields.read(given)
    return told.value


def violations(given: dict[str, Any], fields: Fields = FIELDS) -> list[str]:
    with pytest.raises(Refused) as told:
        fields.read(given)
    assert {one.name for one in told.value.failures} == {"COMMAND_FIELD_VALUE_INVALID"}
    return [str(one.details["field"]) for one in told.value.failures]


def test_fields_that_need_no_look_come_back_as_they_are() -> None:
    easy = Fields("do", {"document": NEEDED, "filter": ANYTHING})
    given = {"document": None}
    assert easy.read(given) is given


def test_fields_unknown() -> None:
    told = failure({"given": 1, "foo": 1})
    assert (told.name, told.details["field"]) == ("COMMAND_FIELD_UNKNOWN", "foo")
    assert failure({"given": 1, "options": {"bar": 1}}).details["field"] == "options.bar"


def test_fields_unknown_under_another_name() -> None:
    assert (
        failure({"x": 1}, Fields("make", {}, "INVALID_CREATE_COLLECTION_FIELD")).name
        == "INVALID_CREATE_COLLECTION_FIELD"
    )


def test_fields_tell_every_violation() -> None:
    assert violations({"options": {"limit": 0, "way": "c"}}) == ["options.limit", "options.way", "given"]
    assert violations({"given": None}) == ["given"]


def test_fields_of_the_wrong_shape_end_the_reading() -> None:
    assert failure({"options": []}).name == "REQUEST_STRUCTURE_MISMATCH"
    assert failure({"options": {"yes": "maybe"}}).details["field"] == "'options.yes'"


def test_fields_read_values() -> None:
    read = FIELDS.read({"given": 0, "options": {"limit": "5", "old": "x", "yes": None}})
    assert read == {"given": 0, "options": {"limit": 5, "new": "x", "yes": None}}
    assert FIELDS.read({"given": 0, "options": None})["options"] is None


def test_no_options_takes_nothing_only() -> None:
    fields = Fields("do", {"options": no_options("do")})
    assert fields.read({"options": {}}) == {"options": None}
    assert fields.read({"options": None}) == {"options": None}
    assert failure({"options": {"x": 1}}, fields).name == "COMMAND_ACCEPTS_NO_OPTIONS"


@pytest.mark.parametrize(
    ("value", "number"),
    [(5, 5), ("5", 5), (" -7 ", -7), (Decimal("1.5"), 1), (Decimal("1E+2"), 100), (2**31 - 1, 2**31 - 1)],
)
def test_whole(value: Any, number: int) -> None:
    assert read_whole(value, "n") == number


@pytest.mark.parametrize("value", [True, "five", "", "1" * 10_000, [], {}, 2**31, Decimal("1E+6000"), "٣"])
def test_whole_refuses(value: Any) -> None:
    with pytest.raises(Failure) as told:
        read_whole(value, "n")
    assert told.value.details["got"] == value


@pytest.mark.parametrize(("value", "text"), [("x", "x"), (5, "5"), (True, "true"), (Decimal("1.5"), "1.5")])
def test_text(value: Any, text: str) -> None:
    assert read_text(value, "n") == text


@pytest.mark.parametrize(("value", "boolean"), [(True, True), (False, False), ("true", True), ("false", False)])
def test_boolean(value: Any, boolean: bool) -> None:
    assert read_boolean(value, "n") is boolean


@pytest.mark.parametrize("value", [1, 0, "yes", "", [], {}, Decimal(1)])
def test_boolean_refuses(value: Any) -> None:
    with pytest.raises(Failure):
        read_boolean(value, "n")
