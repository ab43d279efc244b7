"""Figures, and the targets that they are held against."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Target:
    """What a figure should be at least, or at most."""

    bound: float
    at_least: bool = False

    def met(self, value: float) -> bool:
        return value >= self.bound if self.at_least else value <= self.bound


def at_most(bound: float) -> Target:
    return Target(bound)


def at_least(bound: float) -> Target:
    return Target(bound, at_least=True)


@dataclass(frozen=True)
class Figure:
    """One line of the table of figures."""

    name: str
    value: float
    unit: str
    target: Target | None = None
    original: str = ""
    """The original stack's figure, as published."""
    note: str = ""


@dataclass(frozen=True)
class Rate:
    """One line of the table of rates: a workload in a closed loop."""

    workload: str
    awake: bool
    """Whether every index was awake; otherwise only those that the workloads themselves have asked for."""
    ops_s: float
    floor_s: float
    """The empty handler's rate, before and after."""
    share: float
    target: Target
    p50_ms: float
    p99_ms: float
    cpu_us: float
    """CPU time of the server for one operation."""
    afterwards_us: float
    """CPU time that it has used after its last answer, for one operation."""
    floor_cpu_us: float
    operations: int
    errors: int
    notes: tuple[str, ...] = ()


@dataclass
class Findings:
    """Everything that one run has found."""

    rates: list[Rate] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    """What was wrong, not slow: answers that are not right, writes that were lost."""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)
