"""Write docs/settings.md from the table of settings: `python -m cassette.server.settings_page`."""

import sys

from cassette.server.settings import SETTINGS, Setting

HEAD = """\
# Settings

Made from the table in `src/cassette/server/settings.py` by `make docs`; a test keeps the two in step.

Every setting is a flag of `cassette serve`, an environment variable and a key of the settings file: `cassette.toml`
in the directory where the server starts, or the one that `--config` (`CASSETTE_CONFIG`) names. A flag beats a
variable, a variable beats the file, the file beats the default. A dot in a key is a table in TOML: `log.level` is
`level` under `[log]`. A setting that is not in this table, or a value that does not fit, ends the start with exit
code 2 and a line that names it.

| key | flag | variable | default | expects | what it is |
|---|---|---|---|---|---|
"""
TAIL = """
## Users

`auth = none` lets anybody in with any token, and listens on loopback addresses only. With `auth = users`, the
`[users]` table says who may come in; `cassette user NAME` asks for a password and prints a line for it:

```toml
auth = "users"
host = "0.0.0.0"

[users]
ada = "scrypt:16384:..."
```

A client sends `Token: Cassandra:<base64 of the name>:<base64 of the password>`, as
`UsernamePasswordTokenProvider` does by itself; any other token stands for the user `token` with that text as
its password. An address whose logins fail five times within a minute gets HTTP 429 until the minute is over;
tokens that were good before are not held up by it.
"""


def page() -> str:
    """Write the page."""
    return HEAD + "".join(map(row, SETTINGS)) + TAIL


def row(setting: Setting) -> str:
    """Write one line of the table."""
    flag, variable = ("–", "–") if setting.file_only else (f"`{setting.flag}`", f"`{setting.variable}`")
    cells = (f"`{setting.name}`", flag, variable, f"`{setting.shown_default}`", setting.kind.expects, setting.help)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


if __name__ == "__main__":
    sys.stdout.write(page())
