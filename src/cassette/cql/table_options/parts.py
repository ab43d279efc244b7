"""Checks of the values inside the maps of `compaction` and `compression`."""

import re
from collections.abc import Callable

from cassette.errors import ConfigurationFault

Check = Callable[[str, str], None]
SIZE = re.compile(r"[0-9]+(?:\.[0-9]+)? ?(?:[kKMGTP]i?)?B")
WHOLE = re.compile(r"[+-]?[0-9]{1,18}")


def refused(name: str, value: str, wanted: str) -> ConfigurationFault:
    """Make the error for a value that a part of an option does not take."""
    return ConfigurationFault(f"{name} is {wanted}, not {value!r}")


def anything(_name: str, _value: str) -> None:
    """Take any value, as Cassandra does here."""


def flag(name: str, value: str) -> None:
    """Take true or false."""
    if value.lower() not in {"false", "true"}:
        raise refused(name, value, "true or false")


def whole(least: int) -> Check:
    """Make the check of a whole number."""

    def check(name: str, value: str) -> None:
        if not WHOLE.fullmatch(value) or int(value) < least:
            raise refused(name, value, f"a whole number from {least}")

    return check


def number(least: float = float("-inf"), most: float = float("inf")) -> Check:
    """Make the check of a number."""

    def check(name: str, value: str) -> None:
        try:
            found = float(value)
        except ValueError:
            raise refused(name, value, "a number") from None
        if not least <= found <= most:
            raise refused(name, value, f"a number from {least} to {most}")

    return check


def word(*words: str, any_case: bool = False) -> Check:
    """Make the check of one of these words."""

    def check(name: str, value: str) -> None:
        if (value.upper() if any_case else value) not in words:
            raise refused(name, value, " or ".join(words))

    return check


def size(name: str, value: str) -> None:
    """Take a number of bytes with its unit, as in 100MiB."""
    if not SIZE.fullmatch(value):
        raise refused(name, value, "a size like 100MiB")
