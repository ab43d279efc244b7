import pytest

from cassette.cql.statements.options import option_term, option_value
from cassette.cql.terms import Constant, ConstantKind
from cassette.errors import InvalidRequest


@pytest.mark.parametrize("value", ["people", 5, -1, 0.5, True, False, {"class": "SimpleStrategy"}, {}])
def test_option_survives_as_a_term(value: object) -> None:
    assert option_value(option_term(value)) == value


def test_option_value_refuses_endless_numbers() -> None:
    with pytest.raises(InvalidRequest):
        option_value(Constant(ConstantKind.INTEGER, "1" * 5000))
