"""The labelled questions in `corpus/questions/`, and where their answers stand.

The schema is described in `corpus/questions/README.md`. Labels hang on intents, one
fact seen from one angle each; questions name their intent. Gold sentences are kept as
quotes, and are found again where the article has moved.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from corpus.article import Article
from corpus.records import Quote, Record, read_records

FOLDER = Path(__file__).parent / "questions"


class Split(StrEnum):
    """What a question may be used for."""

    TRAIN = "train"
    DEV = "dev"
    TEST = "test"


class Intent(Record):
    """One fact and one angle.

    Each group of `gold` is a part of the answer: any one of its sentences gives it.
    """

    id: str
    fact: str
    angle: str
    split: Split
    gold: Annotated[
        tuple[Annotated[tuple[Quote, ...], Field(min_length=1)], ...],
        Field(min_length=1),
    ]


class _Answered(Record):
    id: str
    kind: Literal[
        "plain",
        "paraphrase",
        "typo",
        "keywords",
        "situation",
        "yesno",
        "twopart",
        "followup",
    ]
    intents: Annotated[tuple[str, ...], Field(min_length=1)]
    turns: Annotated[tuple[str, ...], Field(min_length=1)]
    voice: str


class _Unanswered(Record):
    id: str
    kind: Literal["near_miss", "far_off"]
    topic: str
    split: Split
    turns: Annotated[tuple[str, ...], Field(min_length=1)]
    voice: str


class AskedElsewhere(Record):
    """A question about another page, for training only.

    `page` begins the sha256 of its text, white space made single; `gold` are the places
    of the sentences that answer, empty where none does.
    """

    page: Annotated[str, Field(pattern="^[0-9a-f]{16}$")]
    kind: str
    turns: Annotated[tuple[str, ...], Field(min_length=1)]
    gold: tuple[Annotated[int, Field(ge=0)], ...]


class SecondReading(Record):
    """What another reader, who saw no label, took for the answers to a question.

    `sentences` are the starts of the sentences, the best first.
    """

    id: str
    sentences: tuple[int, ...]


class Judgement(Record):
    """Which sentences of a pool two readers, who saw no label, took for answers.

    The pool holds an intent's gold and what several methods found best, as the starts
    of the sentences (pooling, Sparck Jones and van Rijsbergen 1975).
    """

    intent: str
    pool: Annotated[tuple[int, ...], Field(min_length=1)]
    first: tuple[int, ...]
    second: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    """A question and its label.

    `turns` are the user's messages, the last one the question; `groups` the spans of
    the sentences that answer each part of it, empty where the article answers none;
    `intents` the intents asked, or the topic of an unanswered question.
    """

    id: str
    kind: str
    split: Split
    turns: tuple[str, ...]
    intents: tuple[str, ...]
    groups: tuple[frozenset[tuple[int, int]], ...]


def read_intents() -> tuple[Intent, ...]:
    """Every intent, by id."""
    return tuple(read_records(FOLDER / "intents.jsonl", Intent))


def read_questions(article: Article) -> tuple[LabelledQuestion, ...]:
    """Every labelled question, its gold found in `article`.

    Raises RecordsError where a file is broken or a gold sentence is gone.
    """
    intents = {intent.id: intent for intent in read_intents()}
    spans = {
        intent.id: tuple(
            frozenset(quote.found(article) for quote in group) for group in intent.gold
        )
        for intent in intents.values()
    }
    answered = [
        LabelledQuestion(
            id=each.id,
            kind=each.kind,
            split=intents[each.intents[0]].split,
            turns=each.turns,
            intents=each.intents,
            groups=tuple(group for name in each.intents for group in spans[name]),
        )
        for each in read_records(FOLDER / "answered.jsonl", _Answered)
    ]
    unanswered = [
        LabelledQuestion(each.id, each.kind, each.split, each.turns, (each.topic,), ())
        for each in read_records(FOLDER / "unanswered.jsonl", _Unanswered)
    ]
    return (*answered, *unanswered)
