"""What may be indexed: Cassandra's rules for CREATE INDEX, and the options of storage-attached indexes.

    USING 'StorageAttachedIndex', 'sai', or the name of its Java class    storage-attached (SAI)
    no USING, or USING 'legacy_local_table'                               a plain index, without options

Below they are one: a plain index takes more types, and serves `=` and CONTAINS only.

Source: Cassandra 5.0, cql3/statements/schema/CreateIndexStatement and index/sai/StorageAttachedIndex;
`index_analyzer` is DataStax HCD's.
"""

from collections.abc import Mapping

from cassette.cql.schema import ColumnSchema, IndexSchema, Table, View
from cassette.cql.statements.create_index import IndexTarget
from cassette.cql.types import CqlType, FrozenType, ListType, MapType, ScalarType, SetType, TupleType, VectorType
from cassette.cql.types.user import UserType
from cassette.errors import ConfigurationFault, InvalidRequest

SAI = frozenset({"sai", "storageattachedindex", "org.apache.cassandra.index.sai.storageattachedindex"})
PLAIN = frozenset({"", "legacy_local_table"})
SASI = "org.apache.cassandra.index.sasi.SASIIndex"
BLOB, DURATION, FLOAT = ScalarType("blob"), ScalarType("duration"), ScalarType("float")
TEXTS = (ScalarType("ascii"), ScalarType("text"))

ANALYZER = "index_analyzer"
SIMILARITY = "similarity_function"
SIMILARITIES = ("EUCLIDEAN", "DOT_PRODUCT", "COSINE")
BOOLEANS = ("case_sensitive", "normalize", "ascii")
COUNTS = ("construction_beam_width", "maximum_node_connections")
VECTOR_OPTIONS = (*COUNTS, "enable_hierarchy", "optimize_for", SIMILARITY, "source_model")
OPTIONS = frozenset({*BOOLEANS, *VECTOR_OPTIONS, ANALYZER})
RESERVED = ("class_name", "target")


def is_sai(index: IndexSchema) -> bool:
    """Tell whether an index is a storage-attached one."""
    return index.using.lower() in SAI


def is_vector(index: IndexSchema, column: ColumnSchema) -> bool:
    """Tell whether an index serves ORDER BY … ANN OF."""
    return isinstance(_thawed(column.type), VectorType) and is_sai(index)


def is_analyzed(index: IndexSchema) -> bool:
    """Tell whether an index takes its texts apart into terms."""
    return ANALYZER in index.options


def _same_target(one: IndexTarget, other: IndexTarget) -> bool:
    """Tell whether two targets are the same part of one column: the values of a collection go without saying."""
    return one.column == other.column and (one.part or "values") == (other.part or "values")


def check_class(using: str) -> None:
    """Refuse a class that there is not. Raises ConfigurationFault, InvalidRequest."""
    if using == SASI:
        raise InvalidRequest("SASI indexes are disabled: use 'sai'")
    if using.lower() not in SAI and using.lower() not in PLAIN:
        raise ConfigurationFault(f"there is no class {using!r} for indexes: use 'sai'")


def check_target(table: Table, target: IndexTarget) -> None:
    """Refuse a column or a part of it that no index can be on. Raises InvalidRequest."""
    if isinstance(table, View):
        raise InvalidRequest(f"{table.name.text()} is a materialized view: these cannot be indexed")
    if table.is_counter:
        raise InvalidRequest(f"{table.name.text()} has counters: such a table cannot be indexed")
    if target.column not in table.columns:
        raise InvalidRequest(f"table {table.name.text()} has no column {target.column}")
    column = table.columns[target.column]
    if column.kind == "partition_key" and len(table.partition_key) == 1:
        raise InvalidRequest(f"{column.name} is the whole partition key: an index on it would find nothing else")
    _check_durations(column)
    _check_part(column, target)


def _check_durations(column: ColumnSchema) -> None:
    if column.type == DURATION:
        raise InvalidRequest(f"{column.name} is a duration, which has no order and no index")
    if _has_duration(column.type):
        raise InvalidRequest(f"{column.name} has durations in it, which have no order and no index")


def _has_duration(type_: CqlType) -> bool:
    match _thawed(type_):
        case ListType(items) | SetType(items):
            return items == DURATION or _has_duration(items)
        case MapType(keys, values):
            return DURATION in (keys, values) or _has_duration(values)
        case TupleType(items):
            return DURATION in items or any(map(_has_duration, items))
        case UserType(fields=fields):
            return any(inner == DURATION or _has_duration(inner) for _, inner in fields)
    return False


