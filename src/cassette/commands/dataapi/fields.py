"""What a command takes: its fields by name, each with its type, whether it must be there, and its range.

    FIELDS = Fields("find", {"filter": ANYTHING, "options": options({"limit": whole(least=1)})})

Reading is strict about names and lenient about types, as the original is: `"limit": "5"` is five,
`"limit": 1.5` is one. A field of the wrong shape ends the reading at once; values out of range are all told.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import msgspec

from cassette.errors import Failure

WHOLE = re.compile(r"\s*[+-]?[0-9]{1,12}\s*\Z")
MOST_DIGITS = 12
Arguments = dict[str, Any]
Reader = Callable[[Any, str], Any]
Check = Callable[[Any], str | None]


class Refused(Exception):
    """Several failures of one request, one for each cause."""

    def __init__(self, failures: list[Failure]) -> None:
        super().__init__(*failures)
        self.failures = failures


class Field(msgspec.Struct, frozen=True):
    """One field.

    read      value, name -> value of the right type; raises REQUEST_STRUCTURE_MISMATCH. None takes anything
    check     value -> what is wrong with it, as the end of a sentence; None when nothing is
    needed    must be there; `not_null` says that null does not count
    """

    read: Reader | None = None
    check: Check | None = None
    needed: bool = False
    not_null: bool = False
    nested: "Fields | None" = None
    alias_of: str | None = None


class Fields:
    """The fields of a command, or of an object in it. `unknown` names the failure for other names."""

    __slots__ = ("_easy", "_fields", "_must", "command", "unknown")

    def __init__(self, command: str, fields: dict[str, Field], unknown: str = "COMMAND_FIELD_UNKNOWN") -> None:
        self.command = command
        self.unknown = unknown
        self._fields = fields
        # fields whose value needs no look: a request with no others is through at once
        self._easy = frozenset(name for name, field in fields.items() if field in (ANYTHING, NEEDED))
        self._must = frozenset(name for name, field in fields.items() if field.needed)

    def read(self, given: Arguments) -> Arguments:
        """Give the values by name, those that were sent. Raises Refused and REQUEST_STRUCTURE_MISMATCH."""
        names = given.keys()
        if names <= self._easy and self._must <= names:
            return given
        violations: list[Failure] = []
        values = self._values(given, "", violations)
        if violations:
            raise Refused(violations)
        return values

    def _values(self, given: Arguments, place: str, violations: list[Failure]) -> Arguments:
        values: Arguments = {}
        for name, value in given.items():
            field = self._fields.get(name)
            if field is None:
                raise Failure(
                    self.unknown, command=self.command, field=place + name, expected=sorted(self._fields) or "none"
                )
            values[field.alias_of or name] = _value(field, value, place + name, violations)
        for name in self._must:
            if name not in given:
                _look(self._fields[name], None, place + name, violations)
        return values

    def nested_values(self, value: Any, place: str, violations: list[Failure]) -> Arguments | None:
        """Read an object inside the command."""
        if value is None:
            return None
        if type(value) is not dict:
            raise mismatch(place, "an object", value)
        return self._values(value, place + ".", violations)


def _value(field: Field, value: Any, place: str, violations: list[Failure]) -> Any:
    if field.nested is not None:
        return field.nested.nested_values(value, place, violations)
    if value is not None and field.read is not None:
        value = field.read(value, place)
    if value is None:
        if field.not_null:
            _look(field, None, place, violations)
    elif field.check is not None:
        _look(field, value, place, violations)
    return value


def _look(field: Field, value: Any, place: str, violations: list[Failure]) -> None:
    """Note what is wrong with a value; a missing one breaks the rule on its length as well, as in the original."""
    if value is None:
        violations.append(violation(place, "it has to be given"))
    reason = None if field.check is None else field.check(value)
    if reason is not None:
        violations.append(violation(place, reason))


def violation(field: str, reason: str) -> Failure:
    """Make the failure for a value out of its range."""
    return Failure("COMMAND_FIELD_VALUE_INVALID", field=field, reason=reason)


def mismatch(field: str, expected: str, got: object) -> Failure:
    """Make the failure for a value of the wrong shape."""
    return Failure("REQUEST_STRUCTURE_MISMATCH", field=f"'{field}'", expected=expected, got=got)


def read_boolean(value: Any, place: str) -> bool:
    """Read true or false, or one of these as text."""
    if type(value) is bool:
        return value
    if value in ("true", "false"):
        return bool(value == "true")
    raise mismatch(place, "true or false", value)


def read_whole(value: Any, place: str) -> int:
    """Read a whole number that fits in 32 bits; a fraction is cut off, a text is read."""
    number = value
    if (type(value) is str and WHOLE.match(value)) or (type(value) is Decimal and value.adjusted() < MOST_DIGITS):
        number = int(value)
    if type(number) is not int or not -(2**31) <= number < 2**31:
        raise mismatch(place, "a whole number of 32 bits", value)
    return number


def read_text(value: Any, place: str) -> str:
    """Read a text; a number, true or false as it is written."""
    if type(value) is str:
        return value
    if type(value) is bool:
        return "true" if value else "false"
    if type(value) is int or type(value) is Decimal:
        return str(value)
    raise mismatch(place, "a text", value)


def read_object(value: Any, place: str) -> Arguments:
    """Read an object, whatever is in it."""
    if type(value) is not dict:
        raise mismatch(place, "an object", value)
    return value


def read_array(value: Any, place: str) -> list[Any]:
    """Read an array, whatever is in it."""
    if type(value) is not list:
        raise mismatch(place, "an array", value)
    return value


ANYTHING = Field()
NEEDED = Field(needed=True)
"""Has to be there, and may be null."""
GIVEN = Field(needed=True, not_null=True)
"""Has to be there, and to hold something."""
BOOLEAN = Field(read_boolean)
OBJECT = Field(read_object)
TEXT = Field(read_text)


def name_field() -> Field:
    """Take the name of what a command drops."""
    return Field(read_text, lambda name: "it is empty" if name == "" else None, needed=True, not_null=True)


def whole(least: int) -> Field:
    """Take a whole number from `least` on."""
    return Field(read_whole, lambda number: f"{number} is less than {least}" if number < least else None)


def one_of(*words: str) -> Field:
    """Take one of a few words."""
    known = frozenset(words)
    expected = " or ".join(repr(word) for word in words)
    return Field(read_text, lambda word: None if word in known else f"it is {expected}, not {word!r}")


def options(command: str, fields: dict[str, Field], unknown: str = "COMMAND_FIELD_UNKNOWN") -> Field:
    """Take an object with fields of its own."""
    return Field(nested=Fields(command, fields, unknown))


def no_options(command: str) -> Field:
    """Take an empty object, or null. Raises COMMAND_ACCEPTS_NO_OPTIONS."""

    def read(value: Any, place: str) -> None:
        if value != {}:
            raise Failure("COMMAND_ACCEPTS_NO_OPTIONS", command=command, got=value)

    return Field(read)
