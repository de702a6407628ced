"""Rules as data: TOML files that a clinician or editor can read and review.

A rule fires on a message when one of its patterns (Python regular expressions, for
text in lower case) is found in it with none of `unless` within NEAR characters, or
matches all of it where `whole` is true. `fires` and `silent` are examples for the
reader, held by the tests. A word in braces stands for a list under `[words]`, so that
patterns stay short enough to be reviewed.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cached_property
from importlib.resources import files
from typing import Any, Self, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from corpus import B12BotError

AnyFile = TypeVar("AnyFile", bound=BaseModel)

EDGE = re.compile(r"^[\W_]+|[\W_]+$")
NEAR = 60  # characters
NAMED = re.compile(r"\{([A-Z]+)\}")
FOREIGN = "\u0370"  # the first letter that is not Latin
SYNTAX = re.compile(r"\\[a-zA-Z]|\(\?[a-zA-Z:=!<>]+")


class RulesError(B12BotError):
    """A rules file is missing or broken; nothing may start without it."""


class Rule(BaseModel):
    """One entry of a rules file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    patterns: tuple[str, ...] = Field(min_length=1)
    unless: tuple[str, ...] = ()
    whole: bool = False
    fires: tuple[str, ...] = Field(min_length=1)
    silent: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _compile(self) -> Self:
        """Compile now what a question would else wait for, and find what is broken."""
        _ = self._latin, self._foreign, self._unless
        return self

    def matches(self, text: str) -> bool:
        """Whether the rule fires on a normalised message."""
        if self.whole:
            bare = EDGE.sub("", text)
            return any(pattern.fullmatch(bare) for pattern in self._read_on(bare))
        found = (match for each in self._read_on(text) for match in each.finditer(text))
        return any(map(self._counts, found))

    def _read_on(self, text: str) -> Iterator[re.Pattern[str]]:
        """The patterns that can be found in a text, as far as its script tells."""
        if self._latin:
            yield self._latin
        if self._foreign and max(text, default="") >= FOREIGN:
            yield self._foreign

    def _counts(self, found: re.Match[str]) -> bool:
        """Whether nothing near what was found keeps the rule silent."""
        if not self._unless:
            return True
        start, end = max(0, found.start() - NEAR), found.end() + NEAR
        return not self._unless.search(found.string[start:end])

    @cached_property
    def _latin(self) -> re.Pattern[str] | None:
        return _any_of([each for each in self.patterns if not _is_foreign(each)])

    @cached_property
    def _foreign(self) -> re.Pattern[str] | None:
        return _any_of([each for each in self.patterns if _is_foreign(each)])

    @cached_property
    def _unless(self) -> re.Pattern[str] | None:
        return _any_of(self.unless)


def _is_foreign(pattern: str) -> bool:
    """Whether a pattern has words of another script and none in Latin letters."""
    words = SYNTAX.sub("", pattern)
    return max(words, default="") >= FOREIGN and not re.search("[a-z]", words)


def _any_of(patterns: Sequence[str]) -> re.Pattern[str] | None:
    """One pattern for all, None for none; ValueError names the one that is broken."""
    if not patterns:
        return None
    try:
        return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
    except re.error:
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"{pattern!r} is no pattern: {error}") from error
        raise


class _RulesFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    words: dict[str, str] = {}
    rule: tuple[Rule, ...] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _spell_out(cls, data: Any) -> Any:
        """Put the lists of `words` where patterns name them in braces."""
        words = data.get("words", {})

        def spelt_out(pattern: str) -> str:
            return NAMED.sub(lambda name: words.get(name[1], name[0]), pattern)

        for rule in data.get("rule", ()):
            for field in ("patterns", "unless"):
                rule[field] = [spelt_out(each) for each in rule.get(field, ())]
        return data


def load_rules(name: str) -> tuple[Rule, ...]:
    """The rules of `bot/rules/<name>.toml`, in order; RulesError if it is unusable."""
    return read_rules_file(name, _RulesFile).rule


def read_rules_file(name: str, kind: type[AnyFile]) -> AnyFile:
    """What a file of `bot/rules/` holds; RulesError if it is unusable."""
    path = files("bot") / "rules" / f"{name}.toml"
    try:
        return kind.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        reason = str(error)
    except ValidationError as error:
        first = error.errors()[0]
        reason = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    raise RulesError(
        f"The rules file {path} cannot be used ({reason}).",
        "Restore it from the release, or install b12bot again.",
    )


def first_match(rules: tuple[Rule, ...], text: str) -> Rule | None:
    """The first rule that fires on a normalised message."""
    return next((rule for rule in rules if rule.matches(text)), None)
