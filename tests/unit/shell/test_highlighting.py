"""What is coloured how."""

from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.document import Document

from cassette.shell.highlighting import STYLES, Highlighter, spans

COMMANDS = frozenset({"EXPAND"})


def test_spans_say_what_each_part_is() -> None:
    text = "SELECT \"A\", b FROM t WHERE c = 'x' AND d > 1.5 AND e = true; -- end\nexpand on"
    kinds = [(kind, part) for kind, part in spans(text, COMMANDS) if kind != "space"]
    assert kinds == [
        ("keyword", "SELECT"), ("quoted", '"A"'), ("sign", ","), ("name", "b"), ("keyword", "FROM"), ("name", "t"),
        ("keyword", "WHERE"), ("name", "c"), ("sign", "="), ("text", "'x'"), ("keyword", "AND"), ("name", "d"),
        ("sign", ">"), ("number", "1.5"), ("keyword", "AND"), ("name", "e"), ("sign", "="), ("constant", "true"),
        ("sign", ";"), ("comment", " -- end\n"), ("command", "expand"), ("keyword", "on"),
    ]  # fmt: skip


@given(st.text(alphabet="SELECT expand'\"$-/*;\n\t0x1.é{}", max_size=60))
def test_spans_are_the_whole_text(text: str) -> None:
    found = list(spans(text, COMMANDS))
    assert "".join(part for _, part in found) == text
    assert {kind for kind, _ in found} <= set(STYLES)


def test_highlighter_colours_line_by_line() -> None:
    line = Highlighter(COMMANDS).lex_document(Document("SELECT 'a\nb' FROM t"))
    assert line(1) == [(STYLES["text"], "b'"), ("", " "), (STYLES["keyword"], "FROM"), ("", " "), ("", "t")]
    assert line(7) == []
