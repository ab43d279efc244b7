"""CQL types as an answer's metadata tells them: whether a part is frozen is not told."""

import re
from dataclasses import dataclass

CODES = {
    0x01: "ascii",
    0x02: "bigint",
    0x03: "blob",
    0x04: "boolean",
    0x05: "counter",
    0x06: "decimal",
    0x07: "double",
    0x08: "float",
    0x09: "int",
    0x0B: "timestamp",
    0x0C: "uuid",
    0x0D: "text",
    0x0E: "varint",
    0x0F: "timeuuid",
    0x10: "inet",
    0x11: "date",
    0x12: "time",
    0x13: "smallint",
    0x14: "tinyint",
    0x15: "duration",
}

CLASSES = {
    "AsciiType": "ascii",
    "BooleanType": "boolean",
    "ByteType": "tinyint",
    "BytesType": "blob",
    "DecimalType": "decimal",
    "DoubleType": "double",
    "DurationType": "duration",
    "EmptyType": "empty",
    "FloatType": "float",
    "InetAddressType": "inet",
    "Int32Type": "int",
    "IntegerType": "varint",
    "LegacyTimeUUIDType": "timeuuid",
    "ListType": "list",
    "LongType": "bigint",
    "MapType": "map",
    "SetType": "set",
    "ShortType": "smallint",
    "SimpleDateType": "date",
    "TimeType": "time",
    "TimeUUIDType": "timeuuid",
    "TimestampType": "timestamp",
    "TupleType": "tuple",
    "UTF8Type": "text",
    "UUIDType": "uuid",
    "UserType": "udt",
    "VectorType": "vector",
}


@dataclass(frozen=True, slots=True)
class Type:
    """A type: its word, what it is made of; a user's type also has its name and those of its fields."""

    word: str
    parts: tuple["Type", ...] = ()
    name: str = ""
    fields: tuple[str, ...] = ()
    dimension: int = 0

    def text(self) -> str:
        """Write it as CQL does."""
        if self.word == "udt":
            return self.name
        if self.word == "vector":
            return f"vector<{self.parts[0].text()}, {self.dimension}>"
        inner = ", ".join(part.text() for part in self.parts)
        return f"{self.word}<{inner}>" if inner else self.word


def simple(code: int) -> Type:
    """Name a type that has no parts."""
    return Type(CODES[code])


def custom(text: str) -> Type:
    """Read a type that is told by the name of Cassandra's class for it: `…VectorType(…FloatType , 3)`."""
    found = _custom(re.findall(r"[\w.:]+|[(),]", text))
    assert isinstance(found, Type), text
    return found


def _custom(words: list[str]) -> Type | str:
    word = words.pop(0).rpartition(".")[2]
    parts: list[Type | str] = []
    if words and words[0] == "(":
        while words.pop(0) != ")":
            parts.append(_custom(words))
    if word in ("FrozenType", "ReversedType"):
        return parts[0]
    if word not in CLASSES:
        return word if not parts else Type(f"'{word}'")
    if word == "VectorType":
        return Type("vector", _types(parts[:1]), dimension=int(str(parts[1])))
    return Type(CLASSES[word], _types(parts))


def _types(parts: list[Type | str]) -> tuple[Type, ...]:
    return tuple(part for part in parts if isinstance(part, Type))
