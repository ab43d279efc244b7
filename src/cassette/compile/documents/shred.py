"""Shredding: one document into the columns of its row.

    {"_id": "x", "tags": ["a", 1], "o": {"n": null}}

    exist_keys         _id  tags  tags.0  tags.1  o  o.n
    array_size         tags: 2
    array_contains     "tags Sa"  "tags N1"  "tags.0 Sa"  "tags.1 N1"  "o.n Z"
    query_text_values  _id: "x"  tags: "A2⏎Sa⏎N1"  tags.0: "a"  o: "O1⏎n⏎Z"
    query_dbl_values   tags.1: 1
    query_null_values  o.n

This is the hot path of every write: one walk, types told apart by identity, each path and each hash made
once. The way back is `decode_stored(doc_json)`. Source: Data API storage sheet, section 4.
"""

from decimal import Decimal
from typing import Any
from uuid import UUID

from cassette.compile.documents.check import check_whole, field_name_failure, limit_failure
from cassette.compile.documents.collection import Collection
from cassette.compile.documents.ejson import TEXTS, WRAPPERS, date_of, text_of, wrapper_of
from cassette.compile.documents.hashes import hash_number, hash_of, hash_text, shortened
from cassette.compile.documents.ids import BOOLEAN, DATE, NULL, NUMBER, TEXT, Key, key_of, new_id
from cassette.compile.documents.indexing import SPECIAL
from cassette.compile.documents.json import encode
from cassette.compile.documents.limits import DEFAULTS, Limits
from cassette.compile.documents.paths import escape
from cassette.compile.documents.special import lexical_text, vector_floats, vectorize_text
from cassette.errors import Failure

SHORT_INT = 10**19
SHORT_CHARS = 21
MOST_BYTES_OF_A_CHAR = 4


class Shredded:
    """A document as it is stored. `id` is its `_id` as JSON, `document` has it first."""

    __slots__ = ("columns", "doc_json", "document", "id", "key")

    def __init__(self, document: dict[str, Any], key: Key, doc_json: str, columns: tuple[Any, ...]) -> None:
        self.document = document
        self.id = document["_id"]
        self.key = key
        self.doc_json = doc_json
        self.columns = columns

    def values(self, tx_id: UUID) -> tuple[Any, ...]:
        """Give the values for `collection.write_columns`."""
        return (self.key, tx_id, self.doc_json, *self.columns)


def shred(document: Any, collection: Collection, limits: Limits = DEFAULTS) -> Shredded:
    """Check a document and take it apart.

    Errors: SHRED_*, and those for `$vector`, `$vectorize` and `$lexical` where the collection lacks them.
    """
    document = with_id(document, collection)
    key = key_of(document["_id"])
    indexing = collection.indexing
    walk = _Walk(limits)
    if indexing.mode == "everything":
        kept = document
    else:
        check_whole(document, limits)
        kept = indexing.prune(document)
    special = walk.root(kept, key)
    more: tuple[Any, ...] = ()
    if special or collection.vector is not None or collection.lexical:
        more = _special_columns(walk, special, collection, limits)
    if walk.exist and max(map(len, walk.exist)) > limits.path_chars:
        # longer as written in the columns, with escapes and array positions: that may still be in order
        check_whole(document, limits)
    doc_json: str = encode(document).decode()
    if len(doc_json) > limits.document_chars:
        raise limit_failure("", f"it has {len(doc_json)} characters as JSON, more than {limits.document_chars}")
    return Shredded(document, key, doc_json, walk.columns() + more)


def with_id(document: Any, collection: Collection) -> dict[str, Any]:
    """Put `_id` first, a new one where there is none. Raises SHRED_BAD_DOCUMENT_TYPE."""
    if type(document) is not dict:
        raise Failure("SHRED_BAD_DOCUMENT_TYPE", got=document)
    if "_id" not in document:
        return {"_id": new_id(collection), **document}
    if next(iter(document)) != "_id":
        return {"_id": document["_id"], **document}
    return document


