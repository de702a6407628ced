"""What a training step learns from: questions about the article, and about pages."""

from collections.abc import Iterable, Sequence
from random import Random

import torch
from torch import Tensor
from torch.nn import Parameter

from corpus import Article
from corpus.labels import AskedElsewhere, LabelledQuestion
from index.texts import restated_texts, sentence_texts
from index.training.asking import Asker, Deck
from index.training.bank import Bank
from index.training.elsewhere import Page
from index.training.late import Encoder, max_sim
from index.training.objective import NEVER, ranking_loss, refusal_loss

MAX_SIM_SCALE, POOLED_SCALE = 30.0, 5.0  # logits per unit of similarity
REFUSAL = 0.3  # weight of the refusal loss
REPEATS = 0.3  # weight of restatements that must find their sentence
FRESH = 24  # sentences encoded anew in a step; of the others the last vectors are used
PAGE_QUESTIONS = 4  # answered ones of a page in a step, and one that is not


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
        self._asker = asker
        self._answered = Deck([q for q in questions if q.groups], random)
        self._unanswered = Deck([q for q in questions if not q.groups], random)
        self._restated = Deck(restated, random)
        self._owners = torch.tensor([each.row for each in restated])
        self._sentences = Bank(encoder, texts, [""] * len(texts))
        self._restatements = Bank(
            encoder, [r.text for r in restated], [r.heading for r in restated]
        )
        self._alike = _answering_together(self._golds.values(), len(texts))
        self.bias = Parameter(torch.tensor(float("nan")))

    def refresh(self) -> None:
        """Encode every text anew."""
        self._sentences.refresh()
        self._restatements.refresh()

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
        refusal = _refusal(logits, [bool(q.groups) for q in (*asked, *refused)], self)
        return _mean(ranking) + REPEATS * _mean(repeated) + REFUSAL * refusal

    def _chosen(self, asked: Sequence[LabelledQuestion]) -> list[int]:
        """Of each part of an answer one sentence to be learnt, not too many in all."""
        rows = {self._random.choice(g) for q in asked for g in self._golds[q.id]}
        return self._random.sample(sorted(rows), min(FRESH, len(rows)))


class PageLesson:
    """Questions about other pages, each to find its sentence among those of several."""

    def __init__(
        self, pages: Sequence[Page], *, encoder: Encoder, asker: Asker, random: Random
    ) -> None:
        self._pages = Deck(pages, random)
        self._encoder = encoder
        self._asker = asker
        self._random = random
        self.bias = Parameter(torch.tensor(float("nan")))

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
        return _mean(ranking) + REFUSAL * _refusal(within, is_answered, self)

    def _questions(self, page: Page) -> list[AskedElsewhere]:
        answered = min(PAGE_QUESTIONS, len(page.answered))
        unanswered = min(1, len(page.unanswered))
        return self._random.sample(page.answered, answered) + self._random.sample(
            page.unanswered, unanswered
        )


def _refusal(
    logits: Tensor, is_answered: Sequence[bool], lesson: ArticleLesson | PageLesson
) -> Tensor:
    best = torch.logsumexp(logits, 1)
    if lesson.bias.isnan():
        lesson.bias.data = best.detach().mean()
    return refusal_loss(best, is_answered, lesson.bias)


def _mean(losses: Sequence[Tensor]) -> Tensor:
    return torch.stack(list(losses)).mean() if losses else torch.zeros(())


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
