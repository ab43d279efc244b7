"""The caches of all vector indexes of one database: they outlive the layouts of their tables."""

from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cassette.engines.embedded.search.vectors.cache import Cache, Source


class Caches:
    """Caches by the names of their logs; their files stand beside the database file, if there is one."""

    def __init__(self, database: Path | None) -> None:
        self._database = database
        self._lock = Lock()
        self._caches: dict[str, Cache] = {}

    def of(self, source: "Source") -> "Cache":
        """Give an index's cache, empty where it is asked for the first time."""
        # numpy comes with the first vector query, and not before
        from cassette.engines.embedded.search.vectors.cache import Cache

        with self._lock:
            found = self._caches.get(source.log)
            if found is None:
                found = self._caches[source.log] = Cache(source, self._file(source.log))
            return found

    def drop(self, log: str) -> None:
        """Forget an index that is gone, and its file."""
        with self._lock:
            found = self._caches.pop(log, None)
        if found is not None:
            found.stop()
        file = self._file(log)
        if file is not None:
            file.unlink(missing_ok=True)

    def idle(self) -> None:
        """Wait until nothing is being moved in the background."""
        with self._lock:
            caches = list(self._caches.values())
        for cache in caches:
            cache.idle()

    def close(self) -> None:
        """Stop what runs in the background, and save what is not saved."""
        with self._lock:
            caches = list(self._caches.values())
            self._caches.clear()
        for cache in caches:
            cache.close()

    def _file(self, log: str) -> Path | None:
        return None if self._database is None else self._database.with_name(f"{self._database.name}-{log}.vectors")
