"""What a training step learns from questions about the article."""

from collections.abc import Iterable, Sequence
from random import Random

import torch
from torch import Tensor

from corpus import Article
from corpus.labels import LabelledQuestion
from index.texts import restated_texts, sentence_texts
from index.training.asking import Asker, Deck
from index.training.bank import Bank
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

REPEATS = 0.3  # weight of restatements that must find their sentence
HEARD = 2400  # restatements that sentences are known by at a time
FRESH = 24  # sentences encoded anew in a step; of the others the last vectors are used


class ArticleLesson:
    """Questions about the article, answered and not, and its restatements."""

    def __init__(
        self,
        article: Article,
        questions: Sequence[LabelledQuestion],
        *,
        encoder: Encoder,
        asker: Asker,
        random: Random,
    ) -> None:
        keys = [(article.id, sentence.start) for sentence in article.sentences]
        places = {(s.start, s.end): row for row, s in enumerate(article.sentences)}
        self._golds = {
            q.id: [sorted(places[span] for span in group) for group in q.groups]
            for q in questions
        }
        restated = restated_texts([article], keys)
        texts = sentence_texts([article], keys)
        self._random = random
        self._encoder = encoder
        self._asker = asker
        self._answered = Deck([q for q in questions if q.groups], random)
        self._unanswered = Deck([q for q in questions if not q.groups], random)
        self._restated = Deck(restated, random)
        self._heard = Deck(restated, random)
        self._sentences = Bank(encoder, texts, [""] * len(texts))
        self._alike = _answering_together(self._golds.values(), len(texts))
        self.refusal = Refusal()
        self.refresh()

    def refresh(self) -> None:
        """Encode every sentence anew, and other restatements than before.

        A question must find its sentence by whichever of them are there.
        """
        heard = self._heard.take(HEARD)
        self._sentences.refresh()
        self._restatements = Bank(
            self._encoder, [r.text for r in heard], [r.heading for r in heard]
        )
        self._owners = torch.tensor([each.row for each in heard])

    def loss(self, answered: int, unanswered: int, restated: int) -> Tensor:
        """Learn from so many questions and restatements."""
        asked = self._answered.take(answered)
        refused = self._unanswered.take(unanswered)
        said = self._restated.take(restated)
        turns = [question.turns for question in (*asked, *refused)]
        queries = self._asker([*turns, *((each.text,) for each in said)])
        sentences = self._sentences.fresh(self._chosen(asked))
        pooled = POOLED_SCALE * queries.pooled @ sentences.pooled.T
        own = (sentences, torch.arange(len(sentences.tokens)))
        again = (self._restatements.encoded, self._owners)
        asking, saying = slice(len(turns)), slice(len(turns), None)
        logits = MAX_SIM_SCALE * max_sim(queries[asking], own, again) + pooled[asking]
        repeats = MAX_SIM_SCALE * max_sim(queries[saying], own) + pooled[saying]
        ranking = [
            ranking_loss(row, self._golds[question.id])
            for row, question in zip(logits, asked, strict=False)
        ]
        repeated = [
            ranking_loss(row.index_fill(0, self._alike[each.row], NEVER), [[each.row]])
            for row, each in zip(repeats, said, strict=True)
        ]
        refusal = self.refusal(logits, [bool(q.groups) for q in (*asked, *refused)])
        return mean(ranking) + REPEATS * mean(repeated) + REFUSAL * refusal

    def _chosen(self, asked: Sequence[LabelledQuestion]) -> list[int]:
        """Of each part of an answer one sentence to be learnt, not too many in all."""
        rows = {self._random.choice(g) for q in asked for g in self._golds[q.id]}
        return self._random.sample(sorted(rows), min(FRESH, len(rows)))


def _answering_together(
    golds: Iterable[Sequence[Sequence[int]]], count: int
) -> list[Tensor]:
    """For each sentence, the others that answer a question which it answers too."""
    together: list[set[int]] = [set() for _ in range(count)]
    for groups in golds:
        for group in groups:
            for row in group:
                together[row] |= set(group) - {row}
    return [torch.tensor(sorted(each), dtype=torch.long) for each in together]
