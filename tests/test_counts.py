"""Answers are counted by day and kind, without words, by many at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from bot import Bot
from bot.store.clock import stamp
from bot.store.counts import WRITE_EVERY, Counts
from bot.store.database import Database, StoreError, database_url
from bot.store.tables import Count

TODAY = stamp()[:10]


def test_answers_are_counted_by_day_and_kind(
    database: Database, small_bot: Bot
) -> None:
    counts = Counts(database, days=30)
    for message in ("Hello", "Who eats apples?", "Hello"):
        counts.add(small_bot.ask(message))
    assert counts.by_day() == {TODAY: {"answer": 1, "smalltalk": 2}}
    counts.add(small_bot.ask("Hello"))
    assert counts.by_day() == {TODAY: {"answer": 1, "smalltalk": 3}}


def test_what_several_count_at_once_adds_up(
    reopened: Callable[[], Database], small_bot: Bot
) -> None:
    answer = small_bot.ask("Hello")

    def count(_: int) -> None:
        counts = Counts(reopened(), days=30)
        for _ in range(2 * WRITE_EVERY + 3):
            counts.add(answer)
        while counts._waiting:
            counts.write()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(count, range(4)))
    found = Counts(reopened(), days=30).by_day()
    assert found == {TODAY: {"smalltalk": 4 * (2 * WRITE_EVERY + 3)}}


def test_a_store_that_cannot_be_written_keeps_nobody_waiting(
    tmp_path: Path, small_bot: Bot
) -> None:
    in_the_way = tmp_path / "kept"
    in_the_way.write_text("in the way")
    counts = Counts(Database(database_url("", folder=in_the_way)), days=30)
    for _ in range(WRITE_EVERY):
        counts.add(small_bot.ask("Hello"))
    in_the_way.unlink()
    assert counts.by_day() == {TODAY: {"smalltalk": WRITE_EVERY}}


def test_a_broken_store_is_not_tried_at_every_answer(
    tmp_path: Path, small_bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = []

    def fail(_: Counts, waiting: object) -> None:
        tries.append(waiting)
        raise StoreError("It takes ten seconds to say so.", "Wait.")

    monkeypatch.setattr(Counts, "_add_up", fail)
    counts = Counts(Database(database_url("", folder=tmp_path)), days=30)
    for _ in range(3 * WRITE_EVERY - 1):
        counts.add(small_bot.ask("Hello"))
    assert len(tries) == 2


def test_old_days_are_forgotten(database: Database, small_bot: Bot) -> None:
    old = stamp(timedelta(days=31))[:10]
    with database.session(writes=True) as session:
        session.add(Count(day=old, name="answer", number=7))
    counts = Counts(database, days=30)
    assert old in counts.by_day()
    counts.add(small_bot.ask("Hello"))
    assert list(counts.by_day()) == [TODAY]
