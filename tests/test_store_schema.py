"""The schema is migrated, agrees with the tables, and a newer one is left alone."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import URL, inspect, text

from bot.store import schema
from bot.store.counts import Counts
from bot.store.database import Database
from bot.store.schema import SchemaError
from bot.store.tables import Table

TABLES = {"answers", "counts", "accounts", "sign_ins", "attempts", "deeds"}


def test_a_new_database_gets_the_tables_at_the_first_session(
    database: Database, database_place: URL
) -> None:
    if database_place.drivername == "sqlite":
        assert not Path(database_place.database or "").exists()
    with database.session() as session:
        names = set(inspect(session.connection()).get_table_names())
    assert names == TABLES | {"alembic_version"}


def test_the_migrations_make_what_the_tables_say(database: Database) -> None:
    with database.session() as session:
        context = MigrationContext.configure(
            session.connection(), opts={"compare_type": True}
        )
        assert compare_metadata(context, Table.metadata) == []


def test_a_newer_schema_is_refused_and_left_alone(
    database: Database, reopened: Callable[[], Database]
) -> None:
    with database.session(writes=True) as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaError, match="newer than this program") as error:
        Counts(reopened(), days=30).by_day()
    assert "Upgrade b12bot" in error.value.cure
    with database.session() as session:
        found = session.scalar(text("SELECT version_num FROM alembic_version"))
    assert found == "9999"


def test_processes_that_open_a_new_database_at_once_both_work(
    database: Database, database_place: URL
) -> None:
    code = (
        "import sys; from sqlalchemy import make_url;"
        "from bot.store.database import Database; from bot.store.audit import AuditLog;"
        "AuditLog(Database(make_url(sys.argv[1]))).note('sam', 'came', '')"
    )
    url = database_place.render_as_string(hide_password=False)
    command = [sys.executable, "-c", code, url]
    processes = [subprocess.Popen(command) for _ in range(4)]
    assert [process.wait() for process in processes] == [0] * 4
    with database.session() as session:
        assert session.scalar(text("SELECT count(*) FROM deeds")) == 4


def test_a_migration_that_fails_leaves_nothing_half_made(
    reopened: Callable[[], Database], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "migrations"
    shutil.copytree(schema.MIGRATIONS, broken)
    first = broken / "versions" / "0001_first.py"
    first.write_text(first.read_text() + '    raise RuntimeError("halfway")\n')
    with monkeypatch.context() as changed:
        changed.setattr(schema, "MIGRATIONS", broken)
        with pytest.raises(RuntimeError, match="halfway"):
            Counts(reopened(), days=30).by_day()
    # Every table would be in the way of making them again.
    assert Counts(reopened(), days=30).by_day() == {}


def test_opening_a_store_loads_the_migrations_late() -> None:
    code = "import sys, bot.store.keeping; print('alembic' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
