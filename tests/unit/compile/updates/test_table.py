from pathlib import Path

import cassette.compile.updates
from cassette.compile.updates.table import OPERATORS, PLANNED

# what the operators share; every other file is an operator
SHARED = {"__init__", "arithmetic", "document_update", "modifiers", "special_fields", "table", "update_operator"}


def camel(stem: str) -> str:
    first, *rest = stem.split("_")
    return "$" + first + "".join(word.capitalize() for word in rest)


def test_every_operator_file_is_in_the_table() -> None:
    files = {path.stem for path in Path(cassette.compile.updates.__file__).parent.glob("*.py")} - SHARED
    assert {camel(stem) for stem in files} == set(OPERATORS)


def test_the_table_stands_in_the_order_of_application() -> None:
    assert list(OPERATORS) == sorted(OPERATORS)
    assert all(name == operator.name for name, operator in OPERATORS.items())


def test_planned_operators_are_not_served() -> None:
    assert PLANNED.isdisjoint(OPERATORS)
