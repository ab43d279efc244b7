"""Highlighting: CQL on the terminal in colours, cut by the tokens of the language itself.

SELECT name FROM people -- all    ->    keyword SELECT, plain name, keyword FROM, plain people, comment -- all
"""

from collections.abc import Callable, Iterator

from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.formatted_text.utils import split_lines
from prompt_toolkit.lexers import Lexer

from cassette.cql.tokens import END, TOKEN, is_word
from cassette.shell.words import KEYWORDS

STYLES = {
    "command": "ansimagenta bold",
    "comment": "ansibrightblack italic",
    "constant": "ansimagenta",
    "keyword": "ansiblue bold",
    "name": "",
    "number": "ansigreen",
    "quoted": "",
    "sign": "",
    "space": "",
    "text": "ansiyellow",
}
CONSTANTS = frozenset(["FALSE", "INFINITY", "NAN", "NULL", "TRUE"])


def spans(text: str, commands: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Give every part of a text with its kind, a key of STYLES; together they are the text again."""
    is_first = True
    for match in TOKEN.finditer(text):
        before = text[match.start() : match.start(1)]
        if before:
            yield ("space" if before.isspace() else "comment"), before
        token = match[1]
        if token == END:
            return
        yield ("command" if is_first and token.upper() in commands else kind_of(token)), token
        is_first = match[1] == ";"


def kind_of(token: str) -> str:
    """Say what a token is."""
    if token[0] in "'$":
        return "text"
    if token[0] == '"':
        return "quoted"
    if token.startswith("/*"):
        return "comment"
    if token[0].isdigit():
        return "number"
    if not is_word(token):
        return "sign"
    word = token.upper()
    return "constant" if word in CONSTANTS else "keyword" if word in KEYWORDS else "name"


class Highlighter(Lexer):
    """Colours what is being typed."""

    def __init__(self, commands: frozenset[str]) -> None:
        self._commands = commands

    def lex_document(self, document: Document) -> Callable[[int], StyleAndTextTuples]:
        """Give what colours one line."""
        parts: StyleAndTextTuples = [(STYLES[kind], part) for kind, part in spans(document.text, self._commands)]
        lines = list(split_lines(parts))
        return lambda number: lines[number] if number < len(lines) else []
