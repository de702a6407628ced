"""What an index was made from, written beside it and compared before it is used."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Self

from pydantic import BaseModel, ConfigDict

from corpus import Article
from corpus.passages import OVERLAP, SIZE
from index.model import Model

FORMAT = 5  # raised when the files or the way texts are prepared change


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Recipe(_Record):
    """All that decides what is in an index."""

    format: int = FORMAT
    articles: dict[str, str]  # id -> sha256 of the text
    restatements: dict[str, str] = {}  # id -> sha256, of articles that have them
    model: str
    model_sha256: str
    passage_size: int = SIZE
    passage_overlap: int = OVERLAP

    @classmethod
    def of(cls, articles: Sequence[Article], model: Model) -> Self:
        """The recipe for these articles and this model with today's settings."""
        return cls(
            articles={article.id: article.sha256 for article in articles},
            restatements={
                article.id: digest(repr(sorted(article.restatements.items())).encode())
                for article in articles
                if article.restatements
            },
            model=model.name,
            model_sha256=model.sha256,
        )

    def differences(self, wanted: "Recipe") -> tuple[str, ...]:
        """What differs from the recipe wanted, one readable line each."""
        mine, theirs = self.model_dump(), wanted.model_dump()
        return tuple(
            f"{name.replace('_', ' ')}: {_brief(mine[name])} -> {_brief(theirs[name])}"
            for name in mine
            if mine[name] != theirs[name]
        )


class Decision(_Record):
    """What decides whether a question is answered: by which score, from which on.

    `trained` is the day that the answerability was trained, "" where it is off.
    """

    threshold: float
    trained: str = ""


class VectorKind(_Record):
    """How vectors are searched: FAISS's name of it, and why it was chosen."""

    name: str
    why: str


class Manifest(_Record):
    """The recipe, the counts, and the hash of every file of the index."""

    recipe: Recipe
    decision: Decision
    built: datetime
    dimension: int
    passages: int
    sentences: int
    vectors: VectorKind
    files: dict[str, str]  # path inside the folder -> sha256

    def to_bytes(self) -> bytes:
        """The manifest as JSON."""
        return self.model_dump_json(indent=2).encode() + b"\n"


def digest(data: bytes) -> str:
    """The sha256 of some bytes, in hexadecimal."""
    return sha256(data).hexdigest()


def _brief(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_brief(each)}" for key, each in value.items())
    text = str(value)
    is_hash = len(text) == 64 and text.isalnum()
    return f"{text[:12]}..." if is_hash else text
