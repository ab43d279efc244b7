"""Tables are written out; these tests see to it that no file is missing from its folder's table.

A folder's `__init__` (or the file named here) imports one thing from each of the folder's files. Statements
are loaded when they first come, so of these it is asked whether the engine knows what to do with each.
"""

import ast
from importlib import import_module
from pathlib import Path

import pytest

from cassette.cql.parser import STATEMENTS
from cassette.cql.statements.batch import Batch
from cassette.cql.statements.describe import Describe
from cassette.cql.statements.explain import Explain
from cassette.cql.statements.statement import Statement
from cassette.cql.statements.use import Use
from cassette.engines.embedded.definitions import DEFINITIONS, PLANNED
from cassette.engines.embedded.plans import PLANNERS

ROOT = Path(__file__).parents[2] / "src" / "cassette"

# the folder, the file that holds its table, and files of the folder that are not entries
TABLES = [
    ("commands/dataapi", "commands/dataapi/table.py", {"command", "fields", "schema_names", "table"}),
    (
        "compile/filters",
        "compile/filters/table.py",
        {"filter", "ids", "in_memory", "operands", "operator", "ranges", "table"},
    ),
    (
        "compile/updates",
        "compile/updates/table.py",
        {"arithmetic", "document_update", "modifiers", "special_fields", "table", "update_operator"},
    ),
]

# a batch is made of other statements, USE is for the door, and what is read without a table has no plan
BESIDES = {Batch, Describe, Explain, Use}


def files(folder: str) -> set[str]:
    return {path.stem for path in (ROOT / folder).glob("*.py") if not path.stem.startswith("_")}


def mentioned(folder: str, table: str) -> set[str]:
    """Name the files of the folder that the table's file imports."""
    package = "cassette." + folder.replace("/", ".")
    names: set[str] = set()
    for node in ast.walk(ast.parse((ROOT / table).read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            if node.module.startswith(package + "."):
                names.add(node.module[len(package) + 1 :].split(".")[0])
            elif node.module == package:
                names.update(alias.name for alias in node.names)
    return names


@pytest.mark.parametrize(("folder", "table", "besides"), TABLES, ids=[row[0] for row in TABLES])
def test_every_file_is_in_its_table(folder: str, table: str, besides: set[str]) -> None:
    assert files(folder) - besides - mentioned(folder, table) == set()


def test_every_statement_is_in_one_table_of_the_engine() -> None:
    for file in STATEMENTS.values():
        import_module(f"cassette.cql.statements.{file}")
    known = [*PLANNERS, *DEFINITIONS, *PLANNED, *BESIDES]
    assert len(known) == len(set(known))
    assert set(known) == set(Statement.__subclasses__())
