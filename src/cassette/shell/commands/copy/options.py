"""The options of COPY: names, defaults, and how their values are read.

Those of cqlsh that work here; the others (how many processes, how fast, …) are refused by name.
"""

from collections.abc import Callable
from dataclasses import dataclass

from cassette.shell.session import ShellFault


@dataclass
class Options:
    """What WITH says. Numbers of rows and columns count from the beginning of the file."""

    header: bool = False
    delimiter: str = ","
    quote: str = '"'
    escape: str = "\\"
    null: str = ""
    encoding: str = "utf-8"
    datetimeformat: str | None = None
    boolstyle: tuple[str, str] = ("True", "False")
    skiprows: int = 0
    maxrows: int | None = None
    skipcols: frozenset[str] = frozenset()
    chunksize: int = 1_000
    """How many rows are under way at a time."""
    textescapes: bool = False
    r"""Whether texts have \n for a line's end and \\ for a backslash in them, as cqlsh writes them."""
    ttl: int | None = None
    errfile: str | None = None
    maxerrors: int | None = 1_000
    """After so many bad rows the import stops."""
    pagesize: int = 1_000
    begintoken: int | None = None
    endtoken: int | None = None


def _sign(text: str) -> str:
    if len(text) != 1:
        raise ValueError("one character")
    return text


def _flag(text: str) -> bool:
    if text.lower() not in {"true", "false"}:
        raise ValueError("true or false")
    return text.lower() == "true"


def _number(text: str) -> int:
    if not text.isdigit():
        raise ValueError("a whole number")
    return int(text)


def _limit(text: str) -> int | None:
    return None if text == "-1" else _number(text)


def _token(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise ValueError("a token: a whole number") from None


def _styles(text: str) -> tuple[str, str]:
    styles = [style.strip() for style in text.split(",")]
    if len(styles) != 2 or styles[0].lower() == styles[1].lower():
        raise ValueError("two different words, like 'yes,no'")
    return styles[0], styles[1]


def _encoding(text: str) -> str:
    try:
        "".encode(text)
    except LookupError:
        raise ValueError("the name of an encoding, like utf-8") from None
    return text


def _names(text: str) -> frozenset[str]:
    return frozenset(name.strip() for name in text.split(",") if name.strip())


READERS: dict[str, Callable[[str], object]] = {
    "BEGINTOKEN": _token,
    "BOOLSTYLE": _styles,
    "CHUNKSIZE": _number,
    "DATETIMEFORMAT": str,
    "DELIMITER": _sign,
    "ENCODING": _encoding,
    "ENDTOKEN": _token,
    "ERRFILE": str,
    "ESCAPE": _sign,
    "HEADER": _flag,
    "MAXERRORS": _limit,
    "MAXROWS": _limit,
    "NULL": str,
    "PAGESIZE": _number,
    "QUOTE": _sign,
    "SKIPCOLS": _names,
    "SKIPROWS": _number,
    "TEXTESCAPES": _flag,
    "TTL": _number,
}
ONLY_FROM = frozenset({"CHUNKSIZE", "ERRFILE", "MAXERRORS", "SKIPCOLS", "SKIPROWS", "TEXTESCAPES", "TTL"})
ONLY_TO = frozenset({"BEGINTOKEN", "ENDTOKEN", "PAGESIZE"})


def read_options(given: list[tuple[str, str]], *, is_import: bool) -> Options:
    """Read names and values. Raises ShellFault for a name that is not known, or a value that does not fit."""
    options = Options()
    for name, value in given:
        word = name.upper()
        if word not in READERS:
            raise ShellFault(f"COPY has no option {word} here: it takes {', '.join(READERS)}")
        if word in (ONLY_TO if is_import else ONLY_FROM):
            raise ShellFault(f"the option {word} belongs to COPY {'TO' if is_import else 'FROM'}")
        try:
            setattr(options, word.lower(), READERS[word](value))
        except ValueError as fault:
            raise ShellFault(f"the option {word} takes {fault}, not {value!r}") from None
    if options.chunksize == 0 or options.pagesize == 0:
        raise ShellFault("CHUNKSIZE and PAGESIZE take a number greater than 0")
    if options.delimiter in (options.quote, options.escape):
        raise ShellFault("DELIMITER has to differ from QUOTE and ESCAPE")
    return options
