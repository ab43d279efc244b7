"""The key of a table or a view, and what WITH says about it: PRIMARY KEY, CLUSTERING ORDER BY and the options.

PRIMARY KEY ((a, b), c) WITH CLUSTERING ORDER BY (c DESC) AND comment = 'x'
"""

from cassette.cql.names import quoted
from cassette.cql.node import Node
from cassette.cql.statements import options
from cassette.cql.statements.options import Option
from cassette.cql.tokens import Tokens
from cassette.errors import InvalidRequest


class ClusteringColumn(Node, frozen=True, cache_hash=True, gc=False):
    """A clustering column and its direction."""

    name: str
    descending: bool = False

    def text(self) -> str:
        return f"{quoted(self.name)} {'DESC' if self.descending else 'ASC'}"


def key_text(partition_key: tuple[str, ...], clustering: tuple[ClusteringColumn, ...]) -> str:
    """Print PRIMARY KEY."""
    parts = [f"({', '.join(map(quoted, partition_key))})", *(quoted(column.name) for column in clustering)]
    return f"PRIMARY KEY ({', '.join(parts)})"


def settings_text(
    clustering: tuple[ClusteringColumn, ...],
    settings: tuple[Option, ...],
    *,
    compact: bool = False,
    ordered: bool = False,
) -> str:
    """Print ` WITH …`, or nothing when all is as usual; `ordered` to say the usual order too."""
    shown = [*(["COMPACT STORAGE"] if compact else []), *(option.text() for option in settings)]
    if ordered or any(column.descending for column in clustering):
        shown.insert(0, f"CLUSTERING ORDER BY ({', '.join(column.text() for column in clustering)})")
    return f"{' WITH ' if shown else ''}{' AND '.join(shown)}"


class KeyDraft:
    """Key and options as far as they have been read."""

    def __init__(self) -> None:
        self.partition_key: tuple[str, ...] = ()
        self.options: tuple[Option, ...] = ()
        self.compact = False
        self._clustering: tuple[str, ...] = ()
        self._order: dict[str, bool] = {}

    def set_key(self, partition_key: tuple[str, ...], clustering: tuple[str, ...] = ()) -> None:
        """Take the key. Raises InvalidRequest when there is one."""
        if self.partition_key:
            raise InvalidRequest("a table has one PRIMARY KEY, and this statement gives it more")
        self.partition_key, self._clustering = partition_key, clustering

    def read_key(self, tokens: Tokens) -> None:
        """Read what follows PRIMARY KEY: `(a, b)` or `((a, b), c)`."""
        tokens.expect("(")
        partition_key = [tokens.name("the name of a column")] if not tokens.accept("(") else _names(tokens)
        clustering = []
        while tokens.accept(","):
            clustering.append(tokens.name("the name of a column"))
        tokens.expect(")")
        self.set_key(tuple(partition_key), tuple(clustering))

    def read_settings(self, tokens: Tokens) -> None:
        """Read `WITH …`, or nothing."""
        if not tokens.accept("WITH"):
            return
        self._read_setting(tokens)
        while tokens.accept("AND"):
            self._read_setting(tokens)

    @property
    def ordered(self) -> int:
        """How many columns CLUSTERING ORDER BY names."""
        return len(self._order)

    def clustering(self) -> tuple[ClusteringColumn, ...]:
        """Put keys and directions together. Raises InvalidRequest where they do not agree."""
        if tuple(self._order) != self._clustering[: len(self._order)]:
            raise InvalidRequest(
                f"CLUSTERING ORDER BY names {', '.join(self._order)}; "
                f"the clustering columns are, in this order, {', '.join(self._clustering) or 'none'}"
            )
        return tuple(ClusteringColumn(name, self._order.get(name, False)) for name in self._clustering)

    def _read_setting(self, tokens: Tokens) -> None:
        if tokens.accept("COMPACT", "STORAGE"):
            self.compact = True
            return
        if not tokens.accept("CLUSTERING", "ORDER", "BY"):
            self.options += (options.parse(tokens),)
            return
        tokens.expect("(")
        self._read_direction(tokens)
        while tokens.accept(","):
            self._read_direction(tokens)
        tokens.expect(")")

    def _read_direction(self, tokens: Tokens) -> None:
        name = tokens.name("the name of a column")
        if not tokens.accept("ASC") and not tokens.accept("DESC"):
            raise tokens.fault()
        if name in self._order:
            raise InvalidRequest(f"CLUSTERING ORDER BY names {name} twice")
        self._order[name] = tokens.texts[tokens.at - 1].upper() == "DESC"


def _names(tokens: Tokens) -> list[str]:
    names = [tokens.name("the name of a column")]
    while tokens.accept(","):
        names.append(tokens.name("the name of a column"))
    tokens.expect(")")
    return names
