"""Waiting after wrong passwords: longer each time, by account and by address."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot.store.clock import stamp
from bot.store.database import Database, insert_if_new
from bot.store.tables import Attempts

FREE = 5  # wrong passwords in a row before one waits; an address has more
FREE_ADDRESS = 20
LONGEST = 15 * 60  # seconds
FORGOTTEN = timedelta(days=1)


class Throttle:
    """Counts attempts in the database, so that every process knows of them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, name: str, address: str) -> int:
        """Count an attempt as wrong before it is looked at; the seconds to wait first.

        One that must wait does not count. Counted first, a thousand at once wait too.
        """
        with self._database.session(writes=True) as session:
            old = Attempts.last_at < stamp(FORGOTTEN)
            session.execute(delete(Attempts).where(old))
            rows = [(_row(session, key), free) for key, free in _keys(name, address)]
            wait = max(_wait(row, free) for row, free in rows)
            if wait == 0:
                for row, _ in rows:
                    row.number += 1
                    row.last_at = stamp()
            return wait

    def forgive(self, name: str, address: str) -> None:
        """The password was right: forget the wrong ones."""
        keys = [key for key, _ in _keys(name, address)]
        with self._database.session(writes=True) as session:
            session.execute(delete(Attempts).where(Attempts.whose.in_(keys)))


def _keys(name: str, address: str) -> Sequence[tuple[str, int]]:
    """What is counted, hashed, with how many wrong ones are free; in one order."""
    told = (f"name {name.lower()}", FREE), (f"address {address}", FREE_ADDRESS)
    return sorted((sha256(text.encode()).hexdigest(), free) for text, free in told)


def _row(session: Session, key: str) -> Attempts:
    insert_if_new(session, Attempts, whose=key, number=0, last_at=stamp())
    return session.get_one(Attempts, key, with_for_update=True)


def _wait(row: Attempts, free: int) -> int:
    if row.number < free:
        return 0
    wait = min(LONGEST, 1 << min(row.number - free, 20))
    since = datetime.now(UTC) - datetime.fromisoformat(row.last_at)
    if since < timedelta():  # the clock was put back: count from now
        row.last_at = stamp()
        return wait
    return max(0, wait - int(since.total_seconds()))
