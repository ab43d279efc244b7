"""The pages on the shell and on the library: every example, run."""

import re
import subprocess
import sys
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
ENVIRONMENT = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin"}


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL)


def test_shell_page_shows_what_the_shell_shows(tmp_path: Path) -> None:
    for block in blocks("cql-shell.md", "console"):
        for command, expected in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
            done = subprocess.run(
                ["/bin/sh", "-c", f"{{ {command}; }} 2>&1" if "> /dev/null" not in command else command],
                cwd=tmp_path, env=ENVIRONMENT, capture_output=True, text=True, timeout=60,
            )  # fmt: skip
            assert (command, done.stdout + done.stderr) == (command, expected)


def test_library_page_prints_what_it_says(tmp_path: Path) -> None:
    for program in blocks("library.md", "python"):
        done = subprocess.run(
            [sys.executable, "-c", program], cwd=tmp_path, env=ENVIRONMENT, capture_output=True, text=True, timeout=60
        )
        assert done.stderr == ""
        said = re.findall(r"print\(.*\)  # (.*)", program)
        # a set has no order of its own
        shown = done.stdout.replace("{'spice', 'desert'}", "{'desert', 'spice'}").splitlines()
        assert shown == said
