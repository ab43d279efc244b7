"""Turns: many may look at a graph at once, or one may change it; the library keeps these apart in no way itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition


class Turns:
    """A lock that readers share; whoever wants to change waits for those that read, and lets no more begin."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._reading = 0
        self._writing = False

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Look while nothing changes."""
        with self._changed:
            self._changed.wait_for(lambda: not self._writing)
            self._reading += 1
        try:
            yield
        finally:
            with self._changed:
                self._reading -= 1
                self._changed.notify_all()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Change while nobody looks."""
        with self._changed:
            self._changed.wait_for(lambda: not self._writing)
            self._writing = True
            self._changed.wait_for(lambda: not self._reading)
        try:
            yield
        finally:
            with self._changed:
                self._writing = False
                self._changed.notify_all()
