"""Servers to hold side by side: started, timed, weighed and ended."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

STARTS_WITHIN = 180.0  # seconds


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs: its address, its process, and when that was begun."""

    url: str
    process: int
    begun: float

    def memory(self) -> float:
        """Resident memory in MB, of the process and its children."""
        return sum(map(_resident, [self.process, *_children(self.process)]))

    def open_files(self) -> int:
        """How many descriptors the process holds open."""
        return len(list(Path(f"/proc/{self.process}/fd").iterdir()))

    def cpu_seconds(self) -> float:
        """Processor time that the process has taken so far."""
        fields = Path(f"/proc/{self.process}/stat").read_text().rsplit(") ", 1)[1]
        user, system = fields.split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


@contextmanager
def ours(index: Path) -> Iterator[Server]:
    """`b12bot serve`, keeping what it keeps by default, in a folder of its own."""
    with TemporaryDirectory() as data:
        arguments = ["-m", "bot", "serve", "--data-dir", data, "--index-dir"]
        port = free_port()
        with _run([*arguments, str(index), "--port", str(port)], port) as server:
            yield server


@contextmanager
def plain() -> Iterator[Server]:
    """The plain build."""
    port = free_port()
    with _run(["-m", "benchmarks.plain", str(port)], port) as server:
        yield server


@contextmanager
def bare() -> Iterator[Server]:
    """A FastAPI service that does nothing."""
    port = free_port()
    with _run(["-m", "benchmarks.bare", str(port)], port) as server:
        yield server


def wait_for(server: Server, path: str, body: bytes | None = None) -> float:
    """Seconds since the server was begun until it answers a path with 200."""
    headers = {"content-type": "application/json"} if body else {}
    while time.perf_counter() - server.begun < STARTS_WITHIN:
        request = urllib.request.Request(server.url + path, body, headers)  # noqa: S310 - ours
        try:
            with urllib.request.urlopen(request, timeout=STARTS_WITHIN) as reply:  # noqa: S310
                reply.read()
                return time.perf_counter() - server.begun
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.01)
    raise TimeoutError(f"{server.url}{path} did not answer")


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@contextmanager
def _run(arguments: Sequence[str], port: int) -> Iterator[Server]:
    begun = time.perf_counter()
    quiet = os.environ | {"HF_HUB_OFFLINE": "1", "GRADIO_ANALYTICS_ENABLED": "False"}
    with subprocess.Popen(  # noqa: S603 - our own modules
        [sys.executable, *arguments], env=quiet, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield Server(f"http://127.0.0.1:{port}", process.pid, begun)
        finally:
            process.terminate()
            process.wait(30)


def _children(process: int) -> list[int]:
    text = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(each) for each in text.split()]


def _resident(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
