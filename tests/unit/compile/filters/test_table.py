from pathlib import Path

from cassette.compile import filters
from cassette.compile.filters import LOGICAL, OPERATORS, PLANNED

# what is no operator of its own
OTHERS = {"__init__", "filter", "ids", "in_memory", "operands", "operator", "ranges", "table"}


def test_every_file_is_in_its_table() -> None:
    assert filters.__file__ is not None
    files = {path.stem for path in Path(filters.__file__).parent.glob("*.py")} - OTHERS
    assert {"$" + stem.rstrip("_") for stem in files} == {*OPERATORS, *LOGICAL}


def test_tables_are_in_order_and_say_the_names() -> None:
    for table in (OPERATORS, LOGICAL):
        assert list(table) == sorted(table)
        assert [operator.name for operator in table.values()] == list(table)
    assert PLANNED.isdisjoint({*OPERATORS, *LOGICAL})
