"""The database: opened when first needed, brought to this program's schema.

SQLite keeps its rollback journal (WAL can lose data in SQLite before 3.51.3), waits
for other processes, and writes through to the disk before a row counts as kept.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import Session

from bot.store import StoreError as StoreError  # others take it from here
from bot.store.schema import migrate
from bot.store.tables import Table

BUSY_SECONDS = 10  # waited for another process that writes, or for a server
PRAGMAS = (
    "journal_mode = DELETE",
    "synchronous = FULL",
    "secure_delete = ON",  # what is forgotten is overwritten
)

SECRETS = ("password", "sslpassword")  # as an address can also have them
UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")


class Database:
    """A database by its URL. Safe to share between threads and processes."""

    def __init__(self, url: URL) -> None:
        self._url = url
        self._engine = _engine(url)
        self._is_migrated = False
        self._migrating = Lock()

    @property
    def place(self) -> str:
        """The database as people may see it, without its password."""
        file = self._url.database if self._url.drivername == "sqlite" else None
        shown = self._url.difference_update_query(SECRETS)
        return file or shown.render_as_string(hide_password=True)

    @contextmanager
    def session(self, *, writes: bool = False) -> Iterator[Session]:
        """A transaction, whole or not at all; StoreError where there is none to be had.

        In SQLite whoever `writes` waits for its turn first, so that nothing read there
        is old; in PostgreSQL others write meanwhile, so lock the row that you change.
        """
        try:
            self._prepare()
            chosen = self._engine.execution_options(writes=writes)
            with Session(chosen, expire_on_commit=False) as session, session.begin():
                yield session
        except (OSError, SQLAlchemyError) as error:
            raise self._failed(error) from error

    def close(self) -> None:
        """Close every connection; the next session opens one anew."""
        self._engine.dispose()

    def _prepare(self) -> None:
        with self._migrating:
            if self._is_migrated:
                return
            if self._url.drivername == "sqlite" and self._url.database:
                Path(self._url.database).parent.mkdir(parents=True, exist_ok=True)
            with self._engine.execution_options(writes=True).begin() as connection:
                migrate(connection)
            self._is_migrated = True

    def _failed(self, error: Exception) -> StoreError:
        reason = getattr(error, "orig", None) or error
        return StoreError(
            f"{self.place}: cannot be read or written ({reason}).",
            "Give a folder that can be written to (--data-dir, B12BOT_DATA_DIR), "
            "or a database that answers (B12BOT_DATABASE).",
        )


def database_url(text: str, *, folder: Path) -> URL:
    """The URL that a setting gives, or that of a file in a folder; StoreError if none.

    PostgreSQL is reached by psycopg 3, whichever of its names the URL has.
    """
    if not text:
        return URL.create("sqlite", database=str(folder / "b12bot.sqlite3"))
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        # What could not be read may be a part of the password.
        raise _unknown() from None
    name = url.get_backend_name()
    if name in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    if name == "sqlite" and url.database not in (None, "", ":memory:"):
        return url.set(drivername="sqlite")
    raise _unknown()


def _unknown() -> StoreError:
    return StoreError(
        "The setting database is no database URL that is known here.",
        "Write postgresql://NAME:PASSWORD@HOST/DATABASE, or leave it out.",
    )


def insert_if_new(session: Session, table: type[Table], **values: object) -> None:
    """Insert a row where none has its key, also if another does so at this moment."""
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    insert = postgresql.insert(table) if is_postgresql else sqlite.insert(table)
    session.execute(insert.values(**values).on_conflict_do_nothing())


def storable(text: str) -> str:
    """Text as every database takes it: without NUL and half characters."""
    return UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def _engine(url: URL) -> Engine:
    as_json = partial(json.dumps, ensure_ascii=False)
    if url.get_backend_name() != "sqlite":
        return _postgresql(url, as_json)
    engine = create_engine(
        url, connect_args={"timeout": BUSY_SECONDS}, json_serializer=as_json
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _postgresql(url: URL, as_json: Callable[[Any], str]) -> Engine:
    """A server that says nothing is given up; one of no encoding is told of ours."""
    usual = {"connect_timeout": str(BUSY_SECONDS), "client_encoding": "utf8"}
    whole = url.update_query_dict({**usual, **url.query})
    try:
        return create_engine(whole, pool_pre_ping=True, json_serializer=as_json)
    except ImportError as error:
        raise StoreError(
            "PostgreSQL is reached by psycopg, which is not installed.",
            "Install it: pip install 'b12bot[postgresql]'",
        ) from error


def _set_up(connection: Any, _: object) -> None:
    """Begin transactions ourselves: sqlite3 would do it at the first write."""
    connection.isolation_level = None
    # SQLite's own knows A to Z alone.
    connection.create_function("lower", 1, str.lower, deterministic=True)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # A transaction that reads and then writes would fail where another wrote meanwhile.
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
