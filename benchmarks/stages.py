"""Where the time of one question goes, beside what its parts take alone."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np

from benchmarks.load import ask_api, measure
from benchmarks.questions import distinct_questions
from benchmarks.servers import bare, wait_for
from bot import Settings
from bot.bot import open_bot, open_store
from corpus import read_article, split
from index import find_model
from index.encoder import SentenceEncoder
from index.onnx_encoder import OnnxEncoder
from index.vectors import VectorIndex

ASKED, WARM = 300, 30
CLIENTS = 128


def stages_section(index: Path) -> list[str]:
    """Stages of `Bot.ask` and the limits, as Markdown."""
    bot = open_bot(open_store(Settings(index_dir=index)))
    for question in distinct_questions("w", WARM):
        bot.ask(question)
    spent: dict[str, list[float]] = {}
    for question in distinct_questions("s", ASKED):
        start = perf_counter()
        answer = bot.ask(question)
        times = dict(answer.receipt.milliseconds)
        times["in all"] = (perf_counter() - start) * 1000
        for stage, time in times.items():
            spent.setdefault(stage, []).append(time)
    whole = median(spent["in all"])
    return [
        "## One question",
        "",
        f"`Bot.ask` on {ASKED} questions, each asked once, one after the other.",
        "",
        "| stage | half, ms | 95 %, ms |",
        "|---|---|---|",
        *(
            f"| {stage} | {median(each):.2f} | {_high(each):.2f} |"
            for stage, each in spent.items()
        ),
        "",
        "What it cannot be faster than, in the same run:",
        "",
        "| alone | half, ms | share of a question |",
        "|---|---|---|",
        *(
            f"| {name} | {time:.2f} | {time / whole:.2f} |"
            for name, time in _limits().items()
        ),
        "",
        f"A bare FastAPI service that gives each question back serves "
        f"{_bare_rate():.0f} a second to {CLIENTS} clients.",
    ]


def _limits() -> dict[str, float]:
    """Milliseconds that a question takes in parts of the way, alone."""
    model, questions = find_model(), distinct_questions("l", WARM + ASKED)
    theirs, mine = SentenceEncoder(model), OnnxEncoder(model)
    rounded = OnnxEncoder(model, is_rounded=True)
    passages = [passage.display for passage in split(read_article())]
    vectors = VectorIndex.build(
        np.stack([each.vector for each in mine.encode(passages)])
    )
    (query,) = (each.vector for each in mine.encode([questions[0]]))
    return {
        "one encoding, sentence-transformers": _time(theirs.encode, questions),
        "one encoding, ONNX Runtime": _time(mine.encode, questions),
        "one encoding, in eight bits": _time(rounded.encode, questions),
        "FAISS, 50 passages": _time(lambda _: vectors.search(query, 50), questions),
    }


def _time(work: Callable[[list[str]], object], questions: Sequence[str]) -> float:
    """The median of the milliseconds that one question takes."""
    times = []
    for question in questions:
        start = perf_counter()
        work([question])
        times.append((perf_counter() - start) * 1000)
    return median(times[WARM:])


def _high(times: Sequence[float]) -> float:
    return float(np.quantile(times, 0.95))


def _bare_rate() -> float:
    with bare() as server:
        wait_for(server, "/docs")
        for name in ("w", "b"):  # once to warm up
            questions = distinct_questions(name, 20 * CLIENTS)
            load = asyncio.run(measure(ask_api, server.url, questions, CLIENTS))
    return load.rate
