"""The answer as a value, with the receipt of how it came about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.excerpts import Excerpt
from bot.triage import Decision
from corpus import Article
from index import Hit


class Kind(StrEnum):
    """What an answer is."""

    ANSWER = "answer"
    NOT_COVERED = "not_covered"
    URGENT = "urgent"
    SMALLTALK = "smalltalk"
    CLARIFY = "clarify"


@dataclass(frozen=True, slots=True)
class Place:
    """A section of an article, named without quoting it."""

    article_id: str
    start: int
    end: int
    section: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """How an answer came about.

    `looked_up` is each part of the question with its spelling mended, `unmet` are words
    of it that nothing in the article comes near to;
    `candidates` are the hits for every part of the question, best first; `answerable`
    is how likely the article answers it (see `index.Search`), `threshold` what that
    had to reach, `margin` by how much it did;
    `template` worded the reply, `considered` are the rules of question types that
    fired; `milliseconds` is the time each stage took.
    """

    decision: Decision
    looked_up: tuple[str, ...]
    unmet: tuple[str, ...]
    candidates: tuple[Hit, ...]
    answerable: float
    threshold: float
    margin: float
    template: str
    considered: tuple[str, ...]
    index_id: str
    model: str
    milliseconds: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply: `text` is the whole of it as Markdown, disclaimer included.

    `notice` is shown first, beside any kind; `excerpts` are empty unless `kind` is
    answer; `related` names places in the article; `suggestions` are questions that
    the article answers; `id` is random, for quoting to support.
    """

    id: str
    question: str
    resolved_question: str
    kind: Kind
    notice: str
    excerpts: tuple[Excerpt, ...]
    related: tuple[Place, ...]
    suggestions: tuple[str, ...]
    text: str
    disclaimer: str
    receipt: Receipt


class Answerer(Protocol):
    """Whatever answers questions from an article."""

    @property
    def article(self) -> Article:
        """What is quoted."""

    def ask(self, message: str, turns: Sequence[str] = ()) -> Answer:
        """Answer a message, given the user's turns before it, oldest first."""
