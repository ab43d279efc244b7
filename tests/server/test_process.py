"""A real `cassette serve`: its first screen, its exit codes, workers that die, a supervisor that dies."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from cassette import testing

COMMAND = [sys.executable, "-m", "cassette"]


def run(*arguments: str, environment: dict[str, str] | None = None, text: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        input=text,
        capture_output=True,
        text=True,
        timeout=30,
        env={**os.environ, **(environment or {})},
    )


def post(url: str, command: dict[str, Any]) -> dict[str, Any]:
    headers = {"Content-Type": "application/json", "Token": testing.TOKEN}
    request = urllib.request.Request(url, json.dumps(command).encode(), headers)
    with urllib.request.urlopen(request, timeout=20) as response:
        answer: dict[str, Any] = json.load(response)
        return answer


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def wait_until(condition: Any, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it does not happen"
        time.sleep(0.02)


def ended(pid: int) -> bool:
    """Tell whether a process is gone, or waits only to be buried."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_version_and_help() -> None:
    assert re.fullmatch(r"cassette \d+\.\d+\.\d+\n", run("--version").stdout)
    assert "cassette serve --memory" in run("--help").stdout
    assert "--http-body-bytes" in run("serve", "--help").stdout
    assert "usage: cassette" in run().stdout


@pytest.mark.parametrize(
    ("arguments", "environment", "code", "message"),
    [
        (["serve", "--prot", "1"], {}, 2, "cassette: --prot is not a setting. Did you mean --port?\n"),
        (["serve", "--port", "x"], {}, 2, "cassette: --port expects a whole number from 0 to 65535; it is 'x'.\n"),
        (
            ["serve"],
            {"CASSETTE_PROT": "1"},
            2,
            "cassette: CASSETTE_PROT is not a setting. Did you mean CASSETTE_PORT?\n",
        ),
        (["serve", "--data", "/proc/none"], {}, 1, "cassette: The data directory /proc/none cannot be made:"),
        (["serve", "--memory", "--host", "nowhere.invalid", "--auth", "users"], {}, 2, "cassette: auth = users needs"),
        (["server"], {}, 2, "cassette: "),
    ],
)
def test_wrong_start_is_one_line_and_an_exit_code(
    tmp_path: Path, arguments: list[str], environment: dict[str, str], code: int, message: str
) -> None:
    done = run(*arguments, environment=environment)
    assert done.returncode == code
    assert done.stderr.startswith(message)
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_port_in_use_is_one_line() -> None:
    with testing.server(door=None) as s:
        done = run("serve", "--memory", "--port", str(s.settings.port))
    assert done.returncode == 1
    assert (
        done.stderr
        == f"cassette: Port {s.settings.port} on 127.0.0.1 is in use; choose another with --port, or 0 for any.\n"
    )


def test_data_that_is_not_ours_is_refused_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "cassette.db").write_bytes(b"this is no database" * 1000)
    done = run("serve", "--data", str(tmp_path), "--port", "0")
    assert done.returncode == 1
    assert done.stderr.startswith(f"cassette: The data in {tmp_path} cannot be opened: ")
    assert done.stderr.count("\n") == 1


def test_user_line_lets_that_user_in(tmp_path: Path) -> None:
    line = run("user", "cassandra", text="cassandra\n").stdout
    file = tmp_path / "cassette.toml"
    file.write_text(f'auth = "users"\n[users]\n{line}')
    with testing.process(None, "--config", str(file)) as p:
        assert post(f"{p.url}/v1", {"findKeyspaces": {}})["status"]
        p.token = "Cassandra:Y2Fzc2FuZHJh:d3Jvbmc="
        request = urllib.request.Request(f"{p.url}/v1", b"{}", {"Token": p.token, "Content-Type": "application/json"})
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request)
        assert refused.value.code == 401
        assert b"UNAUTHENTICATED_REQUEST" in refused.value.read()
        refused.value.close()


def test_first_screen_says_where_and_how() -> None:
    process = subprocess.Popen(
        [*COMMAND, "serve", "--memory", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        screen = "".join(iter(process.stdout.readline, '    books.insert_one({"title": "Dune", "year": 1965})\n'))
        found = re.search(r"Data API +(http://127\.0\.0\.1:\d+)/v1\n", screen)
        assert found is not None
        assert "in memory: gone when the server stops" in screen
        assert f'client.get_database("{found[1]}"' in screen
        assert "\x1b" not in screen
        assert post(f"{found[1]}/v1", {"createKeyspace": {"name": "library"}}) == {"status": {"ok": 1}}
    finally:
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    assert process.returncode == 0
    assert errors == ""


def test_what_was_written_is_there_after_kill_and_restart(tmp_path: Path) -> None:
    with testing.process(tmp_path) as p:
        post(f"{p.url}/v1", {"createKeyspace": {"name": "library"}})
        post(f"{p.url}/v1/library", {"createCollection": {"name": "books"}})
        post(f"{p.url}/v1/library/books", {"insertOne": {"document": {"_id": "dune", "year": 1965}}})
        p.kill()
        p.restart()
        found = post(f"{p.url}/v1/library/books", {"findOne": {"filter": {"_id": "dune"}}})
        assert found == {"data": {"document": {"_id": "dune", "year": 1965}}}
        assert p.stop() == 0


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")
def test_worker_that_dies_is_started_again(tmp_path: Path) -> None:
    with testing.process(tmp_path, "--workers", "2") as p:
        wait_until(lambda: len(children(p.popen.pid)) == 2)
        post(f"{p.url}/v1", {"createKeyspace": {"name": "library"}})
        first = children(p.popen.pid)
        os.kill(first[0], signal.SIGKILL)
        wait_until(lambda: len(set(children(p.popen.pid)) - set(first)) == 1)
        for _ in range(20):
            assert "library" in post(f"{p.url}/v1", {"findKeyspaces": {}})["status"]["keyspaces"]
        assert p.stop() == 0


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")
def test_workers_end_with_their_supervisor(tmp_path: Path) -> None:
    with testing.process(tmp_path, "--workers", "2") as p:
        wait_until(lambda: len(children(p.popen.pid)) == 2)
        workers = children(p.popen.pid)
        p.kill()
        wait_until(lambda: all(ended(worker) for worker in workers))
