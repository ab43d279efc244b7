"""Random histories of writes and reads on a random table, as CQL text.

Names, keys, values and write times are few, so that they meet: ties of write times, rows deleted and written
again, ranges that overlap. What depends on the time of day stays out.
"""

from dataclasses import dataclass

from hypothesis import strategies as st
from tests.conformance.histories.reads import WRITE_TIME, Reads
from tests.conformance.histories.shapes import shapes
from tests.conformance.histories.writes import LATEST_US, Writes
from tests.conformance.oracle.outcome import Outcome

PAGES = st.sampled_from([None, None, 1, 2, 3])


@dataclass(frozen=True, slots=True)
class Ask:
    """A statement of a history, and in pages of how many rows it is read."""

    cql: str
    page_rows: int | None = None


@st.composite
def histories(draw: st.DrawFn, longest: int = 30) -> list[Ask]:
    """Make up a table, and what happens to it."""
    shape = draw(shapes())
    writes, reads = Writes(draw, shape), Reads(draw, shape)
    asked = [Ask(cql) for cql in shape.statements()]
    for _ in range(draw(st.integers(3, longest))):
        asked.append(Ask(writes.write()))
        asked.extend(
            Ask(reads.read(), draw(st.sampled_from([None, None, 1, 2, 3]))) for _ in range(draw(st.integers(0, 2)))
        )
    asked += [Ask(reads.everything()), Ask(reads.everything(), 2)]
    return [*asked, Ask(reads.view())] if shape.view else asked


def steady(answer: Outcome) -> Outcome:
    """Put "now" where an answer holds a write time that the engine gave, and leave out what is not compared."""
    columns, rows = answer.get("columns"), answer.get("rows")
    kept = {name: value for name, value in answer.items() if name not in ("message", "warnings")}
    if isinstance(columns, list) and isinstance(rows, list):
        timed = [name.startswith(WRITE_TIME) for name, _ in columns]
        kept["rows"] = [
            [_steady_cell(cell) if is_time else cell for is_time, cell in zip(timed, row, strict=True)] for row in rows
        ]
    return kept


def _steady_cell(time_us: object) -> object:
    return "now" if isinstance(time_us, int) and time_us > LATEST_US else time_us
