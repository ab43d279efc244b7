"""The README's first session, word for word, in a Python of its own, against a served Cassette."""

import re
import subprocess
import sys
from pathlib import Path

from cassette import testing

README = Path(__file__).parents[2] / "README.md"


def test_first_session_of_the_readme_works(tmp_path: Path) -> None:
    session = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)[0]
    with testing.server(tmp_path) as s:
        script = session.replace("http://127.0.0.1:8181", s.url)
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert done.stderr == ""
    said = re.findall(r"print\(.*?\) +# (.*)", session)
    assert said == ["Dune, then Ubik", "1966", "2"]
    assert done.stdout == "Dune\nUbik\n1966\n2\n"


def test_shell_and_library_of_the_readme_work(tmp_path: Path) -> None:
    text = README.read_text(encoding="utf-8")
    (commands,) = [block for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) if "cassette cql" in block]
    (program,) = [block for block in re.findall(r"```python\n(.*?)```", text, re.DOTALL) if "cassette.open" in block]
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    shell = subprocess.run(
        ["/bin/sh", "-e", "-c", commands], cwd=tmp_path, env={"PATH": path}, capture_output=True, text=True, timeout=60
    )
    assert (shell.returncode, shell.stderr) == (0, "")
    assert "| Dune" in shell.stdout
    assert "CREATE TABLE shop.books" in (tmp_path / "schema.cql").read_text()
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("Solaris\n", "")
