"""Orders of a description: names as Cassandra sorts them, and types after those that they are made of."""

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

from cassette.cql.types import UserType
from cassette.cql.types.user import uses


class Named(Protocol):
    """Whatever has a name."""

    @property
    def name(self) -> str:
        """The name."""


AnyNamed = TypeVar("AnyNamed", bound=Named)


def by_name(things: Iterable[AnyNamed]) -> list[AnyNamed]:
    """Sort things by name, capitals among small letters."""
    return sorted(things, key=lambda thing: (thing.name.lower(), thing.name))


def types_in_order(types: Mapping[str, UserType]) -> list[UserType]:
    """Put first what needs nothing, then what needs only what came before."""
    needs = {
        type_.name: {
            other for other in types if other != type_.name and any(uses(inner, other) for _, inner in type_.fields)
        }
        for type_ in types.values()
    }
    placed: list[UserType] = []
    waiting = by_name(types.values())
    while waiting:
        known = {type_.name for type_ in placed}
        ready = [type_ for type_ in waiting if needs[type_.name] <= known]
        # types cannot need each other in a ring; were a catalog to say so, it is shown as it is
        placed += ready or waiting
        waiting = [type_ for type_ in waiting if type_ not in placed]
    return placed
