"""Why an answer came out as it did, read off its receipt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.answer import Answer
from bot.excerpts import MARGIN
from corpus import Article
from index import Hit, SentenceHit

MOST_RIVALS = 5  # named


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that could have been quoted.

    `rank` counts from 1; `parts` are the scores of its best passage by signal; `behind`
    is how far it is behind the best one, `is_cut` whether that was too far to show.
    """

    rank: int
    start: int
    end: int
    section: str
    words: str
    score: float
    parts: Mapping[str, float]
    behind: float
    is_quoted: bool

    @property
    def is_cut(self) -> bool:
        """Whether it is too far behind the best one to be shown."""
        return self.behind > MARGIN


def candidates(article: Article, answer: Answer) -> list[Candidate]:
    """Every sentence of the passages found, best first."""
    best: dict[int, tuple[SentenceHit, Hit]] = {}
    for hit in answer.receipt.candidates:
        for each in hit.sentences:
            known = best.get(each.sentence.start)
            if known is None or known[0].score < each.score:
                best[each.sentence.start] = (each, hit)
    found = sorted(best.values(), key=lambda p: (-p[0].score, p[0].sentence.start))
    top = found[0][0].score if found else 0.0
    return [
        Candidate(
            rank=rank,
            start=each.sentence.start,
            end=each.sentence.end,
            section=each.sentence.section,
            words=article.shown(each.sentence.start, each.sentence.end),
            score=each.score,
            parts={k: v for k, v in hit.parts.items() if k != "sentence"},
            behind=round(top - each.score, 4),
            is_quoted=_is_quoted(answer, each.sentence.start, each.sentence.end),
        )
        for rank, (each, hit) in enumerate(found, start=1)
    ]


@dataclass(frozen=True, slots=True)
class Rival:
    """A sentence that stands before another."""

    score: float
    section: str
    words: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a sentence stands for one part of a question, and who is before it.

    `rank` is 0 where the search did not look at it; `behind` as of a Candidate.
    """

    rank: int
    of: int
    score: float
    behind: float
    before: tuple[Rival, ...]


def standings(
    article: Article, ranking: Sequence[Sequence[SentenceHit]], start: int
) -> list[Standing]:
    """How the sentence that begins at `start` stands in each part of a ranking."""
    return [_standing(article, part, start) for part in ranking]


def _standing(article: Article, part: Sequence[SentenceHit], start: int) -> Standing:
    starts = [hit.sentence.start for hit in part]
    place = starts.index(start) if start in starts else -1
    rivals = part[:MOST_RIVALS] if place < 0 else part[: min(place, MOST_RIVALS)]
    before = tuple(
        Rival(
            hit.score,
            hit.sentence.section,
            article.shown(hit.sentence.start, hit.sentence.end),
        )
        for hit in rivals
    )
    score = part[place].score if place >= 0 else 0.0
    behind = round(part[0].score - score, 4) if place >= 0 else 0.0
    return Standing(place + 1, len(part), score, behind, before)


def _is_quoted(answer: Answer, start: int, end: int) -> bool:
    return any(each.start <= start and end <= each.end for each in answer.excerpts)
