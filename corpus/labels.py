"""The labelled questions in `corpus/questions/`, and where their answers stand.

The schema is described in `corpus/questions/README.md`. Labels hang on intents, one
fact seen from one angle each; questions name their intent. Gold sentences are kept as
quotes, and are found again where the article has moved.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.article import Article
from corpus.errors import B12BotError

FOLDER = Path(__file__).parent / "questions"
Record = TypeVar("Record", bound=BaseModel)


class LabelsError(B12BotError):
    """A file of labelled questions is broken."""


class Split(StrEnum):
    """What a question may be used for."""

    TRAIN = "train"
    DEV = "dev"
    TEST = "test"


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Quote(_Record):
    """A sentence of the article: `article.text[start:end] == quote` when written."""

    start: int
    end: int
    quote: str


class Intent(_Record):
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


class _Answered(_Record):
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


class _Unanswered(_Record):
    id: str
    kind: Literal["near_miss", "far_off"]
    topic: str
    split: Split
    turns: Annotated[tuple[str, ...], Field(min_length=1)]
    voice: str


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
    return tuple(_records(FOLDER / "intents.jsonl", Intent))


def read_questions(article: Article) -> tuple[LabelledQuestion, ...]:
    """Every labelled question, its gold found in `article`.

    Raises LabelsError where a file is broken or a gold sentence is gone.
    """
    intents = {intent.id: intent for intent in read_intents()}
    spans = {
        intent.id: tuple(
            frozenset(_found(article, intent.id, quote) for quote in group)
            for group in intent.gold
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
        for each in _records(FOLDER / "answered.jsonl", _Answered)
    ]
    unanswered = [
        LabelledQuestion(each.id, each.kind, each.split, each.turns, (each.topic,), ())
        for each in _records(FOLDER / "unanswered.jsonl", _Unanswered)
    ]
    return (*answered, *unanswered)


def _records(path: Path, kind: type[Record]) -> Iterator[Record]:
    for number, line in enumerate(
        path.read_text("utf-8").rstrip("\n").split("\n"), start=1
    ):
        try:
            yield kind.model_validate(json.loads(line))
        except (json.JSONDecodeError, ValidationError) as error:
            raise LabelsError(
                f"{path}, line {number}: {_reason(error)}.",
                "See the README beside the file for what a line holds.",
            ) from error


def _reason(error: json.JSONDecodeError | ValidationError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"not JSON ({error.msg})"
    first: Any = error.errors()[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"


def _found(article: Article, intent: str, quote: Quote) -> tuple[int, int]:
    """Where a gold sentence stands; the nearest one if the article has moved."""
    if article.text[quote.start : quote.end] == quote.quote:
        return quote.start, quote.end
    places = [
        (sentence.start, sentence.end)
        for sentence in article.sentences
        if article.text[sentence.start : sentence.end] == quote.quote
    ]
    if not places:
        raise LabelsError(
            f"The gold sentence {quote.quote!r} of {intent} is not in {article.id}.",
            "Label the intent anew in corpus/questions/intents.jsonl.",
        )
    return min(places, key=lambda place: abs(place[0] - quote.start))
