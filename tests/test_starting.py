"""A bot that is being loaded is asked, and one that cannot be loaded."""

from dataclasses import replace
from threading import Event, Thread

import pytest

from bot import Answer, Bot
from bot.starting import StartingBot, UnfitError
from corpus import Article, B12BotError


def test_a_question_asked_early_is_answered_when_the_bot_is_there(
    small_bot: Bot,
) -> None:
    loaded = Event()
    answers: list[Answer] = []

    def load() -> Bot:
        loaded.wait(30)
        return small_bot

    bot = StartingBot(small_bot.article, load)
    asking = Thread(target=lambda: answers.append(bot.ask("Who eats apples?")))
    asking.start()
    assert not bot.is_ready
    assert answers == []
    loaded.set()
    asking.join(30)
    assert answers[0].excerpts[0].display.startswith("Yes, many do.")
    assert bot.is_ready


def test_a_bot_that_cannot_be_loaded_says_why(small_article: Article) -> None:
    def load() -> Bot:
        raise B12BotError("The index is gone.", "Build it.")

    bot = StartingBot(small_article, load)
    failed = Event()
    bot.when_failed(failed.set)
    assert failed.wait(30)
    with pytest.raises(B12BotError, match="The index is gone"):
        bot.raise_failure()
    with pytest.raises(B12BotError, match="The index is gone"):
        bot.ask("Who eats apples?")


def test_a_bot_that_misquotes_does_not_come_up(
    small_bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = small_bot.ask("Who eats apples?")
    wrong = replace(right, excerpts=(replace(right.excerpts[0], text="Nobody."),))
    monkeypatch.setattr(small_bot, "ask", lambda *_: wrong)
    bot = StartingBot(small_bot.article, lambda: small_bot)
    with pytest.raises(UnfitError, match="does not answer a question of its own"):
        bot.ask("Who eats apples?")


def test_a_language_that_cannot_be_loaded_ends_it(
    small_bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would not know every danger."""

    def broken() -> None:
        raise B12BotError(
            "The rules file urgent_ru.toml cannot be used.", "Restore it."
        )

    monkeypatch.setattr("bot.starting.load_languages", broken)
    bot = StartingBot(small_bot.article, lambda: small_bot)
    failed = Event()
    bot.when_failed(failed.set)
    bot.warm_up(after=0)
    assert failed.wait(30)
    with pytest.raises(B12BotError, match=r"urgent_ru\.toml"):
        bot.raise_failure()
