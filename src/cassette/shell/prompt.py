"""The prompt: statements typed by a person, over as many lines as they take, with history, colours and completion.

Enter carries out what is complete and begins a new line otherwise. Ctrl-C forgets what was typed, or ends the
statement that runs; Ctrl-D leaves.
"""

import asyncio
import os
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion, PathCompleter
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output import ColorDepth

from cassette.shell.files import run_text
from cassette.shell.highlighting import Highlighter
from cassette.shell.input import is_complete
from cassette.shell.session import Leave, Session
from cassette.shell.suggesting import suggestions
from cassette.version import VERSION

FILE_COMMANDS = ("CAPTURE '", "SOURCE '")
MORE = "--- more: Enter for the next page, q to stop --- "


async def converse(session: Session) -> None:
    """Talk with a person until EXIT or Ctrl-D."""
    asker = prompt_session(session)
    pager: PromptSession[str] = PromptSession(input=asker.input, output=asker.output)

    async def more() -> bool:
        try:
            answer = await pager.prompt_async(MORE)
        except (EOFError, KeyboardInterrupt):
            return False
        return answer.strip().lower() not in {"n", "no", "q", "quit"}

    session.ask_more = more
    session.screen.note(f"Cassette {VERSION}, data in {session.opened}. HELP says what can be typed, EXIT leaves.")
    while True:
        try:
            text = await asker.prompt_async(lambda: prompt_text(session))
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        try:
            await run_interruptibly(session, text)
        except Leave:
            return


async def run_interruptibly(session: Session, text: str) -> None:
    """Carry out what was typed; Ctrl-C ends it, not the shell. Raises Leave."""
    task = asyncio.ensure_future(run_text(session, text))
    with _interrupting(task):
        try:
            await task
        except asyncio.CancelledError:
            # what was cancelled is the statement: if it is the shell itself, the task goes on
            if not task.cancelled():
                task.cancel()
                raise
            session.screen.error("interrupted")


@contextmanager
def _interrupting(task: "asyncio.Future[bool]") -> Iterator[None]:
    loop = asyncio.get_running_loop()
    try:
        loop.add_signal_handler(signal.SIGINT, task.cancel)
    except (NotImplementedError, RuntimeError, ValueError):
        # no such signals on this system, or not the main thread
        yield
        return
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGINT)


def prompt_session(session: Session) -> PromptSession[str]:
    """Make what asks for statements."""
    has_colors = session.screen.has_colors
    return PromptSession(
        history=history(),
        multiline=True,
        key_bindings=_keys(session),
        lexer=Highlighter(frozenset(session.commands)) if has_colors else None,
        color_depth=None if has_colors else ColorDepth.DEPTH_1_BIT,
        completer=SchemaCompleter(session),
        complete_while_typing=False,
        prompt_continuation=lambda width, line, wrapped: " " * (width - 5) + "...> " if not wrapped else " " * width,
    )


def prompt_text(session: Session) -> StyleAndTextTuples:
    """Give what stands before the cursor: the keyspace in use."""
    return [("bold", f"cql:{session.database.keyspace}> " if session.database.keyspace else "cql> ")]


def history() -> History:
    """Give what was typed before, kept among the user's own files; in memory where those cannot be written."""
    path = history_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
    except OSError:
        return InMemoryHistory()
    return FileHistory(path)


def history_file() -> Path:
    """Say where the history is kept."""
    state = os.environ.get("XDG_STATE_HOME")
    return (Path(state) if state else Path.home() / ".local" / "state") / "cassette" / "cql_history"


def _keys(session: Session) -> KeyBindings:
    keys = KeyBindings()

    @keys.add("enter")
    def _(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if is_complete(buffer.text, session.ends_with_line):
            buffer.validate_and_handle()
        else:
            buffer.newline(copy_margin=False)

    return keys


class SchemaCompleter(Completer):
    """Offers what may come next; file names where a command wants one."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._files = PathCompleter(expanduser=True)

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """Give the completions at the cursor."""
        text = document.text_before_cursor
        line = text.rpartition("\n")[2].lstrip()
        if line.upper().startswith(FILE_COMMANDS):
            begun = line.partition("'")[2]
            yield from self._files.get_completions(Document(begun, len(begun)), complete_event)
            return
        database = self._session.database
        for one in suggestions(text, database.schema, database.keyspace, self._session.commands):
            yield Completion(one.text, start_position=-one.replaced, display_meta=one.kind)
