"""Tokens: CQL text cut into words, names, values and signs, and a place in it.

    SELECT "Key", a FROM t WHERE b >= 0xcafe -- note    ->    SELECT  "Key"  ,  a  FROM  t  WHERE  b  >=  0xcafe

A token is its own text: the first character says what it is. One regular expression cuts the whole
statement in a single pass (every repetition in it is possessive, so the time stays linear whatever the
text); where a token stands is worked out again only when an error has to name it.
"""

import re

from cassette.cql.words import RESERVED
from cassette.errors import InvalidRequest, SyntaxFault

DEPTH_LEVELS = 64
"""How deep values, types and parentheses may be nested: deeper text is refused, not a stack overflow."""

MOST_MARKERS = 65_535
"""The native protocol counts the values beside a statement in two bytes."""

SHOWN_CHARS = 60
"""How much of a long line an error shows on each side of the place."""

UUID = r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"
WORD = r"[A-Za-z][A-Za-z0-9_]*+"
QUOTED_TEXT = r"'[^']*+(?:''[^']*+)*+'"
DOLLAR_TEXT = r"\$\$.*?\$\$"
QUOTED_NAME = r'"[^"]*+(?:""[^"]*+)*+"'
BLOB = r"0[xX][0-9a-fA-F]*+"
DURATION = r"(?i:(?:[0-9]++(?:mo|ms|us|µs|ns|[ywdhms]))++)"
ISO_DURATION = r"P[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}"
NUMBER = r"[0-9]++(?:\.(?!\.)[0-9]*+)?(?:[eE][+-]?[0-9]++)?"
SIGN = r"<=|>=|!=|\+=|-=|\.\.|[()\[\]{},;.:=<>?*+\-/%]"
# what begins well and never ends takes all the rest, so that it is looked at once only
UNCLOSED = r"['\"].*|\$\$.*|/\*.*"

TOKEN = re.compile(
    r"(?:[ \t\r\n]++|--[^\r\n]*+|//[^\r\n]*+|/\*.*?\*/)*+"
    rf"({UUID}|{ISO_DURATION}|{WORD}|{QUOTED_TEXT}|{DOLLAR_TEXT}|{QUOTED_NAME}|{BLOB}|{DURATION}|{NUMBER}"
    rf"|{UNCLOSED}|{SIGN}|.|\Z)",
    re.DOTALL,
)
CLOSED = re.compile(rf"(?:{QUOTED_TEXT}|{DOLLAR_TEXT}|{QUOTED_NAME})\Z", re.DOTALL)

END = ""
"""The token after the last."""


def is_word(token: str) -> bool:
    """Tell whether a token is a word: a name, a keyword, a constant."""
    return token.isidentifier() and token.isascii() and token[0] != "_"


def _refuse_halves(source: str) -> None:
    """Refuse text that has no UTF-8: a half of a surrogate pair is in it. Raises SyntaxFault."""
    try:
        source.encode()
    except UnicodeEncodeError as fault:
        before = source[: fault.start]
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        half = f"U+{ord(source[fault.start]):04X}"
        raise SyntaxFault(f"line {line}:{column}: {half} is half a character, and no text", line, column) from None


