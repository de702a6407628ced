"""Clients that ask a server over HTTP, so many at a time, each question another one."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import aiohttp
import numpy as np

Ask = Callable[[aiohttp.ClientSession, str], Awaitable[str]]  # gives the reply's words


@dataclass(frozen=True, slots=True)
class Load:
    """How a server bore a number of clients.

    `seconds` is the whole time, `waits` the milliseconds that each answered question
    took, in no order; `refused` counts those put off with 503 or 429.
    """

    clients: int
    asked: int
    refused: int
    wrong: int
    seconds: float
    waits: tuple[float, ...]

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.waits) / self.seconds

    def wait(self, share: float) -> float:
        """The milliseconds within which this share of the answers came."""
        return float(np.quantile(self.waits, share)) if self.waits else float("nan")


class RefusedError(Exception):
    """The server said that it is busy."""


async def measure(
    ask: Ask,
    url: str,
    questions: list[str],
    clients: int,
    *,
    headers: Mapping[str, str] | None = None,
) -> Load:
    """Ask every question, `clients` at a time; each must get an answer of its own."""
    waiting = iter(questions)
    waits: list[float] = []
    refused = wrong = 0
    connector = aiohttp.TCPConnector(limit=0)
    timeout = aiohttp.ClientTimeout(total=600)

    async def client(session: aiohttp.ClientSession) -> None:
        nonlocal refused, wrong
        for question in waiting:
            start = perf_counter()
            try:
                reply = await ask(session, question)
            except RefusedError:
                refused += 1
                continue
            waits.append((perf_counter() - start) * 1000)
            wrong += not reply

    async with aiohttp.ClientSession(
        url, connector=connector, timeout=timeout, headers=headers
    ) as session:
        start = perf_counter()
        await asyncio.gather(*(client(session) for _ in range(clients)))
        seconds = perf_counter() - start
    return Load(clients, len(questions), refused, wrong, seconds, tuple(waits))


async def ask_api(session: aiohttp.ClientSession, question: str) -> str:
    """Our HTTP API; no words where the answer is to another question."""
    told = await _post(session, "/api/v1/answers", {"turns": [question]})
    number = question.rsplit(" ", 1)[-1]
    return str(told["text"]) if number in told["resolved_question"] else ""


def chat_page(function: int) -> Ask:
    """Our chat page, as its script asks; `function` is the number of the event."""

    async def ask(session: aiohttp.ClientSession, question: str) -> str:
        client = asyncio.current_task()
        body = {
            "data": [question, [], False],
            "fn_index": function,
            "session_hash": client.get_name() if client else "",
        }
        told = await _post(session, "/gradio_api/run/predict", body)
        said = json.dumps(told["data"][1])
        return said if question.rsplit(" ", 1)[-1] in said else ""

    return ask


async def find_chat_page(url: str) -> Ask:
    """The chat page's event, looked up in the page's own configuration."""
    async with aiohttp.ClientSession(url) as session, session.get("/config") as reply:
        events = (await reply.json())["dependencies"]
    return chat_page(
        next(e["id"] for e in events if any(t[1] == "submit" for t in e["targets"]))
    )


async def ask_plain(session: aiohttp.ClientSession, question: str) -> str:
    """The plain build's chat: a question is queued, its answer is streamed."""
    told = await _post(session, "/gradio_api/call/chat", {"data": [question]})
    async with session.get(f"/gradio_api/call/chat/{told['event_id']}") as stream:
        text = await stream.text()
    return text if "event: complete" in text else ""


async def _post(
    session: aiohttp.ClientSession, path: str, body: dict[str, Any]
) -> dict[str, Any]:
    async with session.post(path, json=body) as reply:
        if reply.status in (429, 503):
            raise RefusedError
        reply.raise_for_status()
        return dict(await reply.json())
