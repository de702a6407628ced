"""The answer as it crosses a border: batch files, HTTP, `--json`."""

from typing import Self

from pydantic import BaseModel, ConfigDict

from bot.answer import Answer, Kind


class _FromValue(BaseModel):
    model_config = ConfigDict(from_attributes=True, frozen=True)


class ExcerptRecord(_FromValue):
    """Whole sentences of an article; offsets are characters, half open."""

    article_id: str
    start: int
    end: int
    text: str
    display: str
    section: str
    number: int


class PlaceRecord(_FromValue):
    """A section of an article, named without quoting it."""

    article_id: str
    start: int
    end: int
    section: str


class AnswerRecord(_FromValue):
    """A reply; see `bot.answer.Answer` for what each field holds."""

    id: str
    kind: Kind
    notice: str
    text: str
    disclaimer: str
    resolved_question: str
    excerpts: tuple[ExcerptRecord, ...]
    related: tuple[PlaceRecord, ...]
    suggestions: tuple[str, ...]

    @classmethod
    def of(cls, answer: Answer) -> Self:
        """The record of an answer, without its receipt."""
        return cls.model_validate(answer)
