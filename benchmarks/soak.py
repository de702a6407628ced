"""Half an hour of mixed traffic: `python -m benchmarks.soak --minutes 30`.

Questions new and repeated, pages, broken requests, and connections dropped midway, on
one server. Memory and open files must be flat: it compares the second third of the
time with the last, writes `docs/soak.md`, fails where either grew by a tenth. Linux.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from tempfile import mkdtemp
from typing import Annotated

import aiohttp
import typer
from rich.console import Console

from benchmarks.load import RefusedError, ask_api, find_chat_page
from benchmarks.quality import DOCS
from benchmarks.servers import Server, ours, wait_for
from bot import Settings
from bot.bot import open_store
from corpus import read_article
from corpus.labels import Split, read_questions

CLIENTS, EVERY = 8, 10.0  # at a time; seconds between two looks
GROWN = 1.1


@dataclass(frozen=True, slots=True)
class Look:
    """What the server takes at one moment."""

    minute: float
    megabytes: float
    files: int
    done: int


class Traffic:
    """Visitors of every kind; `done` counts what they did."""

    def __init__(self, server: Server, seed: int) -> None:
        self._url = server.url
        self._random = Random(seed)
        self._asked = [
            q.turns[-1]
            for q in read_questions(read_article())
            if q.split is not Split.TEST
        ]
        self.done = 0

    async def visit_until(self, end: float) -> None:
        """One visitor after another until a time of the monotonic clock."""
        chat = await find_chat_page(self._url)
        while time.monotonic() < end:
            async with aiohttp.ClientSession(self._url) as session:
                question = f"{self._random.choice(self._asked)} {self.done}"
                _name_visitor(f"visitor {self.done}")
                visits: list[Callable[[], Awaitable[object]]] = [
                    partial(ask_api, session, question),
                    partial(ask_api, session, "Who is most at risk? again"),
                    partial(chat, session, question),
                    partial(_open, session, "/"),
                    partial(_open, session, "/about"),
                    partial(_open, session, "/nothing"),
                    partial(_send_nonsense, session),
                    partial(_drop, self._url),
                ]
                with suppress(RefusedError, aiohttp.ClientError):
                    await self._random.choice(visits)()
            self.done += 1


def _name_visitor(name: str) -> None:
    """The chat page knows who asks by this name."""
    if visitor := asyncio.current_task():
        visitor.set_name(name)


async def _open(session: aiohttp.ClientSession, path: str) -> None:
    async with session.get(path) as reply:
        await reply.read()


async def _send_nonsense(session: aiohttp.ClientSession) -> None:
    async with session.post("/api/v1/answers", data=b'{"turns": [') as reply:
        await reply.read()


async def _drop(url: str) -> None:
    """Ask, and be gone before the answer comes."""
    host, port = url.removeprefix("http://").split(":")
    _, writer = await asyncio.open_connection(host, int(port))
    body = b'{"turns": ["Who is at risk?"]}'
    head = "POST /api/v1/answers HTTP/1.1\r\nHost: x\r\nContent-Type: application/json"
    writer.write(f"{head}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
    await writer.drain()
    writer.close()


async def _watch(server: Server, traffic: Traffic, end: float) -> list[Look]:
    begun, looks = time.monotonic(), []
    while time.monotonic() < end:
        await asyncio.sleep(EVERY)
        minute = (time.monotonic() - begun) / 60
        looks.append(Look(minute, server.memory(), server.open_files(), traffic.done))
        Console(stderr=True).print(looks[-1])
    return looks


async def _soak(server: Server, minutes: float) -> list[Look]:
    end = time.monotonic() + minutes * 60
    traffic = Traffic(server, seed=1)
    visitors = [asyncio.create_task(traffic.visit_until(end)) for _ in range(CLIENTS)]
    looks = await _watch(server, traffic, end)
    await asyncio.gather(*visitors)
    return looks


def _row(name: str, middle: float, last: float) -> str:
    return f"| {name} | {middle:.0f} | {last:.0f} | {last / middle:.2f} |"


def main(
    minutes: Annotated[float, typer.Option(help="How long.")] = 30.0,
) -> None:
    """Soak a server and write the page."""
    index = Path(mkdtemp())
    open_store(Settings(index_dir=index)).build()
    with ours(index) as server:
        wait_for(server, "/readyz")
        looks = asyncio.run(_soak(server, minutes))
    third = len(looks) // 3
    middle, last = looks[third : 2 * third], looks[2 * third :]
    rows: list[tuple[str, list[float], list[float]]] = [
        ("memory, MB", [x.megabytes for x in middle], [x.megabytes for x in last]),
        ("open files", [x.files for x in middle], [x.files for x in last]),
    ]
    lines = [
        "# Half an hour of mixed traffic",
        "",
        f"Made by `python -m benchmarks.soak --minutes {minutes:.0f}`:",
        f"{looks[-1].done:,} visits by {CLIENTS} visitors at a time: questions new and",
        "repeated, pages, broken requests, connections dropped midway.",
        "",
        "| | second third, median | last third, median | ratio |",
        "|---|---|---|---|",
        *(_row(name, median(a), median(b)) for name, a, b in rows),
    ]
    (DOCS / "soak.md").write_text("\n".join(lines) + "\n", "utf-8")
    if any(median(b) > GROWN * median(a) for _, a, b in rows):
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
