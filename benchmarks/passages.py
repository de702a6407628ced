"""Choose passage size, overlap and cut-off: `python -m benchmarks.passages`.

Measured on the train and dev questions that the article answers, single-turn: how often
the first sentence is a right one, and how often three sentences hold every part asked
for. Then, with the settings of the product, false refusals and near misses refused at
several cut-offs of the best score: what decides for an article that the answerability
was not trained for.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import track
from rich.table import Table

from corpus import Article, read_article
from corpus.labels import LabelledQuestion, Split, read_questions
from corpus.passages import OVERLAP, SIZE
from index import Hit, Index, find_model
from index.building import read_index, write_index
from index.manifest import Recipe
from index.training.remembering import RememberingEncoder
from index.tuning import load_token_weights

SIZES = (200, 350, 500, 800, 1200)  # displayed characters
OVERLAPS = (0, 100)
CUTS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55)


def main() -> None:
    """Print both tables."""
    console, article = Console(), replace(read_article(), restatements={})
    encoder = RememberingEncoder(find_model())
    questions = [
        question
        for question in read_questions(article)
        if question.split is not Split.TEST and len(question.turns) == 1
    ]
    encoder.encode([question.turns[-1] for question in questions])
    table = Table("Size", "Overlap", "Passages", "Right first", "All parts in 3")
    for size in track(SIZES, "Passage sizes", console=Console(stderr=True)):
        for overlap in OVERLAPS:
            index = _index(article, encoder, size, overlap)
            figures = _figures(index, [q for q in questions if q.groups])
            table.add_row(str(size), str(overlap), str(len(index.passages)), *figures)
    console.print(table)
    console.print(_cuts(_index(article, encoder, SIZE, OVERLAP), questions))


def _index(
    article: Article, encoder: RememberingEncoder, size: int, overlap: int
) -> Index:
    recipe = Recipe.of([article], find_model()).model_copy(
        update={"passage_size": size, "passage_overlap": overlap}
    )
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        manifest = write_index(
            place, [article], recipe=recipe, encoder=encoder, progress=lambda *_: None
        )
        files = {name: (place / name).read_bytes() for name in manifest.files}
        return read_index(
            place,
            files,
            recipe=recipe,
            encoder=encoder,
            token_weights=load_token_weights(find_model().tuning),
        )


def _figures(index: Index, questions: Sequence[LabelledQuestion]) -> tuple[str, str]:
    right, whole = [], []
    for question in questions:
        found = _sentences(index.evidence(question.turns[-1]).hits)
        right.append(any(found[0] in group for group in question.groups))
        whole.append(all(group.intersection(found[:3]) for group in question.groups))
    return f"{np.mean(right):.3f}", f"{np.mean(whole):.3f}"


def _sentences(hits: Sequence[Hit]) -> list[tuple[int, int]]:
    """Spans of all sentences, best first."""
    scores = {
        (each.sentence.start, each.sentence.end): each.score
        for hit in hits
        for each in hit.sentences
    }
    return sorted(scores, key=lambda span: -scores[span])


def _cuts(index: Index, questions: Sequence[LabelledQuestion]) -> Table:
    best = [index.evidence(question.turns[-1]).best_score for question in questions]
    scores = {
        kind: np.array(
            [s for s, q in zip(best, questions, strict=True) if _kind(q) == kind]
        )
        for kind in ("answered", "near_miss", "far_off")
    }
    table = Table("Cut-off", "False refusals", "Near misses refused", "Far-off refused")
    for cut in CUTS:
        table.add_row(
            f"{cut:.2f}", *(f"{np.mean(each < cut):.3f}" for each in scores.values())
        )
    return table


def _kind(question: LabelledQuestion) -> str:
    return "answered" if question.groups else question.kind


if __name__ == "__main__":
    main()
