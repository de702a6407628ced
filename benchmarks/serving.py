"""Our server beside a plain build: `python -m benchmarks.serving`.

Start, memory, and answers under few and many clients, over loopback, in turn on one
machine; every question is asked once. Writes `docs/performance.md`. Linux only.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import mkdtemp
from typing import Annotated

import typer
from rich.console import Console

from benchmarks.load import Ask, Load, ask_api, ask_plain, find_chat_page, measure
from benchmarks.quality import DOCS
from benchmarks.servers import Server, ours, plain, wait_for
from bot import Settings
from bot.bot import open_store
from corpus import read_article
from corpus.labels import Split, read_questions

CLIENTS = {1: 60, 16: 640, 128: 1280, 1000: 1000}  # and how many questions they ask
Start = Callable[[], AbstractContextManager[Server]]


def main(
    rounds: Annotated[int, typer.Option(help="How often each is measured.")] = 5,
) -> None:
    """Measure both and write the page."""
    console = Console(stderr=True)
    index = Path(mkdtemp())
    open_store(Settings(index_dir=index)).build()
    sides: dict[str, Start] = {"ours": partial(ours, index), "plain build": plain}
    starts: dict[str, list[tuple[float, float, float]]] = {name: [] for name in sides}
    for number in range(rounds):
        for name, start in sides.items():
            starts[name].append(_start(start, is_ours=name == "ours"))
            console.print(f"start {number + 1}, {name}: {starts[name][-1]}")
    loads: dict[tuple[str, int], list[Load]] = {}
    for number in range(rounds):
        for name, start in sides.items():
            for way, load in _loads(start, is_ours=name == "ours"):
                loads.setdefault((way, load.clients), []).append(load)
                console.print(f"round {number + 1}, {way}, {_told(load)}")
    text = "\n".join([*_head(rounds), *_start_table(starts), "", *_load_table(loads)])
    (DOCS / "performance.md").write_text(f"{text}\n", "utf-8")


def _start(start: Start, *, is_ours: bool) -> tuple[float, float, float]:
    """Seconds to the first page and the first answer, and memory in MB after both."""
    with start() as server:
        page = wait_for(server, "/")
        answered = _first_answer(server, is_ours=is_ours)
        return page, answered, server.memory()


def _first_answer(server: Server, *, is_ours: bool) -> float:
    question = "What is vitamin B12?"
    if is_ours:
        body = f'{{"turns": ["{question}"]}}'
        return wait_for(server, "/api/v1/answers", body.encode())
    asyncio.run(measure(ask_plain, server.url, [question], 1))
    return wait_for(server, "/")


def _loads(start: Start, *, is_ours: bool) -> Iterator[tuple[str, Load]]:
    with start() as server:
        wait_for(server, "/readyz" if is_ours else "/")
        ways: dict[str, Ask] = {"plain build's chat": ask_plain}
        if is_ours:
            chat = asyncio.run(find_chat_page(server.url))
            ways = {"our HTTP API": ask_api, "our chat": chat}
        for way, ask in ways.items():
            asyncio.run(measure(ask, server.url, _questions("w", 30), 4))  # to warm up
            for clients, number in CLIENTS.items():
                questions = _questions(f"{way[4]}{clients}", number)
                yield way, asyncio.run(measure(ask, server.url, questions, clients))


def _questions(name: str, number: int) -> list[str]:
    """Distinct questions in people's words, none of the test split."""
    known = (q for q in read_questions(read_article()) if q.split is not Split.TEST)
    asked = [question.turns[-1] for question in known]
    return [f"{asked[n % len(asked)]} {name}{n}" for n in range(number)]


def _told(load: Load) -> str:
    return (
        f"{load.clients} clients: {load.rate:.1f} answers/s, half within "
        f"{load.wait(0.5):.0f} ms, 95 % within {load.wait(0.95):.0f} ms, "
        f"{load.refused} put off, {load.wrong} wrong, {load.seconds:.1f} s"
    )


def _head(rounds: int) -> list[str]:
    return [
        "# How fast it is, beside a plain build",
        "",
        "Made by `python -m benchmarks.serving` on 2 cores, over loopback, the clients",
        f"on the same cores; medians of {rounds} rounds, in which both took turns. The",
        "plain build is `benchmarks/plain.py`. Machines differ, and so does one from",
        "hour to hour: the ratios are what counts.",
        "",
    ]


def _start_table(starts: dict[str, list[tuple[float, float, float]]]) -> list[str]:
    rows = zip(*(zip(*each, strict=True) for each in starts.values()), strict=True)
    names = ("command to first page, s", "command to first answer, s", "memory, MB")
    lines = ["| | ours | plain build | ratio |", "|---|---|---|---|"]
    for name, (mine, theirs) in zip(names, rows, strict=True):
        a, b = median(mine), median(theirs)
        lines.append(f"| {name} | {a:.1f} | {b:.1f} | {a / b:.2f} |")
    return lines


def _load_table(loads: dict[tuple[str, int], list[Load]]) -> list[str]:
    lines = [
        "| clients | | answers/s | half, ms | 95 %, ms | all, s | put off | wrong |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for clients in CLIENTS:
        for (way, number), found in loads.items():
            if number == clients:
                lines.append(f"| {clients} | {way} | {_cells(found)} |")
    return lines


def _cells(found: Sequence[Load]) -> str:
    values = (
        f"{median(each.rate for each in found):.1f}",
        f"{median(each.wait(0.5) for each in found):.0f}",
        f"{median(each.wait(0.95) for each in found):.0f}",
        f"{median(each.seconds for each in found):.1f}",
        f"{median(each.refused for each in found):.0f} of {found[0].asked}",
        f"{sum(each.wrong for each in found)}",
    )
    return " | ".join(values)


if __name__ == "__main__":
    typer.run(main)
