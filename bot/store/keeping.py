"""What is kept of the conversations, as the operator chose."""

import time
from collections.abc import Sequence
from contextlib import suppress

from bot.answer import Answer
from bot.settings import Keep, Settings
from bot.store.answers import KeptAnswers, kept_answer
from bot.store.counts import Counts
from bot.store.database import Database, StoreError, database_url
from corpus import Article

TIDY_EVERY = 3600.0  # seconds


def open_database(settings: Settings) -> Database:
    """The database that the settings name; nothing is read or made yet."""
    return Database(
        database_url(
            settings.database.get_secret_value(), folder=settings.data_dir.expanduser()
        )
    )


class Keeper:
    """Notes every answer: not at all, as a number, or with its words."""

    def __init__(
        self, database: Database, article: Article, settings: Settings
    ) -> None:
        self.keep = settings.keep
        self.answers = KeptAnswers(database, days=settings.keep_days)
        self.counts = Counts(database, days=settings.keep_days)
        self._article = article
        self._tidied = -TIDY_EVERY

    def note(self, answer: Answer, turns: Sequence[str], *, conversation: str) -> bool:
        """Note an answer to the last of `turns`; whether that worked.

        `conversation` is the id of its first answer, "" where this is the first one.
        """
        if self.keep is Keep.NONE:
            return True
        self.counts.add(answer)
        self._tidy()
        if self.keep is Keep.FEEDBACK:
            return True
        kept = kept_answer(
            answer,
            turns,
            id=answer.id,
            conversation=conversation or answer.id,
            article_sha256=self._article.sha256,
        )
        try:
            self.answers.keep(kept)
        except StoreError:
            return False
        return True

    def close(self) -> None:
        """Write what was counted and not yet written."""
        self.counts.write()

    def _tidy(self) -> None:
        """Delete what is too old, now and then, also where nobody rates anything."""
        if time.monotonic() - self._tidied < TIDY_EVERY:
            return
        self._tidied = time.monotonic()
        with suppress(StoreError):
            self.answers.forget_old()
