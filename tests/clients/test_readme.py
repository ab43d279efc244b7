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
