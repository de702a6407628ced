"""Suites of cases: files that people write, read strictly.

A suite file is a list of cases, or a mapping with `cases` and `defaults`; JSON lines
and CSV (a header, lists split at `|`) hold cases too. A folder is all its suite files.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain
from pathlib import Path
from typing import Annotated, Any, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bot.answer import Kind
from corpus import B12BotError

SUFFIXES = (".yaml", ".yml", ".jsonl", ".csv")
LISTS = ("questions", "turns", "quote", "kind", "tags", "must_contain")
LONGEST_SLUG = 60

Words = Annotated[str, Field(min_length=1)]


class SuiteError(B12BotError):
    """A suite cannot be read; the message names file and line."""


class Case(BaseModel):
    """What is asked, and what the reply must be. `question` and `quote` are enough."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(default="", description="unique; made of the question if left out")
    question: str | None = Field(default=None, description="what is asked")
    questions: tuple[Words, ...] = Field(
        default=(), description="the same asked in several ways, for the same words"
    )
    turns: tuple[str, ...] = Field(
        default=(),
        description="a conversation: the user's messages, the last one asked",
    )
    quote: Words | tuple[Words, ...] = Field(
        default=(), description="displayed words of the article; any of them is right"
    )
    quotes: tuple[Words | tuple[Words, ...], ...] = Field(
        default=(), description="the same for each part of a question with several"
    )
    kind: Kind | tuple[Kind, ...] = Field(
        default=(), description="kinds of reply that are right; answer where quoted"
    )
    must_contain: tuple[Words, ...] = ()
    must_not_contain: tuple[Words, ...] = ()
    tags: tuple[str, ...] = ()
    note: str = ""
    author: str = ""

    @property
    def asked(self) -> tuple[tuple[str, ...], ...]:
        """Every conversation to hold, its last turn the question."""
        if self.turns:
            return (self.turns,)
        if self.questions:
            return tuple((each,) for each in self.questions)
        return ((self.question or "",),)

    @property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """For each part of what is asked, the quotes any of which is right."""
        groups = self.quotes or ((self.quote,) if self.quote else ())
        return tuple(_several(group) for group in groups)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of reply that are right."""
        kinds = (self.kind,) if isinstance(self.kind, Kind) else self.kind
        return kinds or (Kind.ANSWER,)

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        ways = [self.question is not None, bool(self.questions), bool(self.turns)]
        if sum(ways) != 1:
            raise ValueError("give one of question, questions and turns")
        if self.quote and self.quotes:
            raise ValueError("give quote, or quotes for a question of several parts")
        if self.groups and Kind.ANSWER not in self.kinds:
            raise ValueError("only an answer quotes: leave out kind, or the quote")
        if not self.groups and not self.kind:
            raise ValueError("give a quote, or the kind of reply that is right")
        return self


@dataclass(frozen=True, slots=True)
class Suite:
    """Cases in the order of their files, and the folder or file they came from."""

    cases: tuple[Case, ...]
    place: Path


def read_suite(paths: Sequence[Path]) -> Suite:
    """Every case of some files and folders; SuiteError names the first broken one."""
    files = list(chain.from_iterable(map(_files, paths)))
    cases: dict[str, Case] = {}
    for file in files:
        for line, case in _cases(file):
            if case.id in cases:
                raise SuiteError(
                    f"{file}, line {line}: the id {case.id!r} is taken.",
                    "Give every case an id of its own.",
                )
            cases[case.id] = case
    return Suite(tuple(cases.values()), paths[0])


def suite_schema() -> dict[str, Any]:
    """The JSON Schema of a suite file."""
    case = Case.model_json_schema()
    definitions = case.pop("$defs", {})
    cases = {"type": "array", "items": case}
    mapping = {
        "type": "object",
        "properties": {"cases": cases, "defaults": {"type": "object"}},
        "required": ["cases"],
        "additionalProperties": False,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A suite of cases for b12bot evaluate",
        "$defs": definitions,
        "anyOf": [cases, mapping],
    }


def _files(path: Path) -> Iterable[Path]:
    if path.is_dir():
        return sorted(each for each in path.iterdir() if each.suffix in SUFFIXES)
    if not path.exists():
        raise SuiteError(f"{path}: there is no such file or folder.", "Mend the path.")
    if path.suffix not in SUFFIXES:
        raise SuiteError(
            f"{path}: not a suite file.", f"Give one of {', '.join(SUFFIXES)}."
        )
    return [path]


def _cases(file: Path) -> Iterator[tuple[int, Case]]:
    """Every case of a file and the line it begins on."""
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SuiteError(
            f"{file}: cannot be read ({error}).", "Save it as UTF-8 text."
        ) from error
    readers = {".jsonl": _json_lines, ".csv": _csv_rows}
    for line, entries in readers.get(file.suffix, _yaml_entries)(file, text):
        yield line, _case(file, line, entries)


def _case(file: Path, line: int, entries: Mapping[str, Any]) -> Case:
    for name in entries:
        if name not in Case.model_fields:
            meant = get_close_matches(str(name), Case.model_fields, 1)
            raise SuiteError(
                f"{file}, line {line}: unknown entry {name!r}.",
                f"Did you mean {meant[0]!r}?"
                if meant
                else f"A case has {', '.join(Case.model_fields)}.",
            )
    try:
        case = Case.model_validate(entries)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        reason = first["msg"].removeprefix("Value error, ")
        raise SuiteError(
            f"{file}, line {line}: {f'{place}: ' if place else ''}{reason}.",
            "docs/evaluating.md says what a case holds.",
        ) from error
    return case if case.id else case.model_copy(update={"id": _slug(case)})


def _slug(case: Case) -> str:
    words = re.sub(r"\W+", "-", case.asked[0][-1].lower()).strip("-")
    return words[:LONGEST_SLUG].rstrip("-") or "empty"


def _several(one_or_more: str | tuple[str, ...]) -> tuple[str, ...]:
    return (one_or_more,) if isinstance(one_or_more, str) else one_or_more


def _yaml_entries(file: Path, text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    whole, node = _parsed(file, text)
    defaults: dict[str, Any] = {}
    if isinstance(whole, dict):
        unknown = sorted(str(name) for name in set(whole) - {"cases", "defaults"})
        defaults = whole.get("defaults") or {}
        if unknown or "cases" not in whole or not isinstance(defaults, dict):
            raise SuiteError(
                f"{file}, line 1: no list of cases, nor cases and defaults.",
                f"Mend {', '.join(map(repr, unknown)) or 'cases and defaults'}.",
            )
        node = next(value for key, value in node.value if key.value == "cases")
        whole = whole["cases"]
    if whole is None:
        return
    if not isinstance(whole, list):
        line = node.start_mark.line + 1
        raise SuiteError(
            f"{file}, line {line}: no list of cases.", "Write `- question: ...`."
        )
    for entries, place in zip(whole, node.value, strict=True):
        line = place.start_mark.line + 1
        if not isinstance(entries, dict):
            raise SuiteError(
                f"{file}, line {line}: a case is a mapping, this is {entries!r}.",
                "Write `- question: ...` and `  quote: ...`.",
            )
        yield line, {**defaults, **entries}


def _parsed(file: Path, text: str) -> tuple[Any, Any]:
    """What a file holds, and its nodes, which know their lines."""
    try:
        return yaml.safe_load(text), yaml.compose(text, yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        raise SuiteError(
            f"{file}{where}: not YAML ({getattr(error, 'problem', None) or error}).",
            "Mend the line; inside [ ] a question needs quotation marks.",
        ) from error
    except (
        ValueError,
        RecursionError,
    ) as error:  # no such date, too deep
        raise SuiteError(
            f"{file}: not a suite ({error}).", "Put the words in quotation marks."
        ) from error


def _json_lines(file: Path, text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for line, each in enumerate(text.splitlines(), start=1):
        if not each.strip():
            continue
        try:
            entries = json.loads(each)
        except json.JSONDecodeError as error:
            raise SuiteError(
                f"{file}, line {line}: not JSON ({error.msg}).", "Mend the line."
            ) from error
        if not isinstance(entries, dict):
            raise SuiteError(
                f"{file}, line {line}: not an object.", "Write one case a line."
            )
        yield line, entries


def _csv_rows(file: Path, text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    reader = csv.DictReader(text.splitlines(), strict=True)
    for row in reader:
        if None in row:
            raise SuiteError(
                f"{file}, line {reader.line_num}: more cells than the header has.",
                "Put quotation marks around cells with commas.",
            )
        filled = {name: cell for name, cell in row.items() if cell}
        yield reader.line_num, {name: _cell(name, c) for name, c in filled.items()}


def _cell(name: str, text: str) -> str | list[Any]:
    if name == "quotes":
        return [part.split("|") for part in text.split("||")]
    return (
        text.split("|") if (name in LISTS and "|" in text) or name == "tags" else text
    )
