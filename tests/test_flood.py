"""A thousand at once, over a real server: each gets its own answer, or a clean no."""

import asyncio
from pathlib import Path

import httpx
from anyio.from_thread import start_blocking_portal

from bot import Bot
from bot.settings import Settings
from bot.starting import StartingBot
from bot.web.reception import WAITING
from tests.serving import serving


async def ask_all(url: str, number: int) -> list[httpx.Response]:
    limits = httpx.Limits(max_connections=number)
    async with httpx.AsyncClient(base_url=url, limits=limits, timeout=300) as client:
        asked = ({"turns": [f"How are apples {n} picked?"]} for n in range(number))
        sent = (client.post("/api/v1/answers", json=each) for each in asked)
        return await asyncio.gather(*sent)


def test_a_thousand_at_once_are_answered_or_put_off_and_none_mixed_up(
    small_bot: Bot, tmp_path: Path
) -> None:
    bot = StartingBot(small_bot.article, lambda: small_bot)
    with (
        serving(bot, Settings(data_dir=tmp_path)) as url,
        start_blocking_portal() as loop,
    ):
        replies = loop.call(ask_all, url, 1000)
    assert {each.status_code for each in replies} <= {200, 503}
    answered = 0
    for number, reply in enumerate(replies):
        if reply.status_code == 200:
            answered += 1
            assert (
                reply.json()["resolved_question"] == f"How are apples {number} picked?"
            )
        else:
            assert reply.headers["retry-after"] == "5"
    assert answered >= WAITING
