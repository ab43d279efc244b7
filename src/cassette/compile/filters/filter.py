"""Filter clauses: several fields and operators side by side are all asked for.

{"a": 1, "b": {"$gt": 2, "$lt": 5}, "$or": [{"c": true}, {"d": {"$exists": false}}]}
"""

from typing import Any

import msgspec

from cassette.compile.documents.collection import Collection
from cassette.compile.documents.ejson import WRAPPERS
from cassette.compile.documents.hashes import hash_text
from cassette.compile.documents.ids import TEXT, Key
from cassette.compile.documents.indexing import SPECIAL
from cassette.compile.documents.limits import DEFAULTS, Limits
from cassette.compile.documents.paths import BadPath, check_escapes
from cassette.compile.filters.eq import EQ
from cassette.compile.filters.ids import EQUALITIES, KEY_IS, SENSELESS, is_none_of, is_one_of, keys_of
from cassette.compile.filters.operator import HOLDS, FilterOperator, Part, invalid, join
from cassette.compile.filters.table import LOGICAL, OPERATORS, PLANNED
from cassette.cql.conditions import Condition
from cassette.errors import Failure


class Filter(msgspec.Struct, frozen=True):
    """A compiled filter.

    condition  None for every row; `values` are for its markers
    nothing    no row can match: there is nothing to ask the engine
    seeds      path and value of each equality at the top level: an upsert starts with them
    id, key    the `_id`, as JSON, that every match must have, and its key; without one the key is None
    keys       the keys when `_id` is compared with $in, as often as they were written
    """

    condition: Condition | None = None
    values: tuple[Any, ...] = ()
    nothing: bool = False
    seeds: tuple[tuple[str, Any], ...] = ()
    id: Any = None
    key: Key | None = None
    keys: tuple[Key, ...] | None = None


EVERYTHING = Filter()


def compile_filter(filter: object, collection: Collection, limits: Limits = DEFAULTS) -> Filter:  # noqa: A002  # its name on the wire
    """Compile a filter clause; a missing or empty one is every document.

    Errors: FILTER_*, SHRED_BAD_EJSON_VALUE, SHRED_BAD_DOCID_*, LEXICAL_NOT_ENABLED_FOR_COLLECTION.
    """
    if not filter and (filter is None or type(filter) is dict):
        return EVERYTHING
    if type(filter) is not dict:
        raise Failure("FILTER_UNSUPPORTED_DATA_TYPE", path="", reason="a filter is an object")
    if len(filter) == 1:
        # the commonest filters, straight: {"_id": "x"} and {"name": "x"}
        ((path, value),) = filter.items()
        if type(value) is str and value:
            if path == "_id":
                key = (TEXT, value)
                return Filter(KEY_IS, (key,), False, (), value, key)
            if collection.indexing.mode == "everything" and path > "%" and "&" not in path:
                return Filter(HOLDS, (f"{path} {hash_text(value)}",), False, ((path, value),))
    reader = _Reader(collection, limits)
    part = reader.filter(filter, negated=False, disjunct=False, top=True)
    if part is False:
        return Filter(nothing=True, seeds=tuple(reader.seeds), id=reader.id, key=reader.key, keys=reader.keys)
    condition = None if part is True else part
    values = tuple(reader.values)
    return Filter(condition, values, False, tuple(reader.seeds), reader.id, reader.key, reader.keys)