class Tokens:
    """The tokens of a statement and how far they have been read.

    `texts[at]` is the next token. The text always ends with several END tokens, so that looking a few
    tokens ahead needs no check. Words are asked for in capitals and found in any spelling. `markers` has
    the names of the bind markers read so far, None for `?`.
    """

    __slots__ = ("at", "depth", "markers", "source", "texts", "tried", "tried_at")

    def __init__(self, source: str) -> None:
        if not source.isascii():
            _refuse_halves(source)
        self.source = source
        self.texts: list[str] = TOKEN.findall(source)
        self.texts += (END, END, END)
        self.at = 0
        self.depth = 0
        self.markers: list[str | None] = []
        self.tried: list[str] = []
        self.tried_at = -1

    def peek(self, ahead: int = 0) -> str:
        """Look at a coming token, a word in capitals."""
        return self.texts[self.at + ahead].upper()

    def accept(self, *words: str) -> bool:
        """Read these words or signs if they come next, all of them or none."""
        at = self.at
        for word in words:
            token = self.texts[at]
            if token != word and token.upper() != word:
                self._missed(" ".join(words))
                return False
            at += 1
        self.at = at
        return True

    def expect(self, *words: str) -> None:
        """Read these words or signs, which must come next."""
        if not self.accept(*words):
            raise self.fault()

    def name(self, what: str = "a name") -> str:
        """Read an identifier: lower case unless it is quoted."""
        token = self.texts[self.at]
        if is_word(token):
            name = token.lower()
            if name in RESERVED:
                raise self.fault(what, note=", a word of the language: as a name it needs double quotes")
        elif token[:1] == '"' and len(token) > 2 and CLOSED.match(token):
            name = token[1:-1].replace('""', '"')
        else:
            raise self.fault(what)
        self.at += 1
        return name

    def quoted_text(self, what: str = "text in quotes") -> str:
        """Read a text literal, in single quotes or between two `$$`."""
        token = self.texts[self.at]
        if token[:1] not in {"'", "$"} or not CLOSED.match(token):
            raise self.fault(what)
        self.at += 1
        return token[2:-2] if token[0] == "$" else token[1:-1].replace("''", "'")

    def at_name(self) -> bool:
        """Tell whether a name comes next."""
        token = self.texts[self.at]
        return token[:1] == '"' or (is_word(token) and token.lower() not in RESERVED)

    def enter(self) -> None:
        """Go one level deeper into something nested. Raises SyntaxFault when it is too deep."""
        self.depth += 1
        if self.depth > DEPTH_LEVELS:
            raise self._problem(f"values, types and parentheses may be nested {DEPTH_LEVELS} levels deep, not deeper")

    def leave(self) -> None:
        """Come back from a level."""
        self.depth -= 1

    def mark(self, name: str | None) -> None:
        """Note a bind marker. Raises InvalidRequest when there are more than the protocol can carry."""
        self.markers.append(name)
        if len(self.markers) > MOST_MARKERS:
            raise InvalidRequest(f"a statement has {MOST_MARKERS:,} bind markers at most")

    def fault(self, *expected: str, note: str = "") -> SyntaxFault:
        """Make the error that refuses the next token and says what could stand there instead.

        `note` tells more about the token.
        """
        tried = self.tried if self.tried_at == self.at else []
        wanted = list(dict.fromkeys([*tried, *expected]))
        listed = " or ".join(filter(None, [", ".join(wanted[:-1]), wanted[-1]])) if wanted else "something else"
        return self._problem(f"expected {listed}, found {self._shown()}{note}")

    def _missed(self, words: str) -> None:
        """Remember what was looked for at this token, for the error that may follow."""
        if self.tried_at != self.at:
            self.tried_at = self.at
            self.tried = []
        self.tried.append(words if words[0].isalpha() else f"'{words}'")

    def _shown(self) -> str:
        token = self.texts[self.at]
        if token == END:
            return "the end of the statement"
        if token.startswith("/*"):
            return "a comment that is never closed"
        if token[0] in "'\"$" and not CLOSED.match(token):
            mark = "$$" if token.startswith("$$") else token[0]
            return mark if token == "$" else f"a {mark} that is never closed"  # noqa: S105, no password
        return token if len(token) <= SHOWN_CHARS else f"{token[:SHOWN_CHARS]}…"

    def _place(self) -> tuple[int, int, int]:
        """Find the next token's line and column, which count from 1, and its offset."""
        start = len(self.source)
        for index, match in enumerate(TOKEN.finditer(self.source)):
            if index == self.at:
                start = match.start(1)
                break
        return self.source.count("\n", 0, start) + 1, start - self.source.rfind("\n", 0, start), start

    def _problem(self, problem: str) -> SyntaxFault:
        line, column, start = self._place()
        end = self.source.find("\n", start)
        before = self.source[max(start - column + 1, start - SHOWN_CHARS) : start]
        after = self.source[start : min(len(self.source) if end < 0 else end, start + SHOWN_CHARS)].rstrip("\r")
        # a tab stays a tab, so that the caret stands below its token however wide tabs are
        pointer = "".join("\t" if character == "\t" else " " for character in before) + "^"
        return SyntaxFault(f"line {line}:{column}: {problem}\n{before}{after}\n{pointer}", line, column)
