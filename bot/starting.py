"""A bot that is still being loaded: what is asked early waits for it."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Thread, Timer

from bot.answer import Answer, Kind
from bot.bot import Bot
from bot.danger_rules import load_languages
from bot.languages import latin_model
from corpus import Article, B12BotError
from index import SentenceHit

WARM_AFTER = 2.0  # seconds, in which the first page is opened


class StartingBot:
    """Stands in for a bot while `load` makes it in a thread of its own.

    Its article is known at once. What `load` raised is raised to whoever asks.
    """

    def __init__(self, article: Article, load: Callable[[], Bot]) -> None:
        self.article = article
        self._bot: Future[Bot] = Future()
        self._warmed: Future[None] = Future()
        Thread(target=self._load, args=[load], daemon=True).start()

    def ask(self, message: str, turns: Sequence[str] = ()) -> Answer:
        """Answer as the bot does; waits until there is one."""
        return self._bot.result().ask(message, turns)

    def rank(
        self, message: str, turns: Sequence[str] = ()
    ) -> tuple[tuple[SentenceHit, ...], ...]:
        """Rank every sentence for each part of a question; waits as `ask` does."""
        return self._bot.result().rank(message, turns)

    def group(self, questions: Sequence[str]) -> list[list[int]]:
        """The places of questions that ask much the same; waits as `ask` does."""
        return self._bot.result().group(questions)

    @property
    def is_ready(self) -> bool:
        """Whether a question is answered without waiting for the start."""
        return self._bot.done()

    def when_failed(self, do: Callable[[], None]) -> None:
        """Call `do` should the bot not come up, also if it already has not."""
        for part in (self._bot, self._warmed):
            part.add_done_callback(lambda each: do() if each.exception() else None)

    def raise_failure(self) -> None:
        """Raise what the bot failed to come up with, if it has."""
        for part in (self._bot, self._warmed):
            if part.done():
                part.result()

    def warm_up(self, after: float = WARM_AFTER) -> None:
        """Load what English questions can do without, in a while and in a thread.

        Where that fails, the bot counts as failed: it would not know every danger.
        """
        timer = Timer(after, self._warm)
        timer.daemon = True
        timer.start()

    def _warm(self) -> None:
        try:
            self._bot.result()
            load_languages()
            latin_model()
            self._warmed.set_result(None)
        except BaseException as error:
            self._warmed.set_exception(error)

    def _load(self, load: Callable[[], Bot]) -> None:
        try:
            bot = load()
            prove(bot)
            self._bot.set_result(bot)
        except BaseException as error:
            self._bot.set_exception(error)


class UnfitError(B12BotError):
    """The bot came up and does not do what it is for."""


def prove(bot: Bot) -> None:
    """Ask the bot something before others do; UnfitError unless it answers soundly."""
    article = bot.article
    first = article.questions[0].question if article.questions else article.sentences[0]
    answer = bot.ask(article.shown(first.start, first.end))
    is_sound = answer.kind in (Kind.ANSWER, Kind.NOT_COVERED) and all(
        each.text == article.text[each.start : each.end] for each in answer.excerpts
    )
    if not is_sound:
        raise UnfitError(
            f"The bot does not answer a question of its own article ({answer.kind}).",
            "Build the index anew: b12bot index build. Check it: b12bot doctor.",
        )
