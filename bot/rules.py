"""Rules as data: TOML files that a clinician or editor can read and review.

A rule fires on a message when one of its patterns (Python regular expressions, for
text in lower case) is found in it, or matches all of it where `whole` is true. `fires`
and `silent` are examples for the reader, held by the tests.
"""

import re
import tomllib
from functools import cached_property
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from corpus import B12BotError

EDGE = re.compile(r"^[\W_]+|[\W_]+$")


class RulesError(B12BotError):
    """A rules file is missing or broken; nothing may start without it."""


class Rule(BaseModel):
    """One entry of a rules file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    patterns: tuple[str, ...] = Field(min_length=1)
    whole: bool = False
    fires: tuple[str, ...] = Field(min_length=1)
    silent: tuple[str, ...] = ()

    @field_validator("patterns")
    @classmethod
    def _compile(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"{pattern!r} is no pattern: {error}") from error
        return patterns

    def matches(self, text: str) -> bool:
        """Whether the rule fires on a normalised message."""
        if self.whole:
            return bool(self._pattern.fullmatch(EDGE.sub("", text)))
        return bool(self._pattern.search(text))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{pattern})" for pattern in self.patterns))


class _RulesFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    rule: tuple[Rule, ...] = Field(min_length=1)


def load_rules(name: str) -> tuple[Rule, ...]:
    """The rules of `bot/rules/<name>.toml`, in order; RulesError if it is unusable."""
    path = files("bot") / "rules" / f"{name}.toml"
    try:
        return _RulesFile.model_validate(tomllib.loads(path.read_text("utf-8"))).rule
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
