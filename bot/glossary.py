"""The article's hard words in plain ones: `bot/rules/glossary.toml`."""

import re
from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, HttpUrl

from bot.rules import read_rules_file


class Term(BaseModel):
    """A word of the article, with other forms of it, and what it means.

    `meaning` is in words of our own; `source` is a page that says so.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    word: str
    forms: tuple[str, ...] = ()
    meaning: str
    source: HttpUrl
    publisher: str

    def is_in(self, text: str) -> bool:
        """Whether the word or one of its forms stands in a text."""
        words = "|".join(map(re.escape, (self.word, *self.forms)))
        return bool(re.search(rf"\b(?:{words})", text, re.IGNORECASE))


class _GlossaryFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    term: Annotated[tuple[Term, ...], Field(min_length=1)]


def load_glossary() -> tuple[Term, ...]:
    """Every term, by word; RulesError if the file is unusable."""
    return read_rules_file("glossary", _GlossaryFile).term


def looked_up(word: str, terms: Sequence[Term]) -> tuple[Term, ...]:
    """The terms that a word may stand for."""
    wanted = word.casefold().strip()
    return tuple(
        term
        for term in terms
        if any(wanted in name.casefold() for name in (term.word, *term.forms))
    )
