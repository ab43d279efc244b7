"""A table like a collection's, some hundred rows in it, and questions about them."""

import asyncio
from decimal import Decimal
from random import Random
from typing import Any

from tests.engine.murmur3 import token_of
from tests.engine.session import Session
from tests.properties.columns import holds

from cassette.cql.parser import parse
from cassette.cql.statements.select import Select

KEY = "frozen<tuple<tinyint, text>>"
TABLE = f"""
    CREATE TABLE ks.people (key {KEY} PRIMARY KEY, doc text, city text, tags set<text>,
        numbers map<text, decimal>, texts map<text, text>, moments map<text, timestamp>)
"""
INDEXES = ("city", "tags", "entries(numbers)", "entries(texts)", "entries(moments)", "keys(moments)")
COLUMNS = ("key", "doc", "city", "tags", "numbers", "texts", "moments")
INSERT = f"INSERT INTO ks.people ({', '.join(COLUMNS)}) VALUES (?, ?, ?, ?, ?, ?, ?)"

Person = dict[str, Any]

NAMES = ["ann", "bob", "Zoë", "søren", "日本", "😀", "x" * 30]
CITIES = ["oslo", "wien", "東京", None]
TAGS = ["red", "green", "blue", "grün", "r", "re", "rare"]
NUMBERS: list[int | Decimal] = [-100, -2, Decimal("-1.5"), 0, Decimal("0.25"), 1, 2, 10, Decimal("1E+2"), 10**30]
LONG = "l" * 70
TEXTS = ["", "a", "b", "ü", "😀", LONG, LONG + "a", LONG + "b"]


def people(count: int) -> list[Person]:
    """Make so many rows, always the same, in the order of their tokens."""
    random = Random(7)
    rows = [_person(at, random) for at in range(count)]
    return sorted(rows, key=lambda row: token_of(KEY, row["key"]))


def _person(at: int, random: Random) -> Person:
    return {
        "key": (random.choice([1, 2, -3]), f"{random.choice(NAMES)}{at}"),
        "doc": f'{{"n": {at}}}',
        "city": random.choice(CITIES),
        # every row but some is tagged red, two are rare
        "tags": {"red"} ^ set(random.sample(TAGS[:-1], random.randrange(3))) | ({"rare"} if at % 150 == 7 else set()),
        "numbers": {name: random.choice(NUMBERS) for name in random.sample("abc", random.randrange(4))},
        "texts": {name: random.choice(TEXTS) for name in random.sample("abc", random.randrange(4))},
        "moments": {name: random.randrange(-5, 5) for name in random.sample("ab", random.randrange(3))},
    }


async def index_people(session: Session) -> None:
    """Make every index that the questions need."""
    for at, target in enumerate(INDEXES):
        await session.run(f"CREATE CUSTOM INDEX people_{at} ON ks.people ({target}) USING 'StorageAttachedIndex'")


async def make_people(session: Session, count: int = 300) -> list[Person]:
    """Make the table and its indexes and fill it."""
    await session.run(TABLE)
    await index_people(session)
    rows = people(count)
    await asyncio.gather(*(session.start(INSERT, *row.values()) for row in rows))
    return rows


async def build_indexes(session: Session) -> None:
    """Ask for every index, and wait until it is there."""
    for question in QUESTIONS.values():
        await session.run(select(question), *question[1])
    await session.built()


Question = tuple[str, tuple[Any, ...]]

