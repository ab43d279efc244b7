"""The jars of Apache Cassandra, fetched once with Maven and kept in .cache of the checkout.

Maven is used as the machine has it set up: where it fetches from is its business, not ours.
"""

import shutil
import subprocess
from pathlib import Path

VERSION = "5.0.6"
CACHE = Path(__file__).parents[3] / ".cache" / "cassandra" / VERSION

POM = f"""<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>cassette</groupId>
  <artifactId>oracle</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.apache.cassandra</groupId>
      <artifactId>cassandra-all</artifactId>
      <version>{VERSION}</version>
    </dependency>
  </dependencies>
</project>
"""


class NoOracle(Exception):
    """What is missing here to run Cassandra, in one line."""


def missing() -> str | None:
    """Say what this machine lacks for Cassandra to run; None when nothing does."""
    if shutil.which("java") is None:
        return "no java here"
    if not _fetched() and shutil.which("mvn") is None:
        return "no mvn here to fetch Cassandra with"
    return None


def fetch() -> Path:
    """Give the folder of the jars, fetching them when they are not there yet. Raises NoOracle."""
    lacking = missing()
    if lacking:
        raise NoOracle(lacking)
    if not _fetched():
        CACHE.mkdir(parents=True, exist_ok=True)
        (CACHE / "pom.xml").write_text(POM)
        command = ["mvn", "-q", "-B", "dependency:copy-dependencies", f"-DoutputDirectory={CACHE / 'jars'}"]
        done = subprocess.run(command, cwd=CACHE, capture_output=True, text=True, timeout=900)
        if done.returncode:
            raise NoOracle(f"mvn could not fetch Cassandra {VERSION}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
        (CACHE / "complete").touch()
    return CACHE / "jars"


def _fetched() -> bool:
    # the mark is made last: a fetch that was cut off is begun again
    return (CACHE / "complete").exists()
