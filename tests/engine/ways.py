"""Ways to the rows, each of them forced: what comes back has to be the same."""

from collections.abc import Callable
from typing import Any

import pytest

from cassette.engines.embedded.builder import Builder
from cassette.engines.embedded.plan import access
from cassette.engines.embedded.statements import select_reading

Patch = pytest.MonkeyPatch
Way = Callable[[Patch], None]


def as_it_comes(patch: Patch) -> None:
    """Leave the choice as it is."""


def estimates(patch: Patch) -> None:
    """Let the estimate decide, however few rows there are."""
    patch.setattr(access, "GLANCE", 1)
    patch.setattr(access, "FEW", 0)


def first_index(patch: Patch) -> None:
    """Take the first index that serves, without comparing."""
    patch.setattr(access, "GLANCE", 10**9)
    patch.setattr(access, "FEW", 10**9)


def in_a_thread(patch: Patch) -> None:
    """Read on another connection, where there is one."""
    patch.setattr(access, "HEAVY_ROWS", -1)


def index_first(patch: Patch) -> None:
    """Take an index wherever one serves."""
    patch.setattr(access, "GLANCE", 10**9)


def unbuilt(patch: Patch) -> None:
    """Never build the indexes that queries want."""
    patch.setattr(Builder, "want", lambda *given: None)


def walk(patch: Patch) -> None:
    """Never take an index."""

    def choose(connection: Any, layout: Any, predicates: Any, values: Any, wanted: Any) -> access.Way:
        visits = access.choose(connection, layout, predicates, values, wanted).visits
        return access.Way(None, [predicate.check(values) for predicate in predicates], visits)

    patch.setattr(select_reading, "choose", choose)


def walk_in_a_thread(patch: Patch) -> None:
    walk(patch)
    in_a_thread(patch)


WAYS: list[Way] = [as_it_comes, estimates, first_index, in_a_thread, index_first, unbuilt, walk, walk_in_a_thread]
