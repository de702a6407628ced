"""How many answers of each kind a day saw, without anybody's words."""

from collections import Counter
from datetime import timedelta
from threading import Lock

from sqlalchemy import delete, select

from bot.answer import Answer
from bot.store.clock import stamp
from bot.store.database import Database, StoreError, insert_if_new
from bot.store.tables import Count

WRITE_EVERY = 20  # answers: fewer writes, and no more than these are lost in a crash


class Counts:
    """Adds up in memory, and now and then in the database. Safe between threads."""

    def __init__(self, database: Database, *, days: int) -> None:
        self._database = database
        self._days = days
        self._waiting: Counter[tuple[str, str]] = Counter()
        self._lock = Lock()

    def add(self, answer: Answer) -> None:
        """Count an answer; a store that cannot be written keeps nobody waiting."""
        with self._lock:
            self._waiting[stamp()[:10], answer.kind.value] += 1
            # Not at each answer while the store is broken: each try may take long.
            is_due = self._waiting.total() % WRITE_EVERY == 0
        if is_due:
            self.write()

    def write(self) -> None:
        """Write what waits; what cannot be written goes on waiting."""
        with self._lock:
            waiting, self._waiting = self._waiting, Counter()
        try:
            self._add_up(waiting)
        except StoreError:
            with self._lock:
                self._waiting += waiting

    def by_day(self) -> dict[str, dict[str, int]]:
        """For each day with answers, how many of each kind, oldest first."""
        self.write()
        days: dict[str, dict[str, int]] = {}
        with self._database.session() as session:
            for count in session.scalars(select(Count).order_by(Count.day, Count.name)):
                days.setdefault(count.day, {})[count.name] = count.number
        return days

    def _add_up(self, waiting: Counter[tuple[str, str]]) -> None:
        if not waiting:
            return
        oldest = stamp(timedelta(days=self._days))[:10]
        with self._database.session(writes=True) as session:
            session.execute(delete(Count).where(Count.day < oldest))
            for (day, name), number in sorted(waiting.items()):
                insert_if_new(session, Count, day=day, name=name, number=0)
                # Locked, since PostgreSQL lets others write at the same time.
                known = session.get_one(Count, (day, name), with_for_update=True)
                known.number += number
