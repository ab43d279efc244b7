"""The progress of COPY: a bar on a terminal, nothing elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from cassette.shell.session import Session


@contextmanager
def counting(session: Session, what: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Show how far something is; what is given is called with each further step."""
    if not sys.stderr.isatty() or session.screen.form == "json":
        yield lambda steps: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=total)
        yield lambda steps: progress.advance(task, steps)
