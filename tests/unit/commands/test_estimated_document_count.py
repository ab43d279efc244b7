import pytest

from cassette.commands.dataapi.estimated_document_count import answer
from cassette.cql.rows import Rows

MOST, LEAST = 2**63 - 1, -(2**63)


@pytest.mark.parametrize(
    ("rows", "count"),
    [
        ([], 0),
        ([(7, str(LEAST), str(LEAST))], 7),
        ([(10, "0", str(2**62))], 40),
        ([(5, str(LEAST), "0"), (7, "0", str(LEAST))], 12),
        # over the end of the ring
        ([(10, str(2**62), str(-(2**62)))], 20),
        ([(3, str(LEAST), str(MOST))], 3),
    ],
)
def test_estimate(rows: list[tuple[object, ...]], count: int) -> None:
    assert answer(Rows(rows=rows)).status == {"count": count}
