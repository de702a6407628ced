"""What one client that floods the server does to another one's waits."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from pathlib import Path
from statistics import median
from textwrap import wrap

import aiohttp

from benchmarks.load import Load, RefusedError, ask_api, measure
from benchmarks.quality import WIDTH
from benchmarks.questions import distinct_questions
from benchmarks.servers import ours, wait_for

FLOODING = 16  # connections, each of which asks again as soon as it is answered
VISITOR, FLOODER = "192.0.2.1", "192.0.2.2"  # as a proxy on this machine tells them
BEGINS_WITHIN = 60.0  # seconds
ASKED = 40  # fewer than a visitor may ask in a minute


def flood_section(index: Path, rounds: int) -> list[str]:
    """The visitor's waits alone and beside a flood, as Markdown."""
    alone: list[Load] = []
    beside: list[Load] = []
    for number in range(rounds):
        with ours(index) as server:
            wait_for(server, "/readyz")
            alone.append(_visit(server.url, f"a{number}"))
        with ours(index) as server:
            wait_for(server, "/readyz")
            with _flood(server.url):
                beside.append(_visit(server.url, f"b{number}"))
    rows = [
        (name, median(x.wait(0.5) for x in each), median(x.wait(0.95) for x in each))
        for name, each in (("alone", alone), ("beside the flood", beside))
    ]
    lost = sum(each.refused + each.wrong for each in beside)
    return [
        "## One client that floods it",
        "",
        *wrap(
            f"One visitor asks {ASKED} questions, one after the other; another client, "
            f"from another address, asks on {FLOODING} connections at once, and again "
            "as soon as it is answered or refused. Put off or wrong for the visitor: "
            f"{lost}.",
            WIDTH,
        ),
        "",
        "| the visitor | half, ms | 95 %, ms |",
        "|---|---|---|",
        *(f"| {name} | {half:.0f} | {most:.0f} |" for name, half, most in rows),
        f"| ratio | {rows[1][1] / rows[0][1]:.2f} | {rows[1][2] / rows[0][2]:.2f} |",
    ]


def _visit(url: str, name: str) -> Load:
    headers = {"x-forwarded-for": VISITOR}
    ask = measure(ask_api, url, distinct_questions(name, 10), 1, headers=headers)
    asyncio.run(ask)  # to warm up
    questions = distinct_questions(f"{name}v", ASKED)
    return asyncio.run(measure(ask_api, url, questions, 1, headers=headers))


@contextmanager
def _flood(url: str) -> Iterator[None]:
    context = get_context("spawn")
    under_way = context.Event()
    process = context.Process(target=_flooding, args=(url, under_way), daemon=True)
    process.start()
    try:
        if not under_way.wait(BEGINS_WITHIN):
            raise TimeoutError("The flood did not begin.")
        yield
    finally:
        process.terminate()
        process.join()


def _flooding(url: str, under_way: Event) -> None:
    asyncio.run(_ask_on_and_on(url, under_way))


async def _ask_on_and_on(url: str, under_way: Event) -> None:
    headers = {"x-forwarded-for": FLOODER}

    async def one(session: aiohttp.ClientSession, name: int) -> None:
        number = 0
        while True:
            number += 1
            try:
                await ask_api(session, f"Who is most at risk? {name}x{number}")
            except RefusedError:
                under_way.set()

    async with aiohttp.ClientSession(url, headers=headers) as session:
        await asyncio.gather(*(one(session, name) for name in range(FLOODING)))
