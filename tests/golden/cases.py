"""Cases in a file: what is asked, `----`, and what comes out of it, with empty lines between them.

`REWRITE=1` writes what comes out into the files, to be read in review.
"""

import os
from collections.abc import Callable
from pathlib import Path


def check(file: Path, outcome: Callable[[str], str]) -> None:
    """Compare every case of a file with what comes out now."""
    text = file.read_text("utf-8")
    asked = [case.split("\n----")[0] for case in text.strip().split("\n\n")]
    now = "\n\n".join(f"{one}\n----\n{outcome(one)}" for one in asked) + "\n"
    if os.environ.get("REWRITE") == "1":
        file.write_text(now, "utf-8")
        return
    assert text == now
