"""Instances of the server, each a process of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

STARTS_WITHIN = 120  # seconds


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@contextmanager
def instance(port: int, *, data: Path, index: Path, **settings: str) -> Iterator[int]:
    """The id of a server's process; it is ended afterwards if it still runs."""
    chosen = {f"B12BOT_{name.upper()}": value for name, value in settings.items()}
    environment = os.environ | chosen | {"B12BOT_INDEX_DIR": str(index)}
    command = [sys.executable, "-m", "bot", "serve", "--port", str(port)]
    command += ["--data-dir", str(data)]
    log = (data / f"{port}.log").open("wb")
    with log, subprocess.Popen(command, env=environment, stderr=log) as server:
        try:
            wait_until_ready(f"http://127.0.0.1:{port}", server)
            yield server.pid
        finally:
            if server.poll() is None:
                server.terminate()
                server.wait(30)


def wait_until_ready(url: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until a server answers; AssertionError if it does not come up."""
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end:
        assert server.poll() is None, "the server ended"
        try:
            if httpx.get(f"{url}/readyz").status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.2)
    raise AssertionError(f"{url} is not ready after {STARTS_WITHIN} s")
