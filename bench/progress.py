"""One line that says what is being measured, where somebody watches: on a terminal."""

import sys


def say(text: str) -> None:
    """Show what is being done now."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{text[:110]}")
        sys.stderr.flush()


def done() -> None:
    """Take the line away."""
    say("")
