"""Files of JSON lines that speak of an article: read strictly, quotes found again."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.article import Article
from corpus.errors import B12BotError

AnyRecord = TypeVar("AnyRecord", bound="Record")


class RecordsError(B12BotError):
    """A file of JSON lines is broken, or quotes what the article does not say."""


class Record(BaseModel):
    """A line; unknown entries are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Quote(Record):
    """A sentence of the article: `article.text[start:end] == quote` when written."""

    start: int
    end: int
    quote: str

    def found(self, article: Article) -> tuple[int, int]:
        """Where the sentence stands; the nearest one if the article has moved."""
        if article.text[self.start : self.end] == self.quote:
            return self.start, self.end
        places = [
            (sentence.start, sentence.end)
            for sentence in article.sentences
            if article.text[sentence.start : sentence.end] == self.quote
        ]
        if not places:
            raise RecordsError(
                f"The sentence {self.quote!r} is not in {article.id}.",
                "The article was changed there: mend the line that quotes it.",
            )
        return min(places, key=lambda place: abs(place[0] - self.start))


def read_records(path: Path, kind: type[AnyRecord]) -> Iterator[AnyRecord]:
    """Every line of a file; RecordsError names the first that is broken."""
    try:
        lines = path.read_text("utf-8").rstrip("\n").split("\n")
    except UnicodeDecodeError as error:
        raise RecordsError(
            f"{path}: not UTF-8 text.", "Save the file with UTF-8 encoding."
        ) from error
    for number, line in enumerate(lines, start=1):
        try:
            yield kind.model_validate(json.loads(line))
        except (json.JSONDecodeError, ValidationError) as error:
            raise RecordsError(
                f"{path}, line {number}: {_reason(error)}.",
                "Mend the line; the README of corpus/questions says what lines hold.",
            ) from error


def _reason(error: json.JSONDecodeError | ValidationError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"not JSON ({error.msg})"
    first: Any = error.errors()[0]
    place = ".".join(map(str, first["loc"]))
    return f"{place}: {first['msg']}" if place else first["msg"]
