"""Questions wait their turn, and not too many of them."""

import asyncio
from functools import partial
from pathlib import Path
from threading import Event, Lock

import pytest
from anyio.from_thread import start_blocking_portal
from fastapi.testclient import TestClient

from bot import Bot
from bot.settings import Settings
from bot.starting import StartingBot
from bot.web.api import create_router, explain_errors
from bot.web.reception import BusyError, Reception, TooOftenError


def test_so_many_are_let_in_and_so_many_work_at_once() -> None:
    open_door, lock, working, most = Event(), Lock(), 0, 0

    def work() -> str:
        nonlocal working, most
        with lock:
            working += 1
            most = max(most, working)
        open_door.wait(30)
        with lock:
            working -= 1
        return "done"

    async def come() -> list[str | BaseException]:
        reception = Reception(at_once=2, most=5)
        coming = [asyncio.create_task(reception(work)) for _ in range(8)]
        await asyncio.wait(coming, return_when=asyncio.FIRST_COMPLETED)
        open_door.set()
        return await asyncio.gather(*coming, return_exceptions=True)

    # The browser's tests leave a loop running in this thread.
    with start_blocking_portal() as loop:
        came = loop.call(come)
    assert came[:5] == ["done"] * 5
    assert [type(each) for each in came[5:]] == [BusyError] * 3
    assert most == 2


def test_what_fails_makes_room_again() -> None:
    def fail() -> None:
        raise ValueError("no")

    async def come() -> list[str]:
        reception = Reception(at_once=1, most=1)
        for _ in range(3):
            with pytest.raises(ValueError, match="no"):
                await reception(fail)
        return [await reception(lambda: "done") for _ in range(3)]

    with start_blocking_portal() as loop:
        assert loop.call(come) == ["done"] * 3


def test_clients_take_turns() -> None:
    done: list[str] = []

    async def come() -> None:
        reception = Reception(at_once=1)
        asked = [*("flood" for _ in range(20)), "one", "two", "one"]
        await asyncio.gather(
            *(reception(partial(done.append, each), each) for each in asked)
        )

    with start_blocking_portal() as loop:
        loop.call(come)
    assert done[:6] == ["flood", "flood", "one", "two", "flood", "one"]
    assert done.count("flood") == 20


def test_who_asks_too_often_is_held_while_others_are_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.web.reception.HELD_FOR", 2.0)
    monkeypatch.setattr("bot.web.reception.MOST_HELD", 3)

    async def come() -> list[str | BaseException]:
        reception = Reception(a_minute=1)
        await reception(lambda: "done", "192.0.2.1")
        flood = [
            asyncio.create_task(reception(lambda: "done", "192.0.2.1"))
            for _ in range(5)
        ]
        assert await reception(lambda: "done", "192.0.2.2") == "done"
        assert [each.done() for each in flood] == [False] * 3 + [True] * 2
        return [
            each
            for each in await asyncio.gather(*flood, return_exceptions=True)
            if not isinstance(each, TooOftenError)
        ]

    with start_blocking_portal() as loop:
        assert loop.call(come) == []


def test_who_leaves_while_waiting_gives_up_the_place() -> None:
    open_door = Event()

    async def come() -> str:
        reception = Reception(at_once=1, most=3)
        first = asyncio.create_task(reception(lambda: open_door.wait(30)))
        await asyncio.sleep(0)
        leaving = [asyncio.create_task(reception(lambda: "x")) for _ in range(2)]
        await asyncio.sleep(0)
        for each in leaving:
            each.cancel()
        await asyncio.wait(leaving)
        last = asyncio.create_task(reception(lambda: "done"))
        await asyncio.sleep(0)
        open_door.set()
        await first
        return await last

    with start_blocking_portal() as loop:
        assert loop.call(come) == "done"


def test_over_http_who_comes_too_late_is_told_when_to_come_back(
    small_bot: Bot, tmp_path: Path
) -> None:
    from fastapi import FastAPI

    from bot.store.keeping import Keeper, open_database

    settings = Settings(data_dir=tmp_path)
    keeper = Keeper(open_database(settings), small_bot.article, settings)
    bot = StartingBot(small_bot.article, lambda: small_bot)
    app = FastAPI()
    app.include_router(create_router(bot, bot, keeper, Reception(most=0)))
    explain_errors(app)
    response = TestClient(app).post("/api/v1/answers", json={"turns": ["Hello"]})
    assert response.status_code == 503
    assert response.headers["retry-after"] == "5"
    assert response.json() == {
        "message": "Too many questions are waiting.",
        "cure": "Ask again in 5 seconds.",
    }
