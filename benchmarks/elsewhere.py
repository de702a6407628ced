"""Finding the sentence in pages that no training saw, with and without tuning.

The questions are lay ones, written for this project about pages of MedQuAD (Ben Abacha
and Demner-Fushman 2019); about one page in eight is held out of training.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import track

from index.encoder import Encoder
from index.model import find_model, untuned_model
from index.query import mended
from index.spelling import Speller
from index.tokens import TokenIndex
from index.training.elsewhere import Page, read_pages
from index.training.remembering import RememberingEncoder
from index.tuning import TokenWeights, load_token_weights

SHOWN = 3


def page_table(medquad: Path) -> str:
    """A Markdown table: the share of questions whose sentence comes first, or third."""
    pages = read_pages(medquad, held_out=True)
    tuning = find_model().tuning
    rows = [
        ("MiniLM, tokens alike", untuned_model(), TokenWeights()),
        ("MiniLM, tokens weighted", untuned_model(), load_token_weights(tuning)),
        ("tuned, tokens weighted", find_model(), load_token_weights(tuning)),
    ]
    lines = [
        f"| {name} | {first:.3f} | {among:.3f} |"
        for name, model, weights in rows
        for first, among in [_figures(name, pages, RememberingEncoder(model), weights)]
    ]
    asked = sum(len(page.answered) for page in pages)
    return "\n".join(
        [
            f"{asked} lay questions on {len(pages)} pages held out of training, each "
            "to find its sentence in the page by late interaction:\n",
            f"| method | first | among the first {SHOWN} |\n|---|---|---|",
            *lines,
        ]
    )


def _figures(
    name: str, pages: Sequence[Page], encoder: Encoder, weights: TokenWeights
) -> tuple[float, float]:
    ranks = [
        rank
        for page in track(pages, name, console=Console(stderr=True))
        for rank in _ranks(page, encoder, weights)
    ]
    return float(np.mean(np.equal(ranks, 0))), float(np.mean(np.less(ranks, SHOWN)))


def _ranks(page: Page, encoder: Encoder, weights: TokenWeights) -> list[int]:
    """How many sentences stand before the best one that answers, of each question."""
    index = TokenIndex.build([each.tokens for each in encoder.encode(page.texts)])
    speller = Speller(page.texts)
    ranks = []
    for question in page.answered:
        *before, last = question.turns
        query = mended(speller, last, " ".join(before))
        (encoding,) = encoder.encode([query.text])
        counted = weights(encoding.ids) * query.shares(encoding)
        rows = range(len(page.texts))
        scores = index.compare(encoding.tokens, rows, weights=counted).scores
        ranks.append(int((scores > scores[list(question.gold)].max()).sum()))
    return ranks
