"""Kinds of settings: each reads its text (flags, environment) and takes its TOML value, or says what it expects."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

TRUE, FALSE = {"1", "on", "true", "yes"}, {"0", "false", "no", "off"}
UNITS = {"": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "kib": 2**10, "mib": 2**20, "gib": 2**30}


class Kind(Protocol):
    """What a setting may be."""

    @property
    def expects(self) -> str:
        """Say what fits, to follow 'expects'."""
        ...

    def take(self, value: object) -> Any:
        """Give the setting's value for a text or a TOML value. Raises ValueError when it does not fit."""
        ...


@dataclass(frozen=True, slots=True)
class Choice:
    """One word out of a few."""

    words: tuple[str, ...]

    @property
    def expects(self) -> str:
        """Say which words."""
        return " or ".join(f'"{word}"' for word in self.words)

    def take(self, value: object) -> str:
        """Accept one of the words as it is written."""
        if value not in self.words:
            raise ValueError
        return str(value)


@dataclass(frozen=True, slots=True)
class Text:
    """A text that is not empty."""

    expects: str = "a text"

    def take(self, value: object) -> str:
        """Accept any text but an empty one."""
        if not isinstance(value, str) or not value.strip():
            raise ValueError
        return value.strip()


@dataclass(frozen=True, slots=True)
class Folder:
    """A path; it may lie in the home directory (`~`)."""

    expects: str = "a path"

    def take(self, value: object) -> Path:
        """Accept a path, relative to where the server is started."""
        if not isinstance(value, str) or not value.strip():
            raise ValueError
        return Path(value).expanduser()


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number between two bounds."""

    least: int
    most: int

    @property
    def expects(self) -> str:
        """Say the bounds."""
        return f"a whole number from {self.least} to {self.most}"

    def take(self, value: object) -> int:
        """Accept an integer, or the text of one (`1_000` too)."""
        # bool is an int in Python, and `port = true` is a mistake, not a 1
        number = int(value) if isinstance(value, str) else value
        if not isinstance(number, int) or isinstance(number, bool) or not self.least <= number <= self.most:
            raise ValueError
        return number


@dataclass(frozen=True, slots=True)
class Size:
    """Bytes: a number, or a text with a unit."""

    expects: str = 'a number of bytes, or a text such as "20MB" or "16MiB"'

    def take(self, value: object) -> int:
        """Accept bytes or a number with a unit."""
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
        match = re.fullmatch(r"([0-9][0-9_]*) *([A-Za-z]*)", value.strip()) if isinstance(value, str) else None
        if match is None or match[2].lower() not in UNITS or int(match[1]) == 0:
            raise ValueError
        return int(match[1]) * UNITS[match[2].lower()]


@dataclass(frozen=True, slots=True)
class Seconds:
    """A span of time."""

    expects: str = "a number of seconds greater than 0"

    def take(self, value: object) -> float:
        """Accept a number of seconds."""
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise ValueError
        number = float(value)
        if not 0 < number < 1e9:
            raise ValueError
        return number


@dataclass(frozen=True, slots=True)
class Switch:
    """On or off."""

    expects: str = "true or false"

    def take(self, value: object) -> bool:
        """Accept a boolean or one of the words people write for it."""
        word = str(value).lower()
        if word not in TRUE | FALSE:
            raise ValueError
        return word in TRUE


@dataclass(frozen=True, slots=True)
class Words:
    """A list: comma-separated as text."""

    expects: str = "a list of texts (separated by commas outside of TOML)"

    def take(self, value: object) -> tuple[str, ...]:
        """Accept a TOML array of texts, or one text with commas."""
        items = value.split(",") if isinstance(value, str) else value
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            raise ValueError
        return tuple(item.strip() for item in items if item.strip())


@dataclass(frozen=True, slots=True)
class Users:
    """A table of user names and password hashes: in the settings file only."""

    expects: str = 'a table: name = "<what `cassette user NAME` printed>"'

    def take(self, value: object) -> Mapping[str, str]:
        """Accept a table of texts that are password hashes."""
        from cassette.server.passwords import is_hash

        if not isinstance(value, dict) or not all(isinstance(v, str) and is_hash(v) for v in value.values()):
            raise ValueError
        return dict(value)
