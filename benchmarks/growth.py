"""Building and searching an index of vectors as the collection grows.

Up to REAL passages the text is MedQuAD's (Ben Abacha and Demner-Fushman 2019), and the
questions too. Beyond, vectors are made up between a real one and one of its neighbours
(SMOTE, Chawla et al. 2002), with some noise; so are the questions, since MedQuAD's
would be nearest to the few real ones.
"""

import gzip
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from textwrap import wrap
from time import perf_counter
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from benchmarks.quality import WIDTH
from index import untuned_model
from index.cells import NEIGHBOURS
from index.encoder import Vectors
from index.onnx_encoder import OnnxEncoder
from index.vectors import VectorIndex

SIZES = (100, 1_000, 10_000, 100_000, 1_000_000)
REAL = 10_000  # passages that are encoded
LONGEST = 500  # characters of a passage
QUESTIONS = 200
T = TypeVar("T")
NOISE = 0.3  # length of what is added to a vector that is made up


@dataclass(frozen=True, slots=True)
class Growth:
    """An index of `size` vectors beside exact search: seconds, milliseconds, MB."""

    size: int
    kind: str
    why: str
    build: float
    search: float
    megabytes: float
    recall: float
    exact_build: float
    exact_search: float
    exact_megabytes: float


def measure_growth(medquad: Path) -> list[Growth]:
    """Measure every size."""
    passages, questions = _texts(medquad)
    encoder = OnnxEncoder(untuned_model())
    real = np.stack([each.vector for each in encoder.encode(passages)])
    asked = np.stack([each.vector for each in encoder.encode(questions)])
    VectorIndex.build(real)  # to load FAISS
    found = []
    for size in SIZES:
        is_real = size <= len(real)
        rows = real[:size] if is_real else _made_up(real, size)
        queries = asked if is_real else _beside(rows, QUESTIONS)
        found.append(_measure(rows, queries))
        Console(stderr=True).print(found[-1])
    return found


def growth_section(growth: Sequence[Growth]) -> list[str]:
    """The figures as Markdown."""
    lines = [
        "## As the collection grows",
        "",
        *wrap(
            "Vectors of passages, searched for 10 neighbours, one question at a time, "
            f"beside exact search in the same run. Up to {REAL:,} the passages are "
            "MedQuAD's and the questions too; beyond, vectors are made up between real "
            "neighbours. Which kind of index it is follows from the number of vectors; "
            "the index's manifest has it:",
            WIDTH,
        ),
        "",
        *(f"- {each.size:,}: `{each.kind}`, {each.why}" for each in growth),
        "",
        "| vectors | kind | built, s | search, ms | recall@10 | MB "
        "| exact: built, s | search, ms | MB |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {e.size:,} | `{e.kind}` | {e.build:.2f} | {e.search:.3f} | {e.recall:.3f} "
        f"| {e.megabytes:.1f} | {e.exact_build:.2f} | {e.exact_search:.3f} "
        f"| {e.exact_megabytes:.1f} |"
        for e in growth
    ]
    return lines


def _measure(rows: Vectors, queries: Vectors) -> Growth:
    build, mine = _timed(lambda: VectorIndex.build(rows))
    exact_build, exact = _timed(lambda: VectorIndex.build(rows, exact_up_to=len(rows)))
    mine_found, mine_search = _searched(mine, queries)
    exact_found, exact_search = _searched(exact, queries)
    pairs = zip(mine_found, exact_found, strict=True)
    return Growth(
        size=len(rows),
        kind=mine.kind.name,
        why=mine.kind.why,
        build=build,
        search=mine_search,
        megabytes=len(mine.to_bytes()) / 1e6,
        recall=float(np.mean([len(a & b) / len(b) for a, b in pairs])),
        exact_build=exact_build,
        exact_search=exact_search,
        exact_megabytes=len(exact.to_bytes()) / 1e6,
    )


def _searched(index: VectorIndex, queries: Vectors) -> tuple[list[set[int]], float]:
    """The rows found for each query, and the median of the milliseconds it took."""
    found, times = [], []
    for query in queries:
        time, rows = _timed(partial(index.search, query, NEIGHBOURS))
        found.append({row for row, _ in rows})
        times.append(time * 1000)
    return found, median(times)


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    """How many seconds it took, and what it gave."""
    start = perf_counter()
    result = work()
    return perf_counter() - start, result


def _made_up(real: Vectors, size: int) -> Vectors:
    """The real vectors, then others between each of them and a neighbour."""
    random = np.random.default_rng(size)
    near = _neighbours(real)
    rows = np.empty((size, real.shape[1]), dtype=np.float32)
    rows[: len(real)] = real
    for start in range(len(real), size, len(real)):
        of = random.permutation(len(real))[: size - start]
        other = near[of, random.integers(1, near.shape[1], len(of))]
        share = random.uniform(size=(len(of), 1)).astype(np.float32)
        between = real[of] + share * (real[other] - real[of])
        rows[start : start + len(of)] = _noisy(between, random)
    return rows


def _beside(rows: Vectors, number: int) -> Vectors:
    """Queries near some of the rows."""
    random = np.random.default_rng(1)
    return _noisy(rows[random.permutation(len(rows))[:number]], random)


def _noisy(rows: Vectors, random: np.random.Generator) -> Vectors:
    noise = random.standard_normal(rows.shape).astype(np.float32)
    noise *= NOISE / np.linalg.norm(noise, axis=1, keepdims=True)
    moved = rows + noise
    unit: Vectors = moved / np.linalg.norm(moved, axis=1, keepdims=True)
    return unit


def _neighbours(rows: Vectors) -> NDArray[np.int64]:
    """The rows nearest to each, itself first."""
    import faiss

    found: NDArray[np.int64] = faiss.knn(
        rows, rows, NEIGHBOURS + 1, faiss.METRIC_INNER_PRODUCT
    )[1]
    return found


def _texts(medquad: Path) -> tuple[list[str], list[str]]:
    """Passages of MedQuAD's answers, and some of its questions, in random order."""
    with gzip.open(medquad, "rt", encoding="utf-8") as file:
        pairs = [json.loads(line) for line in file]
    passages = [
        part for pair in pairs for part in _passages(pair["answer"] or "") if part
    ]
    questions = [pair["question"] for pair in pairs if pair["answer"]]
    passages, random = list(dict.fromkeys(passages)), Random(0)
    return random.sample(passages, REAL), random.sample(questions, QUESTIONS)


def _passages(answer: str) -> list[str]:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=LONGEST, chunk_overlap=0)
    return [str(part) for part in splitter.split_text(answer)]
