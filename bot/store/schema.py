"""The schema of a database, brought up to this program's (Alembic)."""

from pathlib import Path

from sqlalchemy import Connection, text

from bot.store import StoreError

MIGRATIONS = Path(__file__).parent / "migrations"
LOCK = 4_712_012  # any number that all of us use: one process migrates at a time


class SchemaError(StoreError):
    """The database was made by a newer program."""


def migrate(connection: Connection) -> None:
    """Bring the tables up to date; SchemaError where they are ahead of us.

    Runs inside the caller's transaction, so that a half-made change is undone.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    scripts = ScriptDirectory.from_config(config)
    found = MigrationContext.configure(connection).get_current_revision()
    if found == scripts.get_current_head():
        return
    ours = {each.revision for each in scripts.walk_revisions()}
    if found is not None and found not in ours:
        raise SchemaError(
            f"The store's tables are of version {found}, which is newer than this "
            "program.",
            "Upgrade b12bot, or give another place: --data-dir, B12BOT_DATABASE.",
        )
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
