"""What people see when the server has started: one screen."""

from pathlib import Path

from cassette.server.settings import Settings
from cassette.version import VERSION

BOLD, DIM, GREEN, PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[32m", "\x1b[0m"

SNIPPET = """\
from astrapy import DataAPIClient
from astrapy.authentication import UsernamePasswordTokenProvider

client = DataAPIClient(environment="hcd")
database = client.get_database("{url}", token=UsernamePasswordTokenProvider("{user}", "{password}"))
database.get_database_admin().create_keyspace("library", update_db_keyspace=True)
books = database.create_collection("books")
books.insert_one({{"title": "Dune", "year": 1965}})
"""


def url_of(host: str, port: int) -> str:
    """Write the address that a client on this machine can use."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"


def screen(settings: Settings, port: int, colours: bool) -> str:
    """Say where it listens, where the data is, who may come in and how to connect."""
    bold, dim, green, plain = (BOLD, DIM, GREEN, PLAIN) if colours else ("", "", "", "")
    url = url_of(settings.host, port)
    named = settings.auth == "users"
    user, password = (next(iter(settings.users)), "<password>") if named else ("cassandra", "cassandra")
    snippet = "".join(f"    {line}\n" for line in SNIPPET.format(url=url, user=user, password=password).splitlines())
    rows = (
        ("Data API", f"{green}{url}/v1{plain}"),
        ("Data", where(settings)),
        ("Sign-in", "the users in the settings" if named else "anybody on this machine, with any token"),
        ("Processes", str(settings.workers)),
        ("Health", f"{url}/stargate/health    metrics: {url}/metrics"),
    )
    lines = "".join(f"  {dim}{name:<10}{plain} {value}\n" for name, value in rows)
    return (
        f"\n  {bold}Cassette {VERSION}{plain} is ready.\n\n{lines}\n  To connect (pip install astrapy):\n\n{snippet}\n"
    )


def where(settings: Settings) -> str:
    """Say where the data is, and what that promises."""
    if settings.memory:
        return "in memory: gone when the server stops"
    kept = "each write is on disk before its answer" if settings.durability == "full" else "relaxed durability"
    return f"{Path(settings.data).absolute()}    ({kept})"
