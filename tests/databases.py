"""A PostgreSQL server for the tests: its own, in a folder, gone with them."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from sqlalchemy import URL

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
USER = "postgres"  # the server refuses to run as root
# Whatever language the machine speaks: without one, the server would know no letters.
INITDB = ("--auth=trust", f"--username={USER}", "--encoding=UTF8", "--locale=C.UTF-8")


@contextmanager
def postgresql_server() -> Iterator[Path]:
    """The folder of a running server's socket; no port is opened."""
    folder = Path(tempfile.mkdtemp(prefix="b12bot-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, USER)
    try:
        _run("initdb", "--pgdata", folder / "data", "--no-sync", *INITDB)
        start(folder)
        yield folder
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            stop(folder)
        shutil.rmtree(folder)


def start(folder: Path) -> None:
    """Start the server of a folder, and wait until it answers."""
    options = f"-c listen_addresses='' -k {folder} -c fsync=off"
    log = folder / "log"
    _run("pg_ctl", "start", "-w", "-D", folder / "data", "-l", log, "-o", options)


def stop(folder: Path) -> None:
    """Stop the server of a folder at once, as a crash would."""
    _run("pg_ctl", "stop", "-D", folder / "data", "-m", "immediate")


@contextmanager
def empty_database(socket: Path, *, like: str = "") -> Iterator[URL]:
    """The URL of a database of its own, dropped afterwards."""
    name = f"b12bot_{uuid4().hex}"
    with psycopg.connect(host=str(socket), user=USER, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" {like}'.encode())
        yield URL.create(
            "postgresql+psycopg",
            username=USER,
            database=name,
            query={"host": str(socket)},
        )
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def _run(program: str, *arguments: object) -> None:
    subprocess.run(
        [PROGRAMS[0] / program, *map(str, arguments)],
        check=True,
        stdout=subprocess.DEVNULL,
        user=USER if os.geteuid() == 0 else None,
        cwd="/",
    )
