"""The entries of a projection clause, read into one tree of names.

    {"name": 1, "address.city": 1}    →    {"name": MARKED, "address": {"city": MARKED}}

Its leaves are MARKED (kept or dropped, as the projection goes) or a Slice; `{"address": {"city": 1}}`
gives the same tree as `{"address.city": 1}`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from cassette.compile.documents.paths import BadPath, parse_path
from cassette.compile.documents.values import kind
from cassette.compile.projections.slices import Slice, read_slice
from cassette.errors import Failure

Tree = dict[str, Any]  # name → Tree | MARKED | Slice

MARKED: Final = True
HIDDEN: Final = ("$vector", "$vectorize", "$lexical")  # unless they are asked for
SWITCHES: Final = frozenset(("_id", *HIDDEN))  # fields that may be switched on or off in any projection
# nothing in a document lies deeper; this keeps the reading of nested clauses bounded
DEEPEST: Final = 100


class Clause:
    """What was read so far: `keeps` is None until an entry says whether the tree is to be kept or dropped.

    `flat` is True while there are whole fields only. `switches` holds what was said about special fields.
    """

    __slots__ = ("flat", "keeps", "switches", "tree")

    def __init__(self) -> None:
        self.tree: Tree = {}
        self.keeps: bool | None = None
        self.flat = True
        self.switches: dict[str, bool] = {}

    def read(self, path: str, value: Any) -> None:
        """Take in one entry of the clause itself."""
        form = type(value)
        if path in SWITCHES and form is not dict:
            self.switches[path] = chosen(path, value)
        elif path[:1] == "$":
            raise bad_entry(path, "is no field of a document")
        elif form is dict:
            self._read_nested(_segments(path), path, value)
        else:
            self._mark(_segments(path), path, chosen(path, value))

    def _read_nested(self, at: tuple[str, ...], path: str, clause: dict[str, Any]) -> None:
        """Take in the object form: fields below a path, or a `$slice`."""
        if "$slice" in clause and len(clause) == 1:
            if path not in SWITCHES:
                self._plant(at, path, read_slice(path, clause["$slice"]))
                self.flat = False
            return
        if not clause or len(at) > DEEPEST:
            raise bad_entry(path, "is followed by no fields" if not clause else "lies too deep")
        for name, value in clause.items():
            below = f"{path}.{name}"
            if name[:1] == "$":
                raise bad_entry(below, "is no operator that stands here (only '$slice', and alone, is)")
            if type(value) is dict:
                self._read_nested(at + _segments(name), below, value)
            else:
                self._mark(at + _segments(name), below, chosen(below, value))

    def _mark(self, at: tuple[str, ...], path: str, keeps: bool) -> None:
        if self.keeps is None:
            self.keeps = keeps
        elif self.keeps is not keeps:
            raise bad_entry(path, "mixes fields to show with fields to hide")
        self._plant(at, path, MARKED)

    def _plant(self, at: tuple[str, ...], path: str, leaf: bool | Slice) -> None:
        tree = self.tree
        if at[0] == "_id":
            raise bad_entry(path, "is shown whole or not at all")
        for segment in at[:-1]:
            self.flat = False
            tree = tree.setdefault(segment, {})
            if type(tree) is not dict:
                raise bad_entry(path, "is part of another field in this projection")
        if at[-1] in tree:
            raise bad_entry(path, "contains, or is, another field in this projection")
        tree[at[-1]] = leaf


def _segments(path: str) -> tuple[str, ...]:
    if path and "." not in path and "&" not in path:
        return (path,)
    try:
        return parse_path(path)
    except BadPath as bad:
        raise bad_entry(path, bad.reason) from None


def chosen(path: str, value: Any) -> bool:
    """Read whether a field is to be shown: true and any number but 0."""
    form = type(value)
    if form is bool or form is int or form is Decimal:
        return bool(value)
    raise bad_entry(path, f"takes 1, 0, true, false or an object, not {kind(value)}")


def bad_entry(path: str, reason: str) -> Failure:
    """Make the error for an entry that says nothing."""
    return Failure("UNSUPPORTED_PROJECTION_PARAM", path=path, reason=reason)
