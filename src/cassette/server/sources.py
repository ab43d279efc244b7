"""Read settings from where people write them, and refuse by name what is wrong.

Flags and variables are texts by setting name; the file is TOML.
"""

import difflib
import ipaddress
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from cassette.server.settings import SETTINGS, Setting, Settings

FILE = Path("cassette.toml")
CONFIG_VARIABLE = "CASSETTE_CONFIG"
BY_NAME = {setting.name: setting for setting in SETTINGS}
BY_VARIABLE = {setting.variable: setting for setting in SETTINGS if not setting.file_only}


class SettingFault(Exception):
    """A setting that cannot be used; the message names it and says what would fit."""


def hint(wrong: str, known: Iterable[str]) -> str:
    """Name the nearest known word as a question, or nothing when none is near."""
    near = difflib.get_close_matches(wrong, list(known), n=1, cutoff=0.6)
    return f" Did you mean {near[0]}?" if near else ""


def read_settings(flags: Mapping[str, str], environment: Mapping[str, str], config: str | None = None) -> Settings:
    """Put the three sources together. Raises SettingFault.

    `flags` holds what was given, by setting name; `config` is the file of `--config`.
    """
    variables = from_environment(environment)
    file = from_file(config or environment.get(CONFIG_VARIABLE))
    named = {name: take(BY_NAME[name], BY_NAME[name].flag, text) for name, text in flags.items()}
    values = {**file, **variables, **named}
    settle_memory(values, (named, variables, file))
    dataapi = {name.partition(".")[2]: values.pop(name) for name in list(values) if name.startswith("dataapi.")}
    settings = Settings(**{BY_NAME[name].attribute: value for name, value in values.items()}, dataapi=dataapi)
    check(settings)
    return settings


def take(setting: Setting, where: str, value: object) -> Any:
    """Let the setting's kind take a value, and name the place when it does not fit."""
    try:
        return setting.kind.take(value)
    except (ValueError, TypeError):
        # what a user table holds is nobody's business in a terminal or a log
        got = "something else" if setting.file_only else repr(value)
        raise SettingFault(f"{where} expects {setting.kind.expects}; it is {got}.") from None


def from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    """Read the CASSETTE_ variables; any that is not in the table is a mistake."""
    values: dict[str, Any] = {}
    for variable, text in environment.items():
        if not variable.startswith("CASSETTE_") or variable == CONFIG_VARIABLE:
            continue
        setting = BY_VARIABLE.get(variable)
        if setting is None:
            if any(variable == other.variable for other in SETTINGS):
                raise SettingFault(f"{variable} cannot be set in the environment; write it in {FILE}.")
            raise SettingFault(f"{variable} is not a setting.{hint(variable, [*BY_VARIABLE, CONFIG_VARIABLE])}")
        values[setting.name] = take(setting, variable, text)
    return values


def from_file(named: str | None) -> dict[str, Any]:
    """Read the settings file: the named one, or `cassette.toml` here when there is one."""
    path = Path(named).expanduser() if named else FILE
    if not named and not path.exists():
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as fault:
        raise SettingFault(f"The settings file {path} cannot be read: {getattr(fault, 'strerror', fault)}.") from None
    except tomllib.TOMLDecodeError as fault:
        raise SettingFault(f"The settings file {path} is not TOML: {fault}.") from None
    return {name: take(BY_NAME[name], f"{name} in {path}", value) for name, value in flat(table, path)}


def flat(table: Mapping[str, Any], path: Path, prefix: str = "") -> Iterable[tuple[str, Any]]:
    """Walk the file's tables down to settings."""
    for key, value in table.items():
        name = prefix + key
        if name in BY_NAME:
            yield name, value
        elif isinstance(value, dict) and any(known.startswith(name + ".") for known in BY_NAME):
            yield from flat(value, path, name + ".")
        else:
            raise SettingFault(f"{name} in {path} is not a setting.{hint(name, BY_NAME)}")


def settle_memory(values: dict[str, Any], sources: tuple[Mapping[str, Any], ...]) -> None:
    """Let the stronger of `data` and `memory` win; side by side they contradict each other."""
    for source in sources:
        if source.get("memory") and "data" in source:
            raise SettingFault("data and memory exclude each other: name a directory, or keep everything in memory.")
        if "memory" in source:
            return
        if "data" in source:
            values.pop("memory", None)
            return


def check(settings: Settings) -> None:
    """Refuse what does not go together."""
    if settings.auth == "none" and not is_loopback(settings.host):
        raise SettingFault(
            f"auth = none lets anybody in, so it listens on this machine only; host is {settings.host!r}. "
            "Set auth = users and a [users] table (`cassette user NAME` prints a line for it), or host = 127.0.0.1."
        )
    if settings.auth == "users" and not settings.users:
        raise SettingFault(
            f"auth = users needs at least one user: add a [users] table to {FILE}; `cassette user NAME` prints a line."
        )
    if settings.memory and settings.workers > 1:
        raise SettingFault("workers must be 1 with memory: processes do not share their memory.")


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach an address."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"
