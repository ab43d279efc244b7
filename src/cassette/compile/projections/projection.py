"""A projection clause, read once and applied to each document of an answer.

    {"name": 1, "address.city": 1}            these fields and `_id`
    {"secret": 0}                             all but these
    {"comments": {"$slice": 5}}               all, but no more than 5 comments
    {"*": 1}                                  all, the special fields too

What is said about a path is said about every object in an array on the way to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cassette.compile.documents.values import kind
from cassette.compile.projections.clause import HIDDEN, MARKED, Clause, Tree, bad_entry, chosen
from cassette.compile.projections.slices import Slice
from cassette.errors import Failure

if TYPE_CHECKING:
    from cassette.compile.documents.collection import Collection


class Projection:
    """What to show: `keeps` tells whether the marked parts are kept, or dropped.

    `whole` promises that `apply` changes nothing, so that stored bytes can be passed on as they are.
    """

    __slots__ = ("_flat", "_tree", "keeps", "whole")

    def __init__(self, keeps: bool, tree: Tree, flat: bool = False, whole: bool = False) -> None:
        self.keeps = keeps
        self.whole = whole
        self._tree = tree
        self._flat = flat

    def apply(self, document: dict[str, Any]) -> dict[str, Any]:
        """Give the part to show, fields in the order of the document; the document stays as it is."""
        if self.whole:
            return document
        tree = self._tree
        if self._flat:
            if self.keeps:
                return {name: value for name, value in document.items() if name in tree}
            return {name: value for name, value in document.items() if name not in tree}
        return _keep(document, tree) if self.keeps else _drop(document, tree)


WHOLE: Final = Projection(keeps=False, tree={}, flat=True, whole=True)
NOTHING: Final = Projection(keeps=True, tree={}, flat=True)


def compile_projection(projection: object, collection: Collection) -> Projection:
    """Read a projection clause; `{}` shows everything but the special fields.

    Errors: UNSUPPORTED_PROJECTION_DEFINITION when it is no object (null neither), UNSUPPORTED_PROJECTION_PARAM
    for what is in it.
    """
    if type(projection) is not dict:
        raise Failure("UNSUPPORTED_PROJECTION_DEFINITION", got=kind(projection))
    if "*" in projection:
        return _star(projection)
    clause = Clause()
    for path, value in projection.items():
        clause.read(path, value)
    return _projection(clause, collection)


def _star(projection: dict[str, Any]) -> Projection:
    if len(projection) > 1:
        raise bad_entry("*", "stands alone in a projection")
    return WHOLE if chosen("*", projection["*"]) else NOTHING


def _projection(clause: Clause, collection: Collection) -> Projection:
    """Add what was said, or not said, about the special fields."""
    tree, switches = clause.tree, clause.switches
    if clause.keeps:
        if switches.get("_id", True):
            tree["_id"] = MARKED
        for field in HIDDEN:
            if switches.get(field, False):
                tree[field] = MARKED
        return Projection(True, tree, clause.flat)
    if not switches.get("_id", True):
        tree["_id"] = MARKED
    if collection.lexical or collection.vector is not None:
        for field in HIDDEN:
            if not switches.get(field, False):
                tree[field] = MARKED
    return Projection(False, tree, clause.flat) if tree else WHOLE


def _keep(value: dict[str, Any], tree: Tree) -> dict[str, Any]:
    """Give an object with no more than the tree marks."""
    kept = {}
    for name, child in value.items():
        node = tree.get(name)
        if node is None:
            continue
        if node is MARKED:
            kept[name] = child
        elif type(node) is Slice:
            kept[name] = node.of(child)
        elif type(child) is dict:
            kept[name] = _keep(child, node)
        elif type(child) is list:
            kept[name] = [_through(_keep, item, node) for item in child]
    return kept


def _drop(value: dict[str, Any], tree: Tree) -> dict[str, Any]:
    """Give an object without what the tree marks."""
    left = {}
    for name, child in value.items():
        node = tree.get(name)
        if node is None:
            left[name] = child
        elif type(node) is Slice:
            left[name] = node.of(child)
        elif node is not MARKED:
            left[name] = _through(_drop, child, node)
    return left


def _through(walk: Any, value: Any, tree: Tree) -> Any:
    """Go on below an object, and through an array to its objects; single values stay."""
    if type(value) is dict:
        return walk(value, tree)
    if type(value) is list:
        return [_through(walk, item, tree) for item in value]
    return value
