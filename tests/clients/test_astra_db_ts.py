"""@datastax/astra-db-ts against a served Cassette, on disk and across a restart.

`node/scenario.mjs` holds the checks; here it is run, once for each phase.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

import cassette.testing

NODE_DIR = Path(__file__).parent / "node"
TIMEOUT_S = 120
AVAILABLE = shutil.which("node") is not None and (NODE_DIR / "node_modules").is_dir()

pytestmark = [
    pytest.mark.node,
    pytest.mark.skipif(
        not AVAILABLE and os.environ.get("CI") != "true", reason="needs Node and `npm ci` in tests/clients/node"
    ),
]


def run(server: cassette.testing.Server, phase: str) -> dict[str, Any]:
    """Run one phase of the scenario, and give its summary; its output shows where a test fails."""
    done = subprocess.run(
        ["node", "scenario.mjs", server.url, server.token, "--phase", phase],
        cwd=NODE_DIR,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
    )
    print(done.stdout, done.stderr)  # noqa: T201
    summary: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    assert done.returncode == (1 if summary["failed"] else 0)
    return summary


def test_astra_db_ts_does_its_work_across_a_restart(tmp_path: Path) -> None:
    with cassette.testing.server(tmp_path) as server:
        assert run(server, "first")["failed"] == []
        server.restart()
        assert run(server, "after-restart")["failed"] == []
