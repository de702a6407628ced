"""Whom to call, by place: `bot/rules/help_lines.toml`."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.rules import read_rules_file

Number = Annotated[str, Field(pattern=r"^\d[\d ]*$")]


class HelpLine(BaseModel):
    """A country or union and its numbers; nothing is listed on one source alone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    emergency: Number
    crisis: Number | None = None
    crisis_name: str = ""
    read: date
    sources: Annotated[tuple[str, ...], Field(min_length=2)]


class _HelpLinesFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    place: Annotated[tuple[HelpLine, ...], Field(min_length=1)]


def load_help_lines() -> tuple[HelpLine, ...]:
    """Every place, by name; RulesError if the file is unusable."""
    return read_rules_file("help_lines", _HelpLinesFile).place