class _Walk:
    """The columns while a document is walked through."""

    __slots__ = ("bools", "contains", "dates", "exist", "limits", "nulls", "numbers", "properties", "sizes", "texts")

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.properties = 0
        self.exist: list[str] = []
        self.sizes: dict[str, int] = {}
        self.contains: set[str] = set()
        self.bools: dict[str, int] = {}
        self.numbers: dict[str, int | Decimal] = {}
        self.texts: dict[str, str] = {}
        self.dates: dict[str, int] = {}
        self.nulls: list[str] = []

    def columns(self) -> tuple[Any, ...]:
        """Give what follows doc_json in a row; an empty collection is null."""
        return (
            self.exist or None,
            self.sizes or None,
            self.contains or None,
            self.bools or None,
            self.numbers or None,
            self.texts or None,
            self.dates or None,
            self.nulls or None,
        )

    def root(self, document: dict[str, Any], key: Key) -> dict[str, Any]:
        """Walk through the document; give its special fields."""
        members = document.copy()
        if "_id" in members:
            self._id(members.pop("_id"), key)
        special = {}
        if not SPECIAL.isdisjoint(members):
            special = {name: members.pop(name) for name in SPECIAL if name in members}
        self.properties += len(document) - len(members)
        self.members(members, "", 1)
        if self.properties > self.limits.document_properties:
            most = self.limits.document_properties
            raise limit_failure("", f"it has {self.properties} indexed properties, more than {most}")
        return special

    def _id(self, value: Any, key: Key) -> None:
        # an _id is found by its key, so array_contains has no entry for it
        code, text = key
        self.exist.append("_id")
        if code == TEXT:
            self.string("_id", text)
        elif code == NUMBER:
            self.numbers["_id"] = value
        elif code == BOOLEAN:
            self.bools["_id"] = 1 if value else 0
        elif code == NULL:
            self.nulls.append("_id")
        elif code == DATE:
            self.dates["_id"] = int(text)

    def members(self, members: dict[str, Any], prefix: str, level: int) -> list[str]:
        """Walk through an object's members; give their hashes, in order. `prefix` ends in a dot, or is empty."""
        limits = self.limits
        if level > limits.depth_levels:
            raise limit_failure(prefix[:-1], f"it is nested more than {limits.depth_levels} levels deep")
        if len(members) > limits.object_properties:
            raise limit_failure(prefix[:-1], f"it has {len(members)} properties, more than {limits.object_properties}")
        self.properties += len(members)
        exist, contains, texts = self.exist.append, self.contains.add, self.texts
        hashes: list[str] = []
        for name, value in members.items():
            # everything that starts with '$', nothing at all, and little else, is less than "%"
            if name < "%" and (not name or name[0] == "$"):
                raise field_name_failure(prefix, name)
            if "." in name or "&" in name:
                path = prefix + escape(name)
            else:
                path = prefix + name
            exist(path)
            if type(value) is str and len(value) < SHORT_CHARS and value.isascii():
                texts[path] = value
                hashed = "S" + value
                contains(f"{path} {hashed}")
            elif type(value) is int and -SHORT_INT < value < SHORT_INT:
                self.numbers[path] = value
                hashed = f"N{value}"
                contains(f"{path} {hashed}")
            else:
                hashed = self.value(value, path, level)
            hashes.append(hashed)
        return hashes

    def items(self, items: list[Any], path: str, level: int) -> str:
        """Walk through an array's elements; give its hash. An element has entries under the array's path as well."""
        limits = self.limits
        if level > limits.depth_levels:
            raise limit_failure(path, f"it is nested more than {limits.depth_levels} levels deep")
        if len(items) > limits.array_elements:
            raise limit_failure(path, f"it has {len(items)} elements, more than {limits.array_elements}")
        self.sizes[path] = len(items)
        exist, contains, texts = self.exist.append, self.contains.add, self.texts
        parts = [f"A{len(items)}"]
        for position, value in enumerate(items):
            at = f"{path}.{position}"
            exist(at)
            if type(value) is str and len(value) < SHORT_CHARS and value.isascii():
                texts[at] = value
                hashed = "S" + value
                contains(f"{at} {hashed}")
            else:
                hashed = self.value(value, at, level)
                if type(value) is dict and wrapper_of(value) in TEXTS:
                    # the original has the wrapper's hash only, so that no filter finds such an element
                    contains(f"{path} {hash_text(texts[at])}")
            contains(f"{path} {hashed}")
            parts.append(hashed)
        return shortened("\n".join(parts))

    def value(self, value: Any, path: str, level: int) -> str:
        """Take any value apart; give its hash."""
        kind = type(value)
        if kind is str:
            hashed = self.string(path, value)
        elif kind is dict:
            if len(value) == 1 and (name := next(iter(value))) in WRAPPERS:
                return self.wrapped(name, value[name], path, level)
            members = self.members(value, path + ".", level + 1)
            parts = [f"O{len(value)}"]
            for pair in zip(value, members, strict=True):
                parts += pair
            hashed = self.texts[path] = shortened("\n".join(parts))
            return hashed
        elif kind is list:
            hashed = self.texts[path] = self.items(value, path, level + 1)
            return hashed
        elif kind is bool:
            self.bools[path] = 1 if value else 0
            hashed = "B1" if value else "B0"
        elif value is None:
            self.nulls.append(path)
            hashed = "Z"
        else:
            self.numbers[path] = value
            hashed = hash_number(value)
        self.contains.add(f"{path} {hashed}")
        return hashed

    def string(self, path: str, value: str) -> str:
        """Keep a string; give its hash."""
        most = self.limits.indexed_string_bytes
        if len(value) * MOST_BYTES_OF_A_CHAR > most and len(value.encode()) > most:
            raise limit_failure(path, f"an indexed text has {len(value.encode())} bytes, more than {most}")
        self.texts[path] = value
        return shortened("S" + value)

    def wrapped(self, name: str, inner: Any, path: str, level: int) -> str:
        """Keep an EJSON value; give the hash it has inside an array or an object."""
        if level >= self.limits.depth_levels:
            raise limit_failure(path, f"it is nested more than {self.limits.depth_levels} levels deep")
        if name == "$date":
            ms = self.dates[path] = date_of(inner, path)
            hashed = f"T{ms}"
            self.contains.add(f"{path} {hashed}")
            return hashed
        text = self.texts[path] = text_of(name, inner, path)
        self.contains.add(f"{path} {hash_text(text)}")
        return hash_of({name: inner})


def _special_columns(walk: _Walk, special: dict[str, Any], collection: Collection, limits: Limits) -> tuple[Any, ...]:
    """Read the special fields; give the columns that only collections made for them have."""
    if special.get("$vector") is not None and special.get("$vectorize") is not None:
        raise Failure("INVALID_USAGE_OF_VECTORIZE")
    vector = vector_floats(special.get("$vector"), collection, limits)
    vectorize_text(special.get("$vectorize"), collection)
    lexical = lexical_text(special.get("$lexical"), collection)
    if collection.indexing.mode != "nothing":
        walk.exist += [name for name, value in special.items() if value is not None]
    columns: tuple[Any, ...] = ()
    if collection.vector is not None:
        columns += (vector,)
    if collection.lexical:
        columns += (lexical,)
    return columns
