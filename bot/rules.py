"""Rules as data: TOML files that a clinician or editor can read and review.

A rule fires on a message when one of its patterns (Python regular expressions, for
text in lower case) is found in it with none of `unless` within NEAR characters, or
matches all of it where `whole` is true. `fires` and `silent` are examples for the
reader, held by the tests. A word in braces stands for a list under `[words]`, so that
patterns stay short enough to be reviewed.
"""

import re
import tomllib
from functools import cached_property
from importlib.resources import files
from typing import Any, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from corpus import B12BotError

AnyFile = TypeVar("AnyFile", bound=BaseModel)

EDGE = re.compile(r"^[\W_]+|[\W_]+$")
NEAR = 60  # characters
NAMED = re.compile(r"\{([A-Z]+)\}")


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

    @field_validator("patterns", "unless")
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
        return any(self._counts(found) for found in self._pattern.finditer(text))

    def _counts(self, found: re.Match[str]) -> bool:
        """Whether nothing near what was found keeps the rule silent."""
        if not self.unless:
            return True
        start, end = max(0, found.start() - NEAR), found.end() + NEAR
        return not self._unless.search(found.string[start:end])

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return _any_of(self.patterns)

    @cached_property
    def _unless(self) -> re.Pattern[str]:
        return _any_of(self.unless)


def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


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
