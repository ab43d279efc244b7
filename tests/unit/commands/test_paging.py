import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassette.commands.documents.paging import from_wire, to_wire, trouble_with_state
from cassette.errors import Failure, InvalidRequest, Unavailable


@given(st.binary(min_size=1))
def test_state_survives_the_wire(state: bytes) -> None:
    text = to_wire(state)
    assert text is not None
    assert from_wire(text) == state
    # the form that other servers write
    assert from_wire(text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4)) == state


def test_no_state() -> None:
    assert to_wire(None) is None
    assert from_wire(None) is None


@pytest.mark.parametrize("text", ["", "=", "a", "a b c d", "é", "????", "AA\n"])
def test_state_refuses(text: str) -> None:
    with pytest.raises(Failure) as told:
        from_wire(text)
    assert told.value.name == "COMMAND_FIELD_VALUE_INVALID"


def test_trouble_with_a_state_is_the_state_only_when_the_engine_refused() -> None:
    told = trouble_with_state(InvalidRequest("other query"))
    assert told is not None
    assert told.name == "COMMAND_FIELD_VALUE_INVALID"
    assert trouble_with_state(Unavailable("closed")) is None
