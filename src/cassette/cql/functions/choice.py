"""The choice among functions of one name: the one whose arguments fit.

One that fits exactly is taken at once; else there has to be one only that fits at all.
Source: Cassandra 5.0, cql3/functions/FunctionResolver.
"""

from collections.abc import Iterator, Mapping, Sequence

from cassette.cql.functions.arithmetic import OPERATIONS
from cassette.cql.functions.function import Callee, Function, Maker
from cassette.cql.functions.given import Fit, Given, all_fit, fit_of_type
from cassette.cql.types import CqlType
from cassette.errors import InvalidRequest

SYSTEM = "system"
Table = Mapping[str, tuple[Callee | Maker, ...]]


def choose(
    table: Table, keyspace: str | None, name: str, arguments: Sequence[Given], wanted: CqlType | None = None
) -> Callee:
    """Choose the function that a call means; `wanted` is the type that its result has to fit, if any.

    Errors: InvalidRequest where there is none of that name, none that fits, or more than one that fits.
    """
    rows = table.get(name) if keyspace in (None, SYSTEM) else None
    if rows is None:
        raise InvalidRequest(f"there is no function {name if keyspace is None else f'{keyspace}.{name}'}")
    candidates = list(_candidates(rows, name, arguments, wanted))
    if len(candidates) == 1:
        _check(candidates[0], arguments)
        return candidates[0]
    shown = f"{name}({', '.join(argument.text for argument in arguments)})"
    return _best(candidates, shown, arguments, wanted)


def choose_operation(operator: str, left: Given, right: Given, wanted: CqlType | None = None) -> Function:
    """Choose the calculation that `left operator right` means. Raises InvalidRequest."""
    candidates = OPERATIONS[operator]()
    shown, arguments = f"{left.text} {operator} {right.text}", (left, right)
    fitting = _fitting(candidates, arguments, wanted)
    if len(fitting) > 1 and wanted is not None and not (left.marks or right.marks):
        # constants mean what their column is
        fitting = [one for one in fitting if one.arguments == (wanted, wanted)] or fitting
    found = _only(fitting, shown)
    assert isinstance(found, Function)
    return found


def choose_negation(of: Given, wanted: CqlType | None = None) -> Function:
    """Choose what `-of` means. Raises InvalidRequest."""
    found = _best(OPERATIONS["negation"](), f"-{of.text}", (of,), wanted)
    assert isinstance(found, Function)
    return found


def _candidates(
    rows: Sequence[Callee | Maker], name: str, arguments: Sequence[Given], wanted: CqlType | None
) -> Iterator[Callee]:
    for row in rows:
        found = row(name, arguments, wanted) if callable(row) else row
        if found is not None:
            yield found


def _check(callee: Callee, arguments: Sequence[Given]) -> None:
    """Refuse what the only candidate does not take."""
    if len(arguments) != len(callee.arguments):
        raise InvalidRequest(
            f"the function {callee.name} takes {len(callee.arguments)} arguments, not {len(arguments)}"
        )
    for argument, type_ in zip(arguments, callee.arguments, strict=True):
        if argument.fits(type_) is Fit.NO:
            raise InvalidRequest(f"{argument.text} is not of type {type_.text()}, which {callee.name} takes")


def _best(candidates: Sequence[Callee], shown: str, arguments: Sequence[Given], wanted: CqlType | None) -> Callee:
    return _only(_fitting(candidates, arguments, wanted), shown)


def _only(fitting: Sequence[Callee], shown: str) -> Callee:
    if not fitting:
        raise InvalidRequest(f"{shown} cannot be worked out: no function of that name takes arguments of these types")
    if len(fitting) > 1:
        raise InvalidRequest(f"{shown} can be worked out in more than one way: say which type is meant, like (int) ?")
    return fitting[0]


def _fitting(candidates: Sequence[Callee], arguments: Sequence[Given], wanted: CqlType | None) -> list[Callee]:
    """All candidates that fit; only the first one that fits exactly, if there is one."""
    weak = []
    for candidate in candidates:
        if len(candidate.arguments) != len(arguments):
            continue
        if wanted is not None and fit_of_type(wanted, candidate.result) is Fit.NO:
            continue
        fit = all_fit([argument.fits(type_) for argument, type_ in zip(arguments, candidate.arguments, strict=True)])
        if fit is Fit.EXACT:
            return [candidate]
        if fit is Fit.WEAK:
            weak.append(candidate)
    return weak
