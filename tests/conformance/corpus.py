"""Corpora: files of CQL statements, each ended by a semicolon, with directives in comments before them.

    -- page 2          the next statement is read in pages of two rows
    -- sleep 2         wait so many seconds before the next statement
    -- line            the next line is the statement, whole: quotes and comments in it may stay open
    -- unordered       the order of the next statement's rows is not defined
    -- differs: why    the next statement is a known difference (an expected failure that has to fail)
    -- rows: [[1, 2]]  the rows that the next statement gives; for what Apache Cassandra cannot be asked
    -- refused: kind   the kind of error that it gives

Other comments are for people.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "cql"
PIECE = re.compile(
    r"""-- line\n[^\n]*\n?|--[^\n]*|//[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$\$.*?\$\$|;|[^-/'"$;]+|.""",
    re.DOTALL,
)
DIRECTIVE = re.compile(r"--\s*(page|sleep|unordered|differs|rows|refused)\b:?\s*(.*)")
COMMENTS = ("--", "//", "/*")
# a batch is one statement, whatever semicolons it has inside
BATCH = re.compile(r"\s*BEGIN\b", re.IGNORECASE)
BATCH_END = re.compile(r"\bAPPLY\s+BATCH\s*\Z", re.IGNORECASE)


@dataclass(slots=True)
class Case:
    """One statement of a corpus, and what its directives say."""

    cql: str = ""
    line: int = 0
    page_rows: int | None = None
    sleep_s: float = 0
    unordered: bool = False
    differs: str | None = None
    rows: object = None
    refused: str | None = None


def subjects() -> list[str]:
    """List the subjects there are corpora of."""
    return sorted(path.stem for path in FOLDER.glob("*.cql"))


def corpus(subject: str) -> list[Case]:
    """Read a corpus."""
    return list(cases((FOLDER / f"{subject}.cql").read_text("utf-8")))


def cases(text: str) -> Iterator[Case]:
    """Split a text into its statements."""
    case, line = Case(), 1
    for piece in PIECE.findall(text):
        if piece.startswith("-- line\n"):
            yield Case(piece.removeprefix("-- line\n").strip(), line + 1)
        elif _ends(piece, case.cql):
            yield _whole(case)
            case = Case()
        elif case.cql.strip() or not piece.startswith(COMMENTS):
            # comments inside a statement belong to it
            case.line = case.line if case.cql.strip() else line + _lines_before(piece)
            case.cql += piece
        else:
            _direct(case, piece)
        line += piece.count("\n")
    if case.cql.strip():
        yield _whole(case)


def _ends(piece: str, cql: str) -> bool:
    return piece == ";" and not (BATCH.match(cql) and not BATCH_END.search(cql))


def _whole(case: Case) -> Case:
    case.cql = case.cql.strip()
    return case


def _lines_before(piece: str) -> int:
    return piece[: len(piece) - len(piece.lstrip())].count("\n")


def _direct(case: Case, comment: str) -> None:
    found = DIRECTIVE.match(comment)
    if found is None:
        return
    word, rest = found[1], found[2].strip()
    match word:
        case "page":
            case.page_rows = int(rest)
        case "sleep":
            case.sleep_s = float(rest)
        case "unordered":
            case.unordered = True
        case "differs":
            case.differs = rest
        case "rows":
            case.rows = json.loads(rest)
        case "refused":
            case.refused = rest
