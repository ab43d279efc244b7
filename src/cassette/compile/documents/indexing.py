"""Indexing: which paths of a document the columns hold, so that filters and sorts can use them.

    everything        no option, or {"allow": ["*"]}
    nothing           {"deny": ["*"]}: an `_id` is still found by its key
    {"allow": [...]}  these paths and all below them
    {"deny": [...]}   all but these paths and what is below them

An array stands for each of its objects when a document is pruned, while the path of a filter is
compared segment by segment, numbers included: as in the original.
"""

from dataclasses import dataclass, field
from typing import Any, Literal

from cassette.compile.documents.ejson import wrapper_of
from cassette.compile.documents.paths import segments_of

SPECIAL = frozenset({"$lexical", "$vector", "$vectorize"})

Branch = dict[str, "Branch"]
"""Names below a segment; an empty branch is the end of a listed path."""


@dataclass(frozen=True, slots=True)
class Indexing:
    """One collection's choice. `paths` is sorted, and empty for everything and nothing."""

    mode: Literal["everything", "nothing", "allow", "deny"] = "everything"
    paths: tuple[str, ...] = ()
    _root: Branch = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        # shortest first: a path below a listed one says nothing new
        for segments in sorted(map(segments_of, self.paths), key=len):
            branch = self._root
            for segment in segments:
                if segment in branch and not branch[segment]:
                    break
                branch = branch.setdefault(segment, {})

    def covers(self, path: str) -> bool:
        """Tell whether a path, with all below it that is there, can be asked for. Raises BadPath."""
        if self.mode == "everything":
            return True
        if self.mode == "nothing":
            return False
        if path in SPECIAL:
            return True
        return self._covers(segments_of(path))

    def covers_value(self, path: str, value: Any) -> bool:
        """Tell whether a path and every member of the object it is compared with can be asked for."""
        if self.mode == "everything":
            return True
        return self.mode != "nothing" and (path in SPECIAL or self._covers_members(segments_of(path), value))

    def _covers_members(self, segments: tuple[str, ...], value: Any) -> bool:
        if type(value) is dict and value and wrapper_of(value) is None:
            return all(self._covers_members((*segments, name), member) for name, member in value.items())
        return self._covers(segments)

    def _covers(self, segments: tuple[str, ...]) -> bool:
        branch = self._root
        for segment in segments:
            below = branch.get(segment)
            if below is None:
                return self.mode == "deny"
            if not below:
                return self.mode == "allow"
            branch = below
        # on the way to listed paths: with `deny` the rest of it is indexed
        return self.mode == "deny"

    def prune(self, document: dict[str, Any]) -> dict[str, Any]:
        """Give the part of a document that is indexed; the special fields always belong to it."""
        if self.mode == "everything":
            return document
        special = {name: value for name, value in document.items() if name in SPECIAL}
        if self.mode == "nothing":
            return special
        kept = _allowed(document, self._root) if self.mode == "allow" else _undenied(document, self._root)
        return kept | special


EVERYTHING = Indexing()
NOTHING = Indexing("nothing")


def _is_object(value: Any) -> bool:
    return type(value) is dict and wrapper_of(value) is None


def _allowed(members: dict[str, Any], branch: Branch) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for name, value in members.items():
        below = branch.get(name)
        if below is None:
            continue
        if not below:
            kept[name] = value
        elif _is_object(value):
            kept[name] = _allowed(value, below)
        elif type(value) is list:
            kept[name] = _allowed_items(value, below)
    return kept


def _allowed_items(items: list[Any], branch: Branch) -> list[Any]:
    # a scalar cannot have the rest of the path
    return [
        _allowed(item, branch) if type(item) is dict else _allowed_items(item, branch)
        for item in items
        if _is_object(item) or type(item) is list
    ]


def _undenied(members: dict[str, Any], branch: Branch) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for name, value in members.items():
        below = branch.get(name)
        if below is None:
            kept[name] = value
        elif below:
            kept[name] = _undenied_value(value, below)
    return kept


def _undenied_value(value: Any, branch: Branch) -> Any:
    if _is_object(value):
        return _undenied(value, branch)
    if type(value) is list:
        return [_undenied_value(item, branch) for item in value]
    return value
