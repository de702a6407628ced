"""Whether tuning spoils other text: `python -m benchmarks.transfer MEDQUAD.jsonl.gz`.

MedQuAD (Ben Abacha and Demner-Fushman 2019): questions on NIH pages, each to find its
own answer among a sample of answers that the tuning did not see, the same answers
merged; then lay questions on pages held out of training. Prints nDCG@10, recall@10 and
the share found first, and writes `docs/transfer.md`.
"""

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track

from benchmarks.elsewhere import page_table
from benchmarks.quality import DOCS
from corpus.labels import FOLDER, AskedElsewhere
from corpus.records import read_records
from index.encoder import BATCH, SentenceEncoder
from index.keywords import KeywordIndex
from index.manifest import digest
from index.model import Model, find_model, untuned_model
from index.tokens import TokenIndex
from index.tuning import load_token_weights

TOP = 10
RERANKED = 50  # answers that late interaction puts in order

Scores = NDArray[np.float32]
Ranker = Callable[[str], Scores]


@dataclass(frozen=True, slots=True)
class Task:
    """Answers, and questions with the place of the answer of each."""

    answers: list[str]
    questions: list[tuple[str, int]]


def main(
    medquad: Annotated[Path, typer.Argument(help="medquad.jsonl.gz")],
    answers: Annotated[int, typer.Option(help="Answers in the sample.")] = 3000,
    questions: Annotated[int, typer.Option(help="Questions in the sample.")] = 1000,
) -> None:
    """Measure, print, write the page."""
    task = _task(medquad, answers, questions)
    rankers = _rankers(task.answers)
    rows = [
        "# Transfer",
        f"Made by `python -m benchmarks.transfer`: {len(task.questions):,} questions "
        f"of MedQuAD, each to find its own answer among {len(task.answers):,} that no "
        "tuning saw.",
        "| method | nDCG@10 | recall@10 |\n|---|---|---|\n"
        + "\n".join(
            f"| {name} | {ndcg:.3f} | {recall:.3f} |"
            for name, (ndcg, recall) in (
                (name, _figures(name, ranker, task)) for name, ranker in rankers.items()
            )
        ),
        page_table(medquad),
    ]
    page = "\n\n".join(rows) + "\n"
    (DOCS / "transfer.md").write_text(page, "utf-8")
    Console().print(page, markup=False)


def _task(medquad: Path, answers: int, questions: int) -> Task:
    seen = {q.page for q in read_records(FOLDER / "elsewhere.jsonl", AskedElsewhere)}
    asked: dict[str, set[str]] = {}
    with gzip.open(medquad, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            text = " ".join(row["answer"].split())
            if text and digest(text.encode())[:16] not in seen:
                asked.setdefault(text, set()).add(row["question"].strip())
    random = Random(0)
    chosen = random.sample(sorted(asked), min(answers, len(asked)))
    pairs = [(q, i) for i, text in enumerate(chosen) for q in sorted(asked[text])]
    return Task(chosen, random.sample(pairs, min(questions, len(pairs))))


class Searcher:
    """Answers encoded by one model, found by vectors or by late interaction too."""

    def __init__(self, name: str, model: Model, answers: list[str]) -> None:
        self._encoder = SentenceEncoder(model)
        self._weights = load_token_weights(find_model().tuning)
        encodings = []
        for start in track(
            range(0, len(answers), BATCH), name, console=Console(stderr=True)
        ):
            encodings += self._encoder.encode(answers[start : start + BATCH])
        self._vectors = np.stack([each.vector for each in encodings])
        self._tokens = TokenIndex.build([each.tokens for each in encodings])

    def by_vectors(self, question: str) -> Scores:
        """Cosine similarity to every answer."""
        (encoding,) = self._encoder.encode([question])
        scores: Scores = self._vectors @ encoding.vector
        return scores

    def late(self, question: str) -> Scores:
        """The same, the best ones put in order by late interaction."""
        (encoding,) = self._encoder.encode([question])
        scores: Scores = self._vectors @ encoding.vector
        best = np.sort(np.argsort(-scores)[:RERANKED]).tolist()
        found = self._tokens.compare(
            encoding.tokens, best, weights=self._weights(encoding.ids)
        )
        scores[best] = 2 + found.scores
        return scores


def _rankers(answers: list[str]) -> dict[str, Ranker]:
    bm25 = KeywordIndex.build(answers)
    plain = Searcher("MiniLM", untuned_model(), answers)
    tuned = Searcher("tuned", find_model(), answers)
    return {
        "BM25": lambda question: np.array(bm25.scores(question), dtype=np.float32),
        "MiniLM: vectors": plain.by_vectors,
        f"MiniLM: the best {RERANKED} by late interaction": plain.late,
        "tuned: vectors": tuned.by_vectors,
        f"tuned: the best {RERANKED} by late interaction": tuned.late,
    }


def _figures(name: str, ranker: Ranker, task: Task) -> tuple[float, float]:
    """NDCG and recall among the first ten; one answer is right."""
    gains, found = [], []
    for question, right in track(task.questions, name, console=Console(stderr=True)):
        scores = ranker(question)
        rank = int((scores > scores[right]).sum())
        found.append(rank < TOP)
        gains.append(1 / np.log2(rank + 2) if rank < TOP else 0.0)
    return float(np.mean(gains)), float(np.mean(found))


if __name__ == "__main__":
    typer.run(main)