class _Reader:
    """What is gathered while a filter is read, besides its condition."""

    __slots__ = ("collection", "comparisons", "id", "id_seen", "indexing", "key", "keys", "limits", "seeds", "values")

    def __init__(self, collection: Collection, limits: Limits) -> None:
        self.collection = collection
        self.indexing = None if collection.indexing.mode == "everything" else collection.indexing
        self.limits = limits
        self.values: list[Any] = []
        self.seeds: list[tuple[str, Any]] = []
        self.comparisons = 0
        self.id: Any = None
        self.id_seen = False
        self.key: Key | None = None
        self.keys: tuple[Key, ...] | None = None

    def filter(self, filter: dict[str, Any], negated: bool, disjunct: bool, top: bool = False) -> Part:  # noqa: A002
        """Read one filter. `disjunct` says that it stands in an OR, where no `_id` can stand."""
        disjunct = disjunct or (negated and len(filter) > 1)
        start = len(self.values)
        parts = []
        for path, value in filter.items():
            if path < "%" and path[:1] == "$" and path not in SPECIAL:
                parts.append(self.logical(path, value, negated, disjunct))
            else:
                parts.append(self.field(path, value, negated, disjunct, top))
        return self.joined(parts, negated, start)

    def joined(self, parts: list[Part], disjunction: bool, start: int) -> Part:
        """Join parts whose values begin at `start`, and forget these when nothing is left to ask."""
        part = join(parts, disjunction)
        if part is True or part is False:
            del self.values[start:]
        return part

    def logical(self, name: str, value: Any, negated: bool, disjunct: bool) -> Part:
        """Read $and, $or or $not."""
        operator = LOGICAL.get(name)
        if operator is None:
            reason = f"{name} is not supported yet" if name in PLANNED else f"there is no operator {name}"
            raise invalid(name, reason)
        filters = operator.read(value)
        if not filters:
            return not negated  # of no weight beside the others
        negated = negated is not operator.inverts
        disjunction = operator.disjunction is not negated
        disjunct = disjunct or (disjunction and not operator.inverts)
        start = len(self.values)
        parts = [self.filter(inner, negated, disjunct) for inner in filters]
        return self.joined(parts, disjunction, start)

    def field(self, path: str, value: Any, negated: bool, disjunct: bool, top: bool) -> Part:
        """Read what is asked of one path."""
        if not path:
            raise invalid(path, "a path cannot be empty")
        if "&" in path:
            try:
                check_escapes(path)
            except BadPath as error:
                raise invalid(path, f"the path {error.reason}") from None
        if path == "$lexical":
            raise self.no_lexical()
        kind = type(value)
        if kind is list:
            raise invalid(path, "an array is compared with $eq, which has to be written")
        if kind is not dict or not value or not _has_operators(value):
            return self.comparison(path, EQ, value, negated, disjunct, top)
        if len(value) == 1:
            ((name, operand),) = value.items()
            return self.comparison(path, _operator(path, name), operand, negated, disjunct, top)
        start = len(self.values)
        disjunct = disjunct or negated
        parts = [
            self.comparison(path, _operator(path, name), operand, negated, disjunct, top)
            for name, operand in value.items()
        ]
        return self.joined(parts, negated, start)

    def comparison(
        self, path: str, operator: FilterOperator, value: Any, negated: bool, disjunct: bool, top: bool
    ) -> Part:
        """Read one operator and its operand."""
        self.comparisons += 1
        if self.comparisons > self.limits.filter_comparisons:
            raise Failure("FILTER_FIELDS_LIMIT_VIOLATION", most=self.limits.filter_comparisons)
        if path == "_id":
            return self.id_comparison(operator, value, negated, disjunct)
        if path[0] == "$" and operator.name != "$exists":
            raise invalid(path, f"only $exists can be asked of it, not {operator.name}")
        operand = operator.operand(path, value, self.limits)
        if self.indexing is not None:
            self.check_indexed(path, operand)
        if top and operator is EQ:
            self.seeds.append((path, value))
        part, bound = operator.on_collection(path, operand, negated)
        self.values += bound
        return part

    def id_comparison(self, operator: FilterOperator, value: Any, negated: bool, disjunct: bool) -> Part:
        """Read one comparison with `_id`; a filter can have only one."""
        if disjunct:
            raise invalid("_id", "_id cannot be one of several alternatives; use $in")
        if self.id_seen:
            raise Failure("FILTER_MULTIPLE_ID_FILTER")
        self.id_seen = True
        name = operator.name
        if name in SENSELESS:
            raise invalid("_id", f"an _id is never an array, so {name} cannot be asked of it")
        operand = value if name in ("$eq", "$ne") else operator.operand("_id", value, self.limits)
        wanted = (name in ("$eq", "$in")) is not negated
        if not (name in EQUALITIES and wanted) and self.indexing is not None and not self.indexing.covers("_id"):
            raise Failure("FILTER_ID_NOT_INDEXED", operator=name)
        if name not in EQUALITIES:
            part, bound = operator.on_collection("_id", operand, negated)
        else:
            several = name in ("$in", "$nin")
            values = operand if several else [operand]
            keys = keys_of(values)
            if not wanted:
                part, bound = is_none_of(name, values, keys)
            else:
                part, bound = is_one_of(keys)
                if several:
                    self.keys = tuple(keys)
                else:
                    self.id, self.key = operand, keys[0]
        self.values += bound
        return part

    def no_lexical(self) -> Failure:
        """Make the failure for a filter on `$lexical`."""
        if self.collection.lexical:
            return invalid("$lexical", "only $match can be asked of it, which is not supported yet")
        return Failure("LEXICAL_NOT_ENABLED_FOR_COLLECTION", collection=self.collection.name.table)

    def check_indexed(self, path: str, operand: Any) -> None:
        """Refuse a path, or a member of an object to compare with, that the collection does not index."""
        indexing = self.collection.indexing
        for value in operand if type(operand) is list else (operand,):
            if not indexing.covers_value(path, value):
                raise Failure("FILTER_PATH_UNINDEXED", path=path)
        if type(operand) is list and not indexing.covers(path):
            raise Failure("FILTER_PATH_UNINDEXED", path=path)


def _has_operators(value: dict[str, Any]) -> bool:
    """Tell {"$gt": 1} from an object to compare with, EJSON among these."""
    if len(value) == 1:
        (name,) = value
        return name[:1] == "$" and name not in WRAPPERS
    return all(name[:1] == "$" for name in value)


def _operator(path: str, name: str) -> FilterOperator:
    operator = OPERATORS.get(name)
    if operator is None:
        reason = f"{name} is not supported yet" if name in PLANNED else f"there is no operator {name}"
        supported = sorted(OPERATORS)
        raise Failure("FILTER_UNSUPPORTED_OPERATOR", path=path, operator=name, reason=reason, supported=supported)
    return operator
