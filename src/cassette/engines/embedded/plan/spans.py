"""Spans: ranges over the entries of an index; both ends of a range make one source."""

from collections.abc import Callable

from cassette.engines.embedded.layout import IndexPlace
from cassette.engines.embedded.plan.arguments import Argument, Values
from cassette.engines.embedded.plan.choices import given
from cassette.engines.embedded.plan.predicate import Source, Span, Sql
from cassette.engines.embedded.values.texts import KEPT_CHARS, is_cut

HIGHEST = "\U0010ffff"
"""The greatest character: what follows every text that starts with the same prefix."""


def spanning(
    index: IndexPlace, operator: str, value: Argument, key: Argument | None = None
) -> Callable[[Values], Span]:
    """One end of a range over an index, or over its entries with one key."""
    field = index.entries.field("value")
    name = None if key is None else index.entries.field("key").term
    static = index.place.column.kind == "static"

    def span(values: Values) -> Span:
        operand = given(value(values))
        under = None if key is None or name is None else name(given(key(values)))
        if field.is_text:
            text = index.entries.term("value", operand)
            folded = operand if field.fold is None else field.fold(operand)
            if is_cut(folded):
                prefix = folded[:KEPT_CHARS]
                end = prefix if operator.startswith(">") else prefix + HIGHEST
                return Span(index.sql, under, operator[0] + "=", end, False, static)
            return Span(index.sql, under, operator, text, True, static)
        return Span(index.sql, under, operator, field.term(operand), field.ordered, static)

    return span


def span_source(spans: list[Span]) -> Source:
    """Give one source for spans of one index and key."""
    first = spans[0]
    under = ["key = ?"] if first.key is not None else []
    where = " AND ".join([*under, *(f"value {span.operator} ?" for span in spans)])
    values = (*([first.key] if under else []), *(span.value for span in spans))
    sql = Sql(f"SELECT row FROM {first.index} WHERE {where}", values)
    return Source(sql, all(span.exact for span in spans), first.static)
