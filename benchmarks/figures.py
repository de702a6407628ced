"""Figures of merit of replies to labelled questions, with bootstrap intervals.

Resampling goes by intent or topic, since questions about one fact succeed or fail
together (cluster bootstrap, Field and Welsh 2007).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from corpus.labels import LabelledQuestion

Span = tuple[int, int]
RESAMPLES = 300
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Reply:
    """What a method shows, best first, and how sure it is that this answers.

    `shown` is empty where the method refuses; `confidence` is compared between the
    questions of one method only.
    """

    shown: tuple[Span, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A share, and the interval that holds it in 95 of 100 resamples."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Judged:
    """A question, the reply, and how good it is."""

    question: LabelledQuestion
    reply: Reply

    @cached_property
    def is_refused(self) -> bool:
        """Whether nothing is shown."""
        return not self.reply.shown

    @cached_property
    def is_first_right(self) -> bool:
        """Whether the first excerpt holds a sentence that answers."""
        return bool(self.reply.shown) and any(
            _holds(self.reply.shown[0], gold)
            for group in self.question.groups
            for gold in group
        )

    @cached_property
    def is_covered(self) -> bool:
        """Whether every part of the question is answered by an excerpt."""
        return all(
            any(_holds(shown, gold) for shown in self.reply.shown for gold in group)
            for group in self.question.groups
        )

    @cached_property
    def is_right(self) -> bool:
        """Whether the reply starts with an answer, or refuses where there is none."""
        return self.is_first_right if self.question.groups else self.is_refused

    @cached_property
    def characters(self) -> int:
        """How many characters of the article are shown."""
        return sum(end - start for start, end in self.reply.shown)

    @cached_property
    def gold_characters(self) -> int:
        """How many of them belong to sentences that answer."""
        golds = {gold for group in self.question.groups for gold in group}
        return sum(
            max(0, min(end, stop) - max(start, begin))
            for start, end in self.reply.shown
            for begin, stop in golds
        )


Measure = Callable[[Sequence[Judged]], float]


def share(of: str, *kinds: str) -> Measure:
    """The share of replies for which a property of `Judged` holds."""

    def measure(judged: Sequence[Judged]) -> float:
        chosen = [each for each in judged if not kinds or each.question.kind in kinds]
        return _mean([getattr(each, of) for each in chosen])

    return measure


def answered(of: str) -> Measure:
    """The share among questions that the article answers."""

    def measure(judged: Sequence[Judged]) -> float:
        return _mean([getattr(each, of) for each in judged if each.question.groups])

    return measure


def auc(judged: Sequence[Judged]) -> float:
    """How often an answered question is surer than a near miss; a tie counts half."""
    from sklearn.metrics import roc_auc_score

    told = [j for j in judged if j.question.groups or j.question.kind == "near_miss"]
    labels = [bool(each.question.groups) for each in told]
    if len(set(labels)) < 2:
        return float("nan")
    return float(roc_auc_score(labels, [each.reply.confidence for each in told]))


def gold_share(judged: Sequence[Judged]) -> float:
    """The share of the characters shown that belong to sentences that answer."""
    shown = [each for each in judged if each.question.groups and not each.is_refused]
    total = sum(each.characters for each in shown)
    return (
        sum(each.gold_characters for each in shown) / total if total else float("nan")
    )


def median_characters(judged: Sequence[Judged]) -> float:
    """Characters shown to a question that is answered, at the median."""
    shown = [j.characters for j in judged if j.question.groups and not j.is_refused]
    return float(np.median(shown)) if shown else float("nan")


def interval(measure: Measure, judged: Sequence[Judged], seed: int = 0) -> Figure:
    """A figure with its interval."""
    clusters: dict[str, list[Judged]] = {}
    for each in judged:
        clusters.setdefault(each.question.intents[0], []).append(each)
    groups = list(clusters.values())
    random = np.random.default_rng(seed)
    values = [
        measure(
            [
                each
                for i in random.integers(len(groups), size=len(groups))
                for each in groups[i]
            ]
        )
        for _ in range(RESAMPLES)
    ]
    low, high = np.nanquantile(values, ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    return Figure(measure(judged), float(low), float(high))


def risk_by_coverage(
    judged: Sequence[Judged],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Share of wrong replies among the surest, by the share of questions replied to."""
    surest = sorted(judged, key=lambda each: -each.reply.confidence)
    wrong = np.cumsum([not each.is_first_right for each in surest])
    count = np.arange(1, len(surest) + 1)
    return count / len(surest), wrong / count


def _holds(shown: Span, gold: Span) -> bool:
    """Whether most of a sentence is shown: a cut chunk may lack a few characters."""
    both = min(shown[1], gold[1]) - max(shown[0], gold[0])
    return both > 0.5 * (gold[1] - gold[0])


def _mean(values: Sequence[bool]) -> float:
    return float(np.mean(values)) if values else float("nan")
