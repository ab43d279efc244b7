"""What a server has promised: the value of every acknowledged write, and what was still on its way."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

Document = dict[str, Any]
TILLS = tuple(f"till-{number}" for number in range(3))
"""Documents that all writers count on together."""
PADDING = "All that a document of ordinary size has besides. " * 4


@dataclass(frozen=True)
class Action:
    """One command, and which documents it leaves: None where it leaves none."""

    command: dict[str, Any]
    leaves: dict[str, Document | None]
    accepts: Callable[[dict[str, Any]], bool]


@dataclass
class Ledger:
    """Kept by the writers before each command and after each answer."""

    known: dict[str, Document] = field(default_factory=dict)
    """By _id: what the last acknowledged write has left."""
    uncertain: dict[str, Document | None] = field(default_factory=dict)
    """By _id: what a write without an answer would leave."""
    retired: list[Document] = field(default_factory=list)
    """Values that were replaced or deleted since the last restart: nothing may be found by them."""
    tills: dict[str, list[int]] = field(default_factory=lambda: {till: [0, 0] for till in TILLS})
    """By _id: acknowledged steps, and steps without an answer."""
    acknowledged: int = 0
    serials: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def begin(self, action: Action) -> None:
        """Note what is asked for."""
        self.uncertain.update(action.leaves)

    def settle(self, action: Action) -> None:
        """Note that it was acknowledged."""
        for name, document in action.leaves.items():
            del self.uncertain[name]
            self.put(name, document)
        self.acknowledged += 1

    def put(self, name: str, document: Document | None) -> None:
        """Take a document's value as what is stored; its old one is retired."""
        before = self.known.pop(name, None)
        if before is not None and before != document:
            self.retired.append(before)
        if document is not None:
            self.known[name] = document

    def document(self, name: str) -> Document:
        """Make a document whose values stand in no other."""
        serial = next(self.serials)
        return {
            "_id": name,
            "serial": serial,
            "label": f"label {serial:07d}",
            "mark": f"mark-{serial}",
            "when": {"$date": serial * 1000},
            "even": serial % 2 == 0,
            "shelf": serial % 7,
            "tags": [f"tag-{serial}", "everywhere", *("odd",) * (serial % 2)],
            "place": {"row": f"row-{serial}", "nothing": None},
            "count": 0,
            "text": PADDING,
        }


def lookups(document: Document) -> list[dict[str, Any]]:
    """Filters that find this document and no other: one for each way through each index."""
    serial, label, when, tags = (document[name] for name in ("serial", "label", "when", "tags"))
    return [
        {"serial": serial},
        {"label": label},
        {"mark": document["mark"]},
        {"when": when},
        {"tags": tags[0]},
        {"tags": {"$all": tags[:2]}, "serial": serial},
        {"tags": {"$eq": tags}},
        {"place.row": document["place"]["row"]},
        {"place": {"$eq": document["place"]}},
        {"serial": {"$gte": serial, "$lt": serial + 1}},
        {"label": {"$gte": label, "$lte": label}},
        {"when": {"$gte": when, "$lte": when}},
        {"serial": serial, "even": {"$gte": document["even"], "$lte": document["even"]}},
        {"serial": serial, "tags": {"$size": len(tags)}},
        {"serial": serial, "place.nothing": None, "text": {"$exists": True}},
        {"mark": document["mark"], "count": document["count"]},
    ]


COUNTS: dict[str, tuple[dict[str, Any], Callable[[Document], bool]]] = {
    "everything": ({}, lambda document: True),
    "$exists": ({"place.row": {"$exists": True}}, lambda document: "place" in document),
    "array_contains": ({"tags": "everywhere"}, lambda document: "tags" in document),
    "array_size": ({"tags": {"$size": 3}}, lambda document: len(document.get("tags", ())) == 3),
    "bool": ({"even": {"$gte": True}}, lambda document: document.get("even") is True),
    "number": ({"shelf": {"$lt": 3}}, lambda document: document.get("shelf", 9) < 3),
    "text": ({"label": {"$gt": "label 0000100"}}, lambda document: document.get("label", "") > "label 0000100"),
    "date": (
        {"when": {"$lte": {"$date": 100_000}}},
        lambda document: "when" in document and document["when"]["$date"] <= 100_000,
    ),
    "null": ({"place.nothing": None}, lambda document: "place" in document),
    "counted": ({"count": {"$gt": 0}}, lambda document: document["count"] > 0),
}
"""What is counted by each index, and how it is counted by walking."""