def _check_part(column: ColumnSchema, target: IndexTarget) -> None:
    collection = isinstance(_thawed(column.type), ListType | SetType | MapType)
    frozen = isinstance(column.type, FrozenType)
    if isinstance(column.type, UserType):
        raise InvalidRequest(f"{column.name} is a user type that is not frozen: it cannot be indexed")
    if target.part == "full":
        if not (collection and frozen):
            raise InvalidRequest(f"full({column.name}) needs a frozen collection")
    elif collection and frozen:
        raise InvalidRequest(f"{column.name} is frozen: it is indexed in one piece, with full({column.name})")
    elif target.part and not collection:
        raise InvalidRequest(f"{target.part}({column.name}) needs a collection; it is {column.type.text()}")
    elif target.part in ("keys", "entries") and not isinstance(column.type, MapType):
        raise InvalidRequest(f"{target.part}({column.name}) needs a map; it is {column.type.text()}")


def check_options(using: str, options: Mapping[str, str], column: ColumnSchema) -> None:
    """Refuse options, and types, that the class of the index does not take.

    Raises ConfigurationFault for an option that is not known, InvalidRequest for all else.
    """
    if using.lower() in PLAIN:
        if options:
            raise InvalidRequest(f"an index that is not storage-attached takes no options: {', '.join(options)}")
        return
    for name in RESERVED:
        if name in options:
            raise InvalidRequest(f"{name} is not for WITH OPTIONS: it is said in the statement itself")
    unknown = sorted(options.keys() - OPTIONS)
    if unknown:
        raise ConfigurationFault(f"storage-attached indexes have no option {', '.join(unknown)}")
    _check_type(options, column)


def _check_type(options: Mapping[str, str], column: ColumnSchema) -> None:
    type_ = _thawed(column.type)
    is_text = type_ in TEXTS or any(item in TEXTS for item in _items_of(column.type))
    for name in (*BOOLEANS, ANALYZER):
        if name in options and not is_text:
            raise InvalidRequest(f"{name} is for texts; {column.name} is {column.type.text()}")
    if ANALYZER in options:
        _check_analyzer(options, column)
    for name in BOOLEANS:
        if name in options and options[name].lower() not in ("true", "false"):
            raise InvalidRequest(f"{name} is 'true' or 'false', not {options[name]!r}")
    if isinstance(type_, VectorType):
        _check_vector(options, column, type_)
        return
    for name in VECTOR_OPTIONS:
        if name in options:
            raise InvalidRequest(f"{name} is for vectors; {column.name} is {column.type.text()}")
    if type_ == BLOB or BLOB in _items_of(column.type):
        raise InvalidRequest(f"{column.name} is {column.type.text()}: a storage-attached index takes no blobs")


def _check_analyzer(options: Mapping[str, str], column: ColumnSchema) -> None:
    if column.type not in TEXTS or column.kind == "partition_key":
        raise InvalidRequest(f"{ANALYZER} is for columns of texts; {column.name} is {column.type.text()}")
    if any(name in options for name in BOOLEANS):
        raise InvalidRequest(f"{ANALYZER} and {', '.join(BOOLEANS)} are two ways to say one thing: choose one")
    # analyzers are many files, and few tables have one
    from cassette.engines.embedded.search.texts.analyzers import analyzer

    analyzer(options[ANALYZER])


def _check_vector(options: Mapping[str, str], column: ColumnSchema, type_: VectorType) -> None:
    if type_.items != FLOAT:
        raise InvalidRequest(f"{column.name} is {column.type.text()}: only vectors of floats are indexed")
    similarity = similarity_of(options)
    if similarity not in SIMILARITIES:
        raise InvalidRequest(f"{SIMILARITY} is one of {', '.join(SIMILARITIES)}, not {options[SIMILARITY]!r}")
    if similarity == "COSINE" and type_.dimension == 1:
        raise InvalidRequest(f"vectors of one number have no angle between them: {column.name} takes no cosine")
    for name in COUNTS:
        if name in options and not (options[name].isdigit() and int(options[name]) > 0):
            raise InvalidRequest(f"{name} is a whole number greater than 0, not {options[name]!r}")


def similarity_of(options: Mapping[str, str]) -> str:
    """Give the similarity function of a vector index, in capitals."""
    return options.get(SIMILARITY, "COSINE").upper()


def _items_of(type_: CqlType) -> tuple[CqlType, ...]:
    """Give the types of what an index has an entry for each of, in a collection."""
    match type_:
        case ListType(items) | SetType(items):
            return (items,)
        case MapType(keys, values):
            return (keys, values)
    return ()


def _thawed(type_: CqlType) -> CqlType:
    return type_.inner if isinstance(type_, FrozenType) else type_


def duplicate_of(table: Table, target: IndexTarget, using: str) -> IndexSchema | None:
    """Find an index of the same class that says the same already."""
    same_class = SAI if using.lower() in SAI else PLAIN
    return next(
        (
            index
            for index in table.indexes.values()
            if _same_target(index.target, target) and index.using.lower() in same_class
        ),
        None,
    )
