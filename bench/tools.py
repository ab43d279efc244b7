"""What the bench needs besides this repository: the shared load generators, and wrk."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache" / "bench"
VARIABLE = "LOAD_TOOLS"
FILES = ("floor.py", "load.py", "replay.lua")


class Missing(Exception):
    """Something is not there; the message says what, and where it comes from."""


@dataclass(frozen=True)
class Tools:
    """Where the load generators are; made by `find_tools`."""

    directory: Path
    wrk: str

    def path(self, name: str) -> Path:
        return self.directory / name

    def load(self, *arguments: str) -> str:
        """Run load.py; give what it says. Raises RuntimeError when it fails."""
        done = subprocess.run(
            [sys.executable, str(self.path("load.py")), *arguments], capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"load.py {' '.join(arguments)} failed: {done.stdout[-500:]}{done.stderr[-1500:]}")
        return done.stdout

    def documents(self) -> Any:
        """Give load.py as a module, for the documents that it makes."""
        name = "shared_load"
        if name not in sys.modules:
            spec = spec_from_file_location(name, self.path("load.py"))
            assert spec is not None
            assert spec.loader is not None
            module: ModuleType = module_from_spec(spec)
            sys.modules[name] = module
            spec.loader.exec_module(module)
        return sys.modules[name]


def find_tools() -> Tools:
    """Find everything. Raises Missing."""
    directory = Path(os.environ.get(VARIABLE) or ROOT.parent / "shared" / "tools")
    absent = [name for name in FILES if not (directory / name).is_file()]
    if absent:
        raise Missing(
            f"The load generators {', '.join(absent)} are not in {directory}. They are shared between checkouts, in "
            f"../shared/tools; {VARIABLE} names another directory."
        )
    wrk = shutil.which("wrk")
    if wrk is None:
        raise Missing("There is no wrk on the PATH. It comes with the system's packages: apt-get install wrk")
    return Tools(directory, wrk)
