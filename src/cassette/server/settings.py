"""Settings: one table, and what it becomes.

    name               flag                 variable                     cassette.toml
    port               --port               CASSETTE_PORT                port = 8181
    http.body_bytes    --http-body-bytes    CASSETTE_HTTP_BODY_BYTES     [http] body_bytes = "20MB"

A flag beats a variable, a variable beats the file, the file beats the default.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from cassette.server.kinds import Choice, Folder, Kind, Seconds, Size, Switch, Text, Users, Whole, Words


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of the table."""

    name: str
    kind: Kind
    default: Any
    help: str
    file_only: bool = False

    @property
    def flag(self) -> str:
        """Its flag on the command line."""
        return "--" + self.name.replace(".", "-").replace("_", "-")

    @property
    def variable(self) -> str:
        """Its environment variable."""
        return "CASSETTE_" + self.name.replace(".", "_").upper()

    @property
    def attribute(self) -> str:
        """Its name in `Settings`."""
        return self.name.replace(".", "_")

    @property
    def shown_default(self) -> str:
        """Its default as people would write it."""
        if isinstance(self.default, bool):
            return str(self.default).lower()
        return str(self.default) if self.default or self.default == 0 else "none"


MANY = 2**31 - 1

SETTINGS: tuple[Setting, ...] = (
    Setting("auth", Choice(("none", "users")), "none", "who may come in: anybody (loopback only), or the [users]"),
    Setting("cors.origins", Words(), (), 'web origins whose pages may call this server; "*" for all'),
    Setting("data", Folder(), Path("cassette-data"), "the directory that holds the data"),
    Setting("dataapi.array_elements", Whole(1, MANY), 1000, "elements in one array of a document"),
    Setting("dataapi.count_rows", Whole(1, MANY), 1000, "documents that countDocuments counts before it says 'more'"),
    Setting("dataapi.delete_rows", Whole(1, MANY), 20, "documents that one deleteMany deletes before it says 'more'"),
    Setting("dataapi.depth_levels", Whole(1, 100), 16, "levels of nesting in a document"),
    Setting("dataapi.document_chars", Whole(1, MANY), 4_000_000, "characters of a document as JSON"),
    Setting("dataapi.document_properties", Whole(1, MANY), 2000, "properties in a whole document"),
    Setting("dataapi.filter_comparisons", Whole(1, MANY), 64, "comparisons in one filter"),
    Setting("dataapi.in_values", Whole(1, MANY), 100, "values in one $in or $nin"),
    Setting("dataapi.indexed_string_bytes", Whole(1, MANY), 8000, "bytes of an indexed string"),
    Setting("dataapi.insert_documents", Whole(1, MANY), 100, "documents in one insertMany"),
    Setting("dataapi.number_chars", Whole(1, MANY), 100, "characters of a number"),
    Setting("dataapi.object_properties", Whole(1, MANY), 1000, "properties in one object of a document"),
    Setting("dataapi.page_rows", Whole(1, 500), 50, "documents on one page of find"),
    Setting("dataapi.path_chars", Whole(1, MANY), 1000, "characters of a path to a property"),
    Setting("dataapi.sort_rows", Whole(1, MANY), 10_000, "documents that one sort may look at"),
    Setting("dataapi.sorted_page_rows", Whole(1, 500), 50, "documents on one page of a sorted find"),
    Setting("dataapi.write_attempts", Whole(1, 1000), 50, "attempts at changing a document that others change too"),
    Setting(
        "durability",
        Choice(("full", "relaxed")),
        "full",
        "full: an answered write is on disk; relaxed: a power cut may take the last moments",
    ),
    Setting("host", Text("an address or host name"), "127.0.0.1", "where to listen"),
    Setting("http.body_bytes", Size(), 20 * 2**20, "the largest request body"),
    Setting("http.body_timeout_s", Seconds(), 30.0, "how long a client may take to send a body"),
    Setting("http.connections", Whole(1, 1_000_000), 16_384, "connections open at once; more wait in the backlog"),
    Setting("log.format", Choice(("json", "text")), "text", "json: one object a line, for collectors"),
    Setting("log.level", Choice(("debug", "info", "warning", "error")), "info", "what is worth a line"),
    Setting("log.requests", Choice(("all", "errors", "none")), "errors", "which commands get a log line of their own"),
    Setting("memory", Switch(), False, "keep everything in memory, and forget it at the end"),
    Setting("port", Whole(0, 65_535), 8181, "the HTTP port; 0 takes a free one"),
    Setting("stop_timeout_s", Seconds(), 30.0, "how long a stop waits for requests that were accepted"),
    Setting("users", Users(), {}, "user names and password hashes, for auth = users", file_only=True),
    Setting("workers", Whole(1, 256), 1, "processes that serve"),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the server goes by; every field is a line of the table."""

    auth: str = "none"
    cors_origins: tuple[str, ...] = ()
    data: Path = Path("cassette-data")
    dataapi: Mapping[str, int] = field(default_factory=dict)
    """Limits of the Data API by name; what is missing has its default."""
    durability: Literal["full", "relaxed"] = "full"
    host: str = "127.0.0.1"
    http_body_bytes: int = 20 * 2**20
    http_body_timeout_s: float = 30.0
    http_connections: int = 16_384
    log_format: str = "text"
    log_level: str = "info"
    log_requests: str = "errors"
    memory: bool = False
    port: int = 8181
    stop_timeout_s: float = 30.0
    users: Mapping[str, str] = field(default_factory=dict)
    workers: int = 1
