"""Finding the words of a case in the article as it is now.

Quotes are words as people see them, so that a case outlives another way of cutting the
article. Where they stand is kept in the baseline, which tells moved from unmoved.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz, process

from corpus import Article
from corpus.display import display

ALIKE = 80  # of 100 (normalised indel similarity), from which a sentence was edited

Span = tuple[int, int]


class State(StrEnum):
    """What became of a quote."""

    FOUND = "found"
    MOVED = "moved"  # the same words, at another place than in the baseline
    EDITED = "edited"  # a sentence much like it is there
    GONE = "gone"

    @property
    def is_stale(self) -> bool:
        """Whether a case that needs the quote cannot be judged."""
        return self in (State.EDITED, State.GONE)


@dataclass(frozen=True, slots=True)
class Located:
    """A quote, and every place where the article says it.

    `likest` is the sentence most like it where it is edited, else "".
    """

    quote: str
    state: State
    spans: tuple[Span, ...]
    likest: str = ""


class Locator:
    """Finds quotes in one article; paragraphs are made ready once."""

    def __init__(self, article: Article) -> None:
        self._sentences = [article.shown(s.start, s.end) for s in article.sentences]
        self._paragraphs = [
            (paragraph.start, display(article.text[paragraph.start : paragraph.end]))
            for section in article.sections
            for paragraph in section.paragraphs
            if paragraph.role.quotable
        ]

    def __call__(self, quote: str, before: Mapping[str, list[Span]]) -> Located:
        """Where a quote stands; `before` has the places of the baseline, by quote."""
        spans = tuple(self._places(" ".join(quote.split())))
        if not spans:
            likest = process.extractOne(
                quote, self._sentences, scorer=fuzz.ratio, score_cutoff=ALIKE
            )
            if likest:
                return Located(quote, State.EDITED, (), likest[0])
            return Located(quote, State.GONE, ())
        was = before.get(quote)
        is_moved = was is not None and sorted(was) != sorted(spans)
        return Located(quote, State.MOVED if is_moved else State.FOUND, spans)

    def _places(self, words: str) -> list[Span]:
        places = []
        for start, shown in self._paragraphs:
            at = shown.text.find(words)
            while at >= 0:
                first, last = shown.span(at, at + len(words))
                places.append((start + first, start + last))
                at = shown.text.find(words, at + 1)
        return places
