"""Our server beside a plain build: start, memory, answers under few and many clients.

Over loopback, in turn on one machine; every question is asked once.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from statistics import median

from rich.console import Console

from benchmarks.load import Ask, Load, ask_api, ask_plain, find_chat_page, measure
from benchmarks.questions import distinct_questions
from benchmarks.servers import Server, ours, plain, wait_for

CLIENTS = {1: 60, 16: 640, 128: 1280, 1000: 1000}  # and how many questions they ask
Start = Callable[[], AbstractContextManager[Server]]


Loads = Mapping[tuple[str, int], Sequence[Load]]  # by way of asking, and clients


def start_section(index: Path, rounds: int) -> list[str]:
    """Start and memory of both, as Markdown."""
    found: dict[str, list[tuple[float, float, float]]] = {}
    for number in range(rounds):
        for name, start in _sides(index).items():
            found.setdefault(name, []).append(_start(start, is_ours=name == "ours"))
            _tell(f"start {number + 1}, {name}: {found[name][-1]}")
    return ["## Start and memory", "", *_start_table(found)]


def measure_loads(index: Path, rounds: int) -> Loads:
    """Answers of both under few and many clients."""
    loads: dict[tuple[str, int], list[Load]] = {}
    for number in range(rounds):
        for name, start in _sides(index).items():
            for way, load in _loads(start, is_ours=name == "ours"):
                loads.setdefault((way, load.clients), []).append(load)
                _tell(f"round {number + 1}, {way}, {_told(load)}")
    return loads


def load_section(loads: Loads) -> list[str]:
    """The loads as Markdown, and our HTTP API as ratios to the plain build's chat."""
    return [
        "## Many at a time",
        "",
        *_load_table(loads),
        "",
        "Our HTTP API, and our chat, to the plain build's chat:",
        "",
        *_ratio_table(loads),
    ]


def _sides(index: Path) -> "dict[str, Start]":
    return {"ours": partial(ours, index), "plain build": plain}


def _tell(line: str) -> None:
    Console(stderr=True).print(line)


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
            asyncio.run(
                measure(ask, server.url, distinct_questions("w", 30), 4)
            )  # to warm up
            for clients, number in CLIENTS.items():
                questions = distinct_questions(f"{way[4]}{clients}", number)
                yield way, asyncio.run(measure(ask, server.url, questions, clients))


def _told(load: Load) -> str:
    return (
        f"{load.clients} clients: {load.rate:.1f} answers/s, half within "
        f"{load.wait(0.5):.0f} ms, 95 % within {load.wait(0.95):.0f} ms, "
        f"{load.refused} put off, {load.wrong} wrong, {load.seconds:.1f} s"
    )


def _start_table(
    starts: Mapping[str, Sequence[tuple[float, float, float]]],
) -> list[str]:
    rows = zip(*(zip(*each, strict=True) for each in starts.values()), strict=True)
    names = ("command to first page, s", "command to first answer, s", "memory, MB")
    lines = ["| | ours | plain build | ratio |", "|---|---|---|---|"]
    for name, (mine, theirs) in zip(names, rows, strict=True):
        a, b = median(mine), median(theirs)
        lines.append(f"| {name} | {a:.1f} | {b:.1f} | {a / b:.2f} |")
    return lines


def _load_table(loads: Loads) -> list[str]:
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


def _ratio_table(loads: Loads) -> list[str]:
    lines = [
        "| clients | | answers/s | half | 95 % | all |",
        "|---|---|---|---|---|---|",
    ]
    for clients in CLIENTS:
        theirs = loads["plain build's chat", clients]
        for way in ("our HTTP API", "our chat"):
            mine = loads[way, clients]
            cells = " | ".join(
                f"{median(map(get, mine)) / median(map(get, theirs)):.2f}"
                for get in (_rate, _half, _high, _seconds)
            )
            lines.append(f"| {clients} | {way} | {cells} |")
    return lines


def _rate(load: Load) -> float:
    return load.rate


def _half(load: Load) -> float:
    return load.wait(0.5)


def _high(load: Load) -> float:
    return load.wait(0.95)


def _seconds(load: Load) -> float:
    return load.seconds
