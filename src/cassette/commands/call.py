"""Call and Answer: what a door hands to a command, and what it gets back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cassette.errors import Failure


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is asking; None for the name where nobody is asked who they are."""

    user: str | None = None


ANYONE = Identity()


@dataclass(frozen=True, slots=True)
class Call:
    """One command as a door read it.

    `keyspace` and `collection` come from the address, each None above its level. `arguments` is the
    value of the command's only key, numbers exact (int or Decimal).
    """

    command: str
    arguments: dict[str, Any]
    keyspace: str | None = None
    collection: str | None = None
    identity: Identity = ANYONE
    flags: Mapping[str, bool] = field(default_factory=dict)


@dataclass(slots=True)
class Answer:
    """What a command answers: the parts of the Data API's envelope, errors still undressed.

    `data` and `status` hold JSON values, in which a stored document may stand as `msgspec.Raw`.
    """

    data: dict[str, Any] | None = None
    status: dict[str, Any] | None = None
    errors: list[Failure] = field(default_factory=list)
    warnings: list[Failure] = field(default_factory=list)
