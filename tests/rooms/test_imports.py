"""Which room may import which: read from the source, so that no import has to run."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "src" / "cassette"

# a room, and the rooms that it may look into besides itself and errors; nobody looks into server
MAY_IMPORT = {
    "api": {"commands"},
    "commands": {"compile", "cql"},
    "compile": {"cql"},
    "cql": set(),
    "engines": {"cql"},
    "errors": set(),
    "library": {"cql", "engines"},
    "server": {"api", "commands", "compile", "cql", "engines", "shell"},
    "shell": {"cql", "library"},
}
# the seams, written out: a file or folder, and the modules of another room that it may use all the same
SEAMS = {
    # the JSON of requests and answers is the JSON of documents: numbers exact, stored bytes untouched
    "api": {"cassette.compile.documents.json"},
    # commands ask what an engine can do and hand plans to the runner; which engine it is they never know
    "commands": {"cassette.engines.contract", "cassette.engines.run"},
}
# they stand above the rooms: the way in for `python -m cassette` and for people's tests
ABOVE = {"__init__", "__main__", "testing", "version"}
# data that any room may read
FOR_ALL = {"errors", "version"}


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(ROOT.rglob("*.py")):
        yield path.relative_to(ROOT).parts[0].removesuffix(".py"), path


def imported(path: Path) -> Iterator[str]:
    """Name every module of ours that a file imports, those inside functions too."""
    package = ["cassette", *path.relative_to(ROOT).parent.parts]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "cassette")
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            if module.split(".")[0] == "cassette":
                # `from cassette.engines import contract` imports cassette.engines.contract
                yield from (f"{module}.{alias.name}" for alias in node.names)


def allowed(room: str, name: str) -> bool:
    other = name.split(".")[1]
    if other == room or other in FOR_ALL or other in MAY_IMPORT[room]:
        return True
    return any(name == seam or name.startswith(seam + ".") for seam in SEAMS.get(room, ()))


def test_every_folder_is_a_room() -> None:
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders <= set(MAY_IMPORT)


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_room_looks_only_where_it_may(room: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for its_room, path in modules()
        if its_room == room
        for name in imported(path)
        if not allowed(room, name)
    ]
    assert wrong == []


def test_server_is_imported_by_nobody() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for room, path in modules()
        if room != "server" and room not in ABOVE
        for name in imported(path)
        if name.startswith("cassette.server")
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("room", "name", "fine"),
    [
        ("api", "cassette.commands.call.Call", True),
        ("api", "cassette.cql.rows.Rows", False),
        ("commands", "cassette.engines.contract.Engine", True),
        ("commands", "cassette.engines.embedded.EmbeddedEngine", False),
        ("compile", "cassette.engines.contract.Engine", False),
        ("cql", "cassette.errors.Failure", True),
        ("engines", "cassette.compile.documents.shred", False),
    ],
)
def test_the_rule_itself(room: str, name: str, fine: bool) -> None:
    assert allowed(room, name) is fine
