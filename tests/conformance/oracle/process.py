"""One Cassandra on 127.0.0.1, from its start to its end, in a folder that goes with it."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conformance.oracle.jars import NoOracle, fetch

ADDRESS = "127.0.0.1"
START_TIMEOUT_S = 180
HEAP = "1024m"

EXPORTS = (
    "java.base/java.lang.ref",
    "java.base/jdk.internal.misc",
    "java.base/sun.nio.ch",
    "java.management.rmi/com.sun.jmx.remote.internal.rmi",
    "java.rmi/sun.rmi.registry",
    "java.rmi/sun.rmi.server",
    "java.rmi/sun.rmi.transport.tcp",
    "java.sql/java.sql",
    "jdk.unsupported/sun.misc",
)
OPENS = (
    "java.base/java.io",
    "java.base/java.lang",
    "java.base/java.lang.module",
    "java.base/java.lang.reflect",
    "java.base/java.nio",
    "java.base/java.util",
    "java.base/java.util.concurrent",
    "java.base/java.util.concurrent.atomic",
    "java.base/jdk.internal.loader",
    "java.base/jdk.internal.math",
    "java.base/jdk.internal.module",
    "java.base/jdk.internal.ref",
    "java.base/jdk.internal.reflect",
    "java.base/jdk.internal.util.jar",
    "java.base/sun.nio.ch",
    "jdk.management/com.sun.management.internal",
)

YAML = """
cluster_name: oracle
num_tokens: 1
initial_token: 0
partitioner: org.apache.cassandra.dht.Murmur3Partitioner
data_file_directories: [{home}/data]
commitlog_directory: {home}/commitlog
saved_caches_directory: {home}/caches
hints_directory: {home}/hints
cdc_raw_directory: {home}/cdc
commitlog_sync: periodic
commitlog_sync_period: 10000ms
seed_provider:
  - class_name: org.apache.cassandra.locator.SimpleSeedProvider
    parameters: [{{seeds: "127.0.0.1:{storage_port}"}}]
listen_address: 127.0.0.1
storage_port: {storage_port}
rpc_address: 127.0.0.1
native_transport_port: {cql_port}
endpoint_snitch: SimpleSnitch
authenticator: AllowAllAuthenticator
authorizer: AllowAllAuthorizer
storage_compatibility_mode: NONE
materialized_views_enabled: true
dynamic_data_masking_enabled: true
auto_snapshot: false
# the suite makes and drops many tables, and asks wide queries of small ones
memtable_flush_writers: 1
compaction_throughput: 0MiB/s
batch_size_fail_threshold: 1024KiB
read_request_timeout: 20s
range_request_timeout: 20s
write_request_timeout: 20s
"""

LOGBACK = """<configuration>
  <appender name="FILE" class="ch.qos.logback.core.FileAppender">
    <file>{home}/cassandra.log</file>
    <encoder><pattern>%level %date %logger - %msg%n</pattern></encoder>
  </appender>
  <root level="WARN"><appender-ref ref="FILE"/></root>
</configuration>
"""


@contextmanager
def running() -> Iterator[int]:
    """Start a Cassandra and give its CQL port; at the end stop it and remove what it wrote. Raises NoOracle."""
    jars = fetch()
    home = Path(tempfile.mkdtemp(prefix="cassandra-"))
    storage_port, cql_port, jmx_port = free_ports(3)
    conf = home / "conf"
    conf.mkdir()
    (conf / "cassandra.yaml").write_text(YAML.format(home=home, storage_port=storage_port, cql_port=cql_port))
    (conf / "logback.xml").write_text(LOGBACK.format(home=home))
    with (home / "output.log").open("wb") as output:
        process = subprocess.Popen(command(home, jars, jmx_port), cwd=home, stdout=output, stderr=subprocess.STDOUT)
        try:
            wait(process, cql_port, home)
            yield cql_port
        finally:
            process.kill()
            process.wait()
            shutil.rmtree(home, ignore_errors=True)


def command(home: Path, jars: Path, jmx_port: int) -> list[str]:
    """Write the command line of one node that lives in `home`."""
    conf = home / "conf"
    properties = {
        "cassandra-foreground": "yes",
        "cassandra.config": f"file://{conf}/cassandra.yaml",
        "cassandra.jmx.local.port": str(jmx_port),
        # nobody to wait for, and nothing to keep: both only cost time here
        "cassandra.ring_delay_ms": "0",
        "cassandra.skip_wait_for_gossip_to_settle": "0",
        "cassandra.storagedir": str(home),
        "cassandra.test.flush_local_schema_changes": "false",
        "cassandra.unsafesystem": "true",
        "io.netty.tryReflectionSetAccessible": "true",
        "jdk.attach.allowAttachSelf": "true",
        "logback.configurationFile": f"file://{conf}/logback.xml",
        # times without a zone are read in the server's
        "user.timezone": "UTC",
    }
    return [
        "java",
        f"-Xms{HEAP}",
        f"-Xmx{HEAP}",
        "-Xss512k",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-ea",
        *(f"--add-exports={module}=ALL-UNNAMED" for module in EXPORTS),
        *(f"--add-opens={module}=ALL-UNNAMED" for module in OPENS),
        *(f"-D{name}={value}" for name, value in properties.items()),
        "-cp",
        f"{conf}{os.pathsep}{jars}/*",
        "org.apache.cassandra.service.CassandraDaemon",
    ]


def wait(process: "subprocess.Popen[bytes]", cql_port: int, home: Path) -> None:
    """Wait until the CQL port answers. Raises NoOracle with the end of the log when it does not."""
    deadline_s = time.monotonic() + START_TIMEOUT_S
    while process.poll() is None and time.monotonic() < deadline_s:
        with socket.socket() as probe:
            if probe.connect_ex((ADDRESS, cql_port)) == 0:
                return
        time.sleep(0.2)
    logs = "".join(log.read_text(errors="replace")[-4000:] for log in sorted(home.glob("*.log")))
    raise NoOracle(f"Cassandra did not start: {logs}")


def free_ports(count: int) -> list[int]:
    """Find ports that nobody listens on."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind((ADDRESS, 0))
        return [int(probe.getsockname()[1]) for probe in probes]
    finally:
        for probe in probes:
            probe.close()
