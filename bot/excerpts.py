"""Choosing what to quote: whole sentences, best first, as short as understandable."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from corpus import Article, Sentence
from corpus.article import Paragraph
from index import Hit, Search, SentenceHit

MOST_EXCERPTS = 3
MOST_CHARACTERS = 900  # displayed, over all excerpts
MARGIN = 0.09  # below the best sentence within which another one is shown
COVERING = 0.8  # share of what all excerpts meet together in the worth of another
SHORT = 40  # characters; a sentence as short as this is not understood alone
LEANS_BACK = re.compile(
    r"(?:this|these|those|they|it|such|others|in such|at this|as the deficiency"
    r"|symptoms like)\b",
    re.IGNORECASE,
)
QUALIFIES = re.compile(  # what stands before it
    r"(?:however|but|yet|unless|only if|at this point"
    r"|in (?:long-term|severe|chronic|advanced)\b[^.]{0,30}\bcases)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Whole sentences of an article: `article.text[start:end] == text`.

    `display` is the text as people see it, `section` the section's title, `number`
    the n of its citation [n].
    """

    article_id: str
    start: int
    end: int
    text: str
    display: str
    section: str
    number: int


def choose(article: Article, searches: Sequence[Search]) -> tuple[Excerpt, ...]:
    """Choose excerpts for each part of a question that the article answers."""
    found_by_part = [_spans(article, search) for search in searches]
    spans: list[tuple[Sentence, Sentence]] = []
    for rank in range(MOST_EXCERPTS):
        for found in found_by_part:
            if rank < len(found) and not _overlaps(found[rank], spans):
                spans.append(found[rank])
    return tuple(_within_limits(article, spans))


def quote(article: Article, first: Sentence, last: Sentence, number: int) -> Excerpt:
    """Make an excerpt of whole sentences; ValueError if they are not."""
    known = article.sentences
    if first not in known or last not in known or last.start < first.start:
        raise ValueError(f"{first} to {last} are not sentences of {article.id}")
    return Excerpt(
        article_id=article.id,
        start=first.start,
        end=last.end,
        text=article.text[first.start : last.end],
        display=article.shown(first.start, last.end),
        section=first.section,
        number=number,
    )


def _spans(article: Article, search: Search) -> list[tuple[Sentence, Sentence]]:
    """Stretches worth quoting for one question, best first, none overlapping."""
    spans: list[tuple[Sentence, Sentence]] = []
    for sentence in _chosen(article, search) if search.is_answered else ():
        spans = _joined(article, [*spans, _understandable(article, sentence)])
    return spans


def _chosen(article: Article, search: Search) -> list[Sentence]:
    """The best sentence, then those that add most to what is met of the question.

    Maximal marginal coverage: a question of two parts needs a sentence for each.
    """
    left = list(ranked_sentences(article, search.hits))
    floor = max((hit.score for hit in left), default=0.0) - MARGIN
    left = [hit for hit in left if hit.score >= floor]
    met: Sequence[float] = [-1.0] * len(search.weights)
    chosen: list[Sentence] = []
    while left and len(chosen) < MOST_EXCERPTS:
        best = left[0] if not chosen else max(left, key=_worth(met, search.weights))
        left.remove(best)
        chosen.append(best.sentence)
        met = [max(pair) for pair in zip(met, best.meets, strict=True)]
    return chosen


def _worth(
    met: Sequence[float], weights: Sequence[float]
) -> Callable[[SentenceHit], float]:
    """What a sentence is worth beside those that meet a question so far."""

    def worth(hit: SentenceHit) -> float:
        together = (max(pair) for pair in zip(met, hit.meets, strict=True))
        joint = sum(w * each for w, each in zip(weights, together, strict=True))
        return (1 - COVERING) * hit.score + COVERING * joint

    return worth


def ranked_sentences(article: Article, hits: Sequence[Hit]) -> tuple[SentenceHit, ...]:
    """Sentences of the hits, best first, each once."""
    own = {each.start: each for each in article.sentences}
    found = {
        each.sentence.start: each
        for hit in hits
        for each in hit.sentences
        # What is not its text is never shown.
        if own.get(each.sentence.start) == each.sentence
    }
    return tuple(
        sorted(found.values(), key=lambda hit: (-hit.score, hit.sentence.start))
    )


def _understandable(article: Article, sentence: Sentence) -> tuple[Sentence, Sentence]:
    """The sentence with those neighbours that it cannot be understood without.

    What it leans on stands before it; a condition or a "but" after it belongs to it.
    """
    around = _paragraph(article, sentence).sentences
    first = last = around.index(sentence)
    shown = article.shown(sentence.start, sentence.end)
    if len(shown) < SHORT and last + 1 < len(around):
        last += 1
    while first > 0 and LEANS_BACK.match(article.text, around[first].start):
        first -= 1
    if last + 1 < len(around) and QUALIFIES.match(article.text, around[last + 1].start):
        last += 1
    return around[first], around[last]


def _joined(
    article: Article, spans: Sequence[tuple[Sentence, Sentence]]
) -> list[tuple[Sentence, Sentence]]:
    """The spans, the last one merged into one that it overlaps or stands beside."""
    *others, (first, last) = spans
    for place, (begin, end) in enumerate(others):
        around = _paragraph(article, begin).sentences
        if first not in around:
            continue
        rows = sorted(around.index(each) for each in (first, last, begin, end))
        is_far = around.index(first) > around.index(end) + 1 or (
            around.index(begin) > around.index(last) + 1
        )
        if not is_far:
            others[place] = (around[rows[0]], around[rows[-1]])
            return others
    return list(spans)


def _paragraph(article: Article, sentence: Sentence) -> Paragraph:
    return next(
        paragraph
        for section in article.sections
        for paragraph in section.paragraphs
        if sentence in paragraph.sentences
    )


def _overlaps(
    span: tuple[Sentence, Sentence], others: Sequence[tuple[Sentence, Sentence]]
) -> bool:
    return any(
        span[0].start < last.end and first.start < span[1].end for first, last in others
    )


def _within_limits(
    article: Article, spans: Sequence[tuple[Sentence, Sentence]]
) -> Iterator[Excerpt]:
    left = MOST_CHARACTERS
    for number, (first, last) in enumerate(spans[:MOST_EXCERPTS], start=1):
        excerpt = quote(article, first, last, number)
        left -= len(excerpt.display)
        if left < 0:
            return
        yield excerpt
