"""What a training step learns from questions about other pages."""

from collections.abc import Sequence
from random import Random

import torch
from torch import Tensor

from corpus.labels import AskedElsewhere
from index.training.asking import Asker, Deck
from index.training.elsewhere import Page
from index.training.late import Encoder, max_sim
from index.training.objective import (
    MAX_SIM_SCALE,
    NEVER,
    POOLED_SCALE,
    REFUSAL,
    Refusal,
    mean,
    ranking_loss,
)

PAGE_QUESTIONS = 4  # answered ones of a page in a step, and one that is not


class PageLesson:
    """Questions about other pages, each to find its sentence among those of several."""

    def __init__(
        self, pages: Sequence[Page], *, encoder: Encoder, asker: Asker, random: Random
    ) -> None:
        self._pages = Deck(pages, random)
        self._encoder = encoder
        self._asker = asker
        self._random = random
        self.refusal = Refusal()

    def loss(self, pages: int) -> Tensor:
        """Learn from so many pages."""
        texts: list[str] = []
        turns: list[tuple[str, ...]] = []
        spans: list[tuple[int, int]] = []
        golds: list[list[int]] = []
        for page in self._pages.take(pages):
            first = len(texts)
            texts += page.texts
            for question in self._questions(page):
                turns.append(question.turns)
                spans.append((first, len(texts)))
                golds.append([first + row for row in question.gold])
        queries = self._asker(turns)
        sentences = self._encoder(texts, [""] * len(texts), lead_weight=0.0)
        own = (sentences, torch.arange(len(texts)))
        logits = MAX_SIM_SCALE * max_sim(queries, own)
        logits = logits + POOLED_SCALE * queries.pooled @ sentences.pooled.T
        ranking = [
            ranking_loss(row, [gold])
            for row, gold in zip(logits, golds, strict=True)
            if gold
        ]
        within = torch.full_like(logits, NEVER)
        for row, (first, last) in enumerate(spans):
            within[row, first:last] = logits[row, first:last]
        is_answered = [bool(gold) for gold in golds]
        return mean(ranking) + REFUSAL * self.refusal(within, is_answered)

    def _questions(self, page: Page) -> list[AskedElsewhere]:
        answered = min(PAGE_QUESTIONS, len(page.answered))
        unanswered = min(1, len(page.unanswered))
        return self._random.sample(page.answered, answered) + self._random.sample(
            page.unanswered, unanswered
        )
