"""Walk along paths in a document: look, put, take away.

A path comes as its segments, `("arr", "0", "name")`. In an object a segment is a name, in an array an index;
which of the two `"0"` is, only the document tells. `Draft` changes a copy of a document and copies no more
than the objects and arrays on the way to a change: what is not changed is shared with the original.
"""

from collections.abc import Iterable
from typing import Any, Final

Path = tuple[str, ...]

# more nulls than fit into the largest document (4,000,000 characters), so that no index can fill the memory
PADDING_ITEMS: Final = 800_000
BEYOND_ALL: Final = 10**9


class Missing:
    """The type of MISSING: there is nothing at that path, not even null."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = Missing()


class PathBlocked(ValueError):
    """A value cannot be put there; says why, for people."""


def find(document: dict[str, Any], path: Path) -> Any:
    """Give the value at the end of a path, or MISSING."""
    value: Any = document
    for segment in path:
        if type(value) is dict:
            value = value.get(segment, MISSING)
        elif type(value) is list:
            value = _item(value, segment)
        else:
            return MISSING
    return value


def build(values: Iterable[tuple[Path, Any]]) -> dict[str, Any]:
    """Make the document that has these values at these paths, as an upsert starts from. Raises PathBlocked."""
    draft = Draft({})
    for path, value in values:
        draft.put(path, value)
    return draft.document


def index_of(segment: str) -> int | None:
    """Read an array index: decimal digits, no sign, no leading zero; None when it is a name."""
    if not (segment.isascii() and segment.isdigit()) or (segment[0] == "0" and segment != "0"):
        return None
    return int(segment) if len(segment) < 10 else BEYOND_ALL


def _item(array: list[Any], segment: str) -> Any:
    index = index_of(segment)
    return MISSING if index is None or index >= len(array) else array[index]


class Draft:
    """A document being changed: `document` is the new state, what it was made from stays as it is."""

    __slots__ = ("_own", "_padding_left", "changed", "document")

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.changed = False
        # the containers that are ours to change, by identity; kept here, so that no identity is used again
        self._own: dict[int, Any] = {}
        self._padding_left = PADDING_ITEMS

    def get(self, path: Path) -> Any:
        """Give the value at the end of a path, or MISSING."""
        return find(self.document, path)

    def put(self, path: Path, value: Any) -> None:
        """Set the value at a path. Missing parents become objects, an index past the end pads with nulls.

        Raises PathBlocked where a scalar is in the way or a name leads into an array.
        """
        container: Any = self._own_root()
        for segment in path[:-1]:
            container = self._own_child(container, segment)
        self._assign(container, path[-1], value)
        self.changed = True

    def remove(self, path: Path) -> None:
        """Take the value at a path away; an array keeps its length, with null in that place.

        Does nothing where nothing is.
        """
        value = find(self.document, path)
        parent = find(self.document, path[:-1])
        if value is MISSING or (value is None and type(parent) is list):
            return
        container: Any = self._own_root()
        for segment in path[:-1]:
            container = self._own_child(container, segment)
        if type(container) is list:
            container[int(path[-1])] = None
        else:
            del container[path[-1]]
        self.changed = True

    def _own_root(self) -> dict[str, Any]:
        if id(self.document) not in self._own:
            self.document = dict(self.document)
            self._own[id(self.document)] = self.document
        return self.document

    def _own_child(self, container: Any, segment: str) -> Any:
        """Go one step down, into a container that is ours: the one that is there, copied, or a new object."""
        is_array = type(container) is list
        child = _item(container, segment) if is_array else container.get(segment, MISSING)
        if id(child) in self._own:
            return child
        if child is MISSING:
            child = {}
        elif type(child) is dict:
            child = dict(child)
        elif type(child) is list:
            child = list(child)
        else:
            raise PathBlocked(f"'{segment}' holds a single value, below which nothing can be set")
        self._assign(container, segment, child)
        self._own[id(child)] = child
        return child

    def _assign(self, container: Any, segment: str, value: Any) -> None:
        if type(container) is dict:
            container[segment] = value
            return
        index = index_of(segment)
        if index is None:
            raise PathBlocked(f"'{segment}' leads into an array and is not the index of one of its items")
        self._pad(container, index + 1 - len(container))
        container[index] = value

    def _pad(self, array: list[Any], items: int) -> None:
        if items <= 0:
            return
        self._padding_left -= items
        if self._padding_left < 0:
            raise PathBlocked(f"the array would have to grow by {items} items")
        array.extend([None] * items)
