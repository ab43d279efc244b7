"""INSERT … JSON: make a row, or set columns of one that is there, from a JSON object."""

from decimal import Decimal
from typing import Any

import msgspec

from cassette.cql.statements.insert_json import InsertJson
from cassette.cql.terms import UNSET
from cassette.cql.types import ScalarType
from cassette.engines.embedded.layout import Layout
from cassette.engines.embedded.plan.arguments import Argument, Markers, Values
from cassette.engines.embedded.plan.effect import Effect
from cassette.engines.embedded.plan.using import Attributes
from cassette.engines.embedded.statements.insert import InsertPlan
from cassette.engines.embedded.statements.refusal import Conditions
from cassette.engines.embedded.statements.write import Short
from cassette.errors import InvalidRequest

TEXT = ScalarType("text")
DECODER = msgspec.json.Decoder(float_hook=Decimal)


class InsertJsonPlan(InsertPlan):
    """An INSERT … JSON, worked out for the table as it is now: an INSERT of all columns, their values read on the way.

    The values by column travel behind those that came with the statement.
    """

    def __init__(self, statement: InsertJson, layout: Layout) -> None:
        markers = Markers(layout)
        self._json = markers.argument(statement.json, TEXT, "[json]")
        self._is_default_unset = statement.default_unset
        attributes = Attributes(statement.using, markers, layout)
        conditions = Conditions(exists=False if statement.if_not_exists else None)
        arguments = {name: _argument(name) for name in layout.table.columns}
        self.make(layout, arguments, markers, attributes, conditions)

    def effect(self, values: Values) -> Effect:
        """Check the values, and give what the write does with them."""
        return super().effect(self._read(values))

    def short(self, values: Values) -> Short | None:
        """Give the short way, None where the cells have to be read."""
        return None if self._is_default_unset else super().short(self._read(values))

    def _read(self, values: Values) -> Values:
        return (*values, self._columns(self._json(values)))

    def _columns(self, text: Any) -> dict[str, Any]:
        """Read the object: a value for every column. Raises InvalidRequest."""
        if not isinstance(text, str):
            raise InvalidRequest("INSERT JSON takes a JSON object, written as text")
        try:
            found = DECODER.decode(text)
        except (msgspec.DecodeError, RecursionError, ArithmeticError, UnicodeEncodeError) as fault:
            raise InvalidRequest(f"INSERT JSON takes a JSON object: {fault}") from None
        if not isinstance(found, dict):
            raise InvalidRequest("INSERT JSON takes a JSON object")
        given = {_name(key): value for key, value in found.items()}
        missing = UNSET if self._is_default_unset else None
        columns: dict[str, Any] = {}
        for name, column in self.layout.table.columns.items():
            value = given.pop(name, missing)
            columns[name] = value if value is None or value is UNSET else column.type.from_json(value)
        if given:
            raise InvalidRequest(f"table {self.layout.table.name.text()} has no column {next(iter(given))}")
        return columns


def _argument(name: str) -> Argument:
    return lambda values: values[-1][name]


def _name(key: str) -> str:
    """The name of a column: in quotes of its own as it is, else in lower case."""
    return key[1:-1] if len(key) > 1 and key[0] == key[-1] == '"' else key.lower()
