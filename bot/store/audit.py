"""The audit log: who did what to what. Never in users' words."""

from datetime import timedelta

from sqlalchemy import delete, select

from bot.store.clock import stamp
from bot.store.database import Database
from bot.store.tables import Deed

KEPT = timedelta(days=365)


class AuditLog:
    """The log in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, name: str, what: str, subject: str) -> None:
        """Note what somebody did; what is older than a year is deleted."""
        deed = Deed(
            done_at=stamp(), name=name[:64], what=what[:64], subject=subject[:200]
        )
        with self._database.session(writes=True) as session:
            session.execute(delete(Deed).where(Deed.done_at < stamp(KEPT)))
            session.add(deed)

    def last(self, name: str) -> str:
        """What somebody did last, "" where nothing is known."""
        found = select(Deed.what).where(Deed.name == name[:64]).order_by(Deed.id.desc())
        with self._database.session() as session:
            return session.scalar(found.limit(1)) or ""

    def newest(self, limit: int = 200) -> list[Deed]:
        """The newest entries, newest first."""
        with self._database.session() as session:
            return list(
                session.scalars(select(Deed).order_by(Deed.id.desc()).limit(limit))
            )
