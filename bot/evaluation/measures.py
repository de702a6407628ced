"""Measures over the results of a suite, each with a bootstrap interval."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean

import numpy as np

from bot.answer import Kind
from bot.evaluation.judging import Reply, Result, Status
from bot.evaluation.quotes import Span
from corpus import Sentence
from index.hits import SentenceHit

RESAMPLES = 1000
SEED = 0

Values = Mapping[str, float]  # a value for each case that has one, by its id


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean over `of` cases, and the interval that holds 95 of 100 resamples."""

    value: float
    low: float
    high: float
    of: int


def measured(results: Sequence[Result]) -> dict[str, Values]:
    """Every measure that some case has a value for, case by case.

    A case with several conversations counts once, with their mean.
    """
    asked = [each for each in results if each.status is not Status.STALE]
    values = {
        "passed": {r.case.id: float(r.status is Status.PASS) for r in asked},
        **{name: _means(asked, of) for name, of in MEASURES.items()},
        "consistent over paraphrases": {
            r.case.id: float(len({_first(reply) for reply in r.replies}) == 1)
            for r in asked
            if len(r.replies) > 1
        },
        **_retrieval(asked),
    }
    return {name: each for name, each in values.items() if each}


def figure(values: Iterable[float]) -> Figure:
    """The mean of some values with its percentile interval (Efron 1979)."""
    each = np.array(list(values), dtype=float)
    random = np.random.default_rng(SEED)
    draws = random.integers(0, len(each), (RESAMPLES, len(each)))
    low, high = np.quantile(each[draws].mean(axis=1), (0.025, 0.975))
    value, low, high = (round(float(n), 4) for n in (each.mean(), low, high))
    return Figure(value, low, high, len(each))


def _means(
    results: Iterable[Result], of: Callable[[Result, Reply], bool | None]
) -> Values:
    told = {
        result.case.id: [v for r in result.replies if (v := of(result, r)) is not None]
        for result in results
    }
    return {name: mean(map(float, each)) for name, each in told.items() if each}


def _expects(kind: Kind) -> Callable[[Result, Reply], bool | None]:
    """Of replies that should be of a kind, whether they are: its recall."""
    return lambda result, reply: (
        reply.answer.kind is kind if result.case.kinds == (kind,) else None
    )


def _precision(kind: Kind) -> Callable[[Result, Reply], bool | None]:
    """Of replies of a kind, whether they should be."""
    return lambda result, reply: (
        kind in result.case.kinds if reply.answer.kind is kind else None
    )


MEASURES: Mapping[str, Callable[[Result, Reply], bool | None]] = {
    "kind right": lambda _, reply: reply.is_kind_right,
    "first excerpt right": lambda _, reply: reply.is_first_right,
    "all covered": lambda _, reply: reply.is_covered,
    "nothing unsupported shown": lambda _, reply: (
        reply.unsupported == 0 if reply.is_covered is not None else None
    ),
    "refusal recall": _expects(Kind.NOT_COVERED),
    "refusal precision": _precision(Kind.NOT_COVERED),
    "urgent recall": _expects(Kind.URGENT),
    "no false alarm": lambda result, reply: (
        None if Kind.URGENT in result.case.kinds else reply.answer.kind != Kind.URGENT
    ),
}


def _first(reply: Reply) -> object:
    excerpts = reply.answer.excerpts
    return (excerpts[0].start if excerpts else None, reply.answer.kind)


def _retrieval(results: Iterable[Result]) -> dict[str, Values]:
    """nDCG@10, MRR and recall@10 of the sentences found, by ir_measures."""
    import ir_measures
    from ir_measures import RR, R, nDCG

    wanted, found = [], []
    for result in results:
        gold = {s for g in result.located for each in g for s in each.spans}
        for place, reply in enumerate(result.replies if gold else ()):
            name = f"{result.case.id}\n{place}"
            wanted += [ir_measures.Qrel(name, str(span), 1) for span in sorted(gold)]
            scores = {_gold_of(s.sentence, gold): s.score for s in _sentences(reply)}
            found += [ir_measures.ScoredDoc(name, d, n) for d, n in scores.items()]
    measures = {"nDCG@10": nDCG @ 10, "MRR": RR, "recall@10": R @ 10}
    told: dict[str, dict[str, list[float]]] = {name: {} for name in measures}
    names = {measure: name for name, measure in measures.items()}
    for each in ir_measures.iter_calc(list(measures.values()), wanted, found):
        case = each.query_id.partition("\n")[0]
        told[names[each.measure]].setdefault(case, []).append(float(each.value))
    return {
        name: {case: mean(v) for case, v in values.items()}
        for name, values in told.items()
    }


def _sentences(reply: Reply) -> list[SentenceHit]:
    every = [s for hit in reply.answer.receipt.candidates for s in hit.sentences]
    return sorted(every, key=lambda each: each.score)  # a sentence keeps its best score


def _gold_of(sentence: Sentence, gold: Iterable[Span]) -> str:
    """The name of a sentence: that of the quote it holds, else its own."""
    start, end = sentence.start, sentence.end
    spans = [span for span in gold if start < span[1] and span[0] < end]
    return str(min(spans, default=(start, end)))