QUESTIONS: dict[str, Question] = {
    "everything": ("", ()),
    "nothing": ("tags CONTAINS ?", ("absent",)),
    "few": ("tags CONTAINS ?", ("rare",)),
    "many": ("tags CONTAINS ?", ("red",)),
    "contains non-ascii": ("tags CONTAINS ?", ("grün",)),
    "not contains": ("tags NOT CONTAINS ?", ("red",)),
    "not contains what nobody has": ("tags NOT CONTAINS ?", ("absent",)),
    "column": ("city = ?", ("東京",)),
    "not column": ("city != ?", ("oslo",)),
    "entry": ("numbers['a'] = ?", (2,)),
    "entry of a bound key": ("numbers[?] = ?", ("a", 2)),
    "entry in another spelling": ("numbers['a'] = ?", (Decimal("100.00"),)),
    "not entry": ("numbers['a'] != ?", (2,)),
    "less": ("numbers['a'] < ?", (0,)),
    "less or equal": ("numbers['a'] <= ?", (0,)),
    "greater": ("numbers['a'] > ?", (Decimal("0.25"),)),
    "greater or equal": ("numbers['a'] >= ?", (Decimal("0.25"),)),
    "beyond 64 bits": ("numbers['a'] > ?", (10**29,)),
    "range": ("numbers['a'] > ? AND numbers['a'] <= ?", (-2, 1)),
    "range, ends turned": ("numbers['a'] <= ? AND numbers['a'] > ?", (1, -2)),
    "empty range": ("numbers['a'] > ? AND numbers['a'] < ?", (1, 1)),
    "two ranges": ("numbers['a'] > ? AND numbers['b'] < ?", (0, 2)),
    "two ranges in one": ("numbers['a'] > ? AND numbers['a'] > ? AND numbers['a'] <= ?", (-100, 0, 100)),
    "moments": ("moments['a'] >= ? AND moments['a'] < ?", (-2, 3)),
    "key": ("moments CONTAINS KEY ?", ("a",)),
    "not key": ("moments NOT CONTAINS KEY ?", ("a",)),
    "text": ("texts['a'] = ?", ("",)),
    "long text": ("texts['a'] = ?", (LONG + "a",)),
    "text range": ("texts['a'] >= ? AND texts['a'] < ?", ("a", "ü")),
    "long text range": ("texts['a'] > ? AND texts['a'] <= ?", (LONG, LONG + "a")),
    "and": ("tags CONTAINS ? AND city = ?", ("red", "wien")),
    "and not": ("tags CONTAINS ? AND tags NOT CONTAINS ? AND city != ?", ("red", "blue", "wien")),
    "or": ("(tags CONTAINS ? OR tags CONTAINS ?)", ("rare", "grün")),
    "or at the top": ("tags CONTAINS ? OR numbers['a'] > ?", ("rare", 1)),
    "or with a not": ("tags CONTAINS ? OR city != ?", ("rare", "oslo")),
    "or of ranges": ("numbers['a'] > ? OR numbers['a'] < ?", (1, -1)),
    "or of the same": ("tags CONTAINS ? OR tags CONTAINS ?", ("red", "red")),
    "or of one column": ("tags CONTAINS ? OR tags CONTAINS ? OR tags CONTAINS ?", ("green", "blue", "grün")),
    "or of two columns": ("tags CONTAINS ? OR city = ? OR tags CONTAINS ?", ("green", "wien", "blue")),
    "or of one column and more": (
        "(tags CONTAINS ? OR tags CONTAINS ?) AND (tags CONTAINS ? OR tags CONTAINS ?) AND numbers['a'] >= ?",
        ("green", "blue", "grün", "red", 0),
    ),
    "and of ors": ("(tags CONTAINS ? OR city = ?) AND (numbers['a'] > ? OR texts['b'] = ?)", ("blue", "wien", 0, "a")),
    "or of ands": ("(tags CONTAINS ? AND city = ?) OR (numbers['a'] > ? AND texts['b'] != ?)", ("re", "wien", 9, "a")),
    "deep": (
        (
            "(tags CONTAINS ? AND (city = ? OR (numbers['b'] <= ? AND (texts['a'] = ? OR moments CONTAINS KEY ?)))) "
            "OR (city != ? AND tags NOT CONTAINS ? AND (numbers['c'] > ? OR numbers['c'] < ?))"
        ),
        ("red", "oslo", 0, "", "b", "oslo", "red", 1, 0),
    ),
}


def select(question: Question, columns: str = "key") -> str:
    """Ask a question in CQL."""
    return f"SELECT {columns} FROM ks.people" + (f" WHERE {question[0]}" if question[0] else "")


def answer(rows: list[Person], question: Question) -> list[Any]:
    """Give the keys that should come back, in their order."""
    return [row["key"] for row in rows if _holds(row, question)]


def _holds(row: Person, question: Question) -> bool:
    statement = parse(select(question))
    assert isinstance(statement, Select)
    return holds(statement.where, question[1], row)
