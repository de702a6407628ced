"""nginx with the configuration in deploy/, on ports of its own."""

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.deploy.instances import free_port

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
SHIPPED = Path(__file__).parents[2] / "deploy" / "nginx.conf"
MAIN = """\
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 2048; }}
http {{
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b;
  fastcgi_temp_path {folder}/c; uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  include {folder}/b12bot.conf;
}}
"""


@contextmanager
def nginx(folder: Path, ports: Sequence[int]) -> Iterator[str]:
    """The address of nginx in front of the instances at some ports."""
    plain, tls = free_port(), free_port()
    _make_certificate(folder)
    (folder / "b12bot.conf").write_text(configuration(folder, ports, (plain, tls)))
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder))
    command = [str(NGINX), "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with subprocess.Popen(command) as server:
        try:
            _wait_for(tls)
            yield f"https://127.0.0.1:{tls}"
        finally:
            server.terminate()
            server.wait(30)


def configuration(folder: Path, ports: Sequence[int], own: tuple[int, int]) -> str:
    """The shipped configuration with other ports and files, and nothing else."""
    text = SHIPPED.read_text("utf-8")
    servers = "".join(
        f"    server 127.0.0.1:{port} max_fails=1 fail_timeout=5s;\n" for port in ports
    )
    text = re.sub(r"(?:    server 127[^\n]*\n)+", servers, text)
    text = text.replace("listen 80;", f"listen 127.0.0.1:{own[0]};")
    text = text.replace("listen 443 ssl;", f"listen 127.0.0.1:{own[1]} ssl;")
    text = text.replace("/etc/ssl/certs/b12bot.pem", str(folder / "b12bot.pem"))
    return text.replace("/etc/ssl/private/b12bot.key", str(folder / "b12bot.key"))


def _make_certificate(folder: Path) -> None:
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1"
    files = ["-keyout", str(folder / "b12bot.key"), "-out", str(folder / "b12bot.pem")]
    subprocess.run([*command.split(), *files], check=True, capture_output=True)


def _wait_for(port: int) -> None:
    for _ in range(100):
        try:
            return socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"nginx does not listen on {port}")
