"""The article as values: sections, paragraphs and sentences with exact offsets.

Offsets are Python string indices, half open, into `Article.text` as stored:
`article.text[x.start:x.end]` is the text of any part `x`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from itertools import pairwise

from corpus.display import display


class Role(StrEnum):
    """What a paragraph is for; only prose and answers are ever quoted."""

    HEADING = "heading"
    PROSE = "prose"
    QUESTION = "question"
    ANSWER = "answer"
    KEYWORDS = "keywords"
    LINK = "link"

    @property
    def quotable(self) -> bool:
        """Whether sentences of such a paragraph may be quoted as an answer."""
        return self in (Role.PROSE, Role.ANSWER)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, without the "A1:" before it; `section` is the section's title."""

    start: int
    end: int
    section: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the article; `start` leaves out markup such as "# " and "A1: "."""

    start: int
    end: int
    role: Role
    sentences: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what follows it; the title is "" for text above every heading."""

    start: int
    end: int
    title: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class QuestionAnswer:
    """A question that the article asks, and the article's own answer."""

    question: Paragraph
    answer: Paragraph


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question to offer to readers, and where the sentence that answers it stands."""

    question: str
    start: int
    end: int


@dataclass(frozen=True)
class Article:
    """A text, what is known of it, and its parts. Unknown metadata are "".

    `restatements` says again what sentences say, by their start, for finding only;
    `suggestions` are questions that it answers.
    """

    id: str
    title: str
    publisher: str
    url: str
    text: str = field(repr=False)
    sections: tuple[Section, ...] = field(repr=False)
    date: str = ""
    rights: str = ""
    note: str = ""
    restatements: Mapping[int, tuple[str, ...]] = field(
        default_factory=dict, repr=False, hash=False
    )
    suggestions: tuple[Suggestion, ...] = field(default=(), repr=False)

    @cached_property
    def sha256(self) -> str:
        """Hash of the text as stored, in hexadecimal."""
        return sha256(self.text.encode()).hexdigest()

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence that may be quoted, in the article's order."""
        return tuple(
            sentence
            for section in self.sections
            for paragraph in section.paragraphs
            for sentence in paragraph.sentences
        )

    @cached_property
    def questions(self) -> tuple[QuestionAnswer, ...]:
        """The article's own question-answer pairs."""
        return tuple(self._pairs())

    def shown(self, start: int, end: int) -> str:
        """The text between two offsets as people see it."""
        return display(self.text[start:end]).text

    def _pairs(self) -> Iterator[QuestionAnswer]:
        for section in self.sections:
            paragraphs = section.paragraphs
            for first, second in pairwise(paragraphs):
                if first.role is Role.QUESTION and second.role is Role.ANSWER:
                    yield QuestionAnswer(first, second)
