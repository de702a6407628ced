"""Cases written as a person would write them, and added to a suite file."""

import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from filelock import FileLock

from bot.answer import Kind
from bot.evaluation.suite import Case, SuiteError, read_suite

NAME = re.compile(r"[^a-z0-9]+")
NEW_LINE = re.compile(r"\r\n?|[\x85\u2028\u2029]")  # PyYAML folds the odd ones away


def case_of(
    turns: Sequence[str],
    *,
    quote: str,
    kind: Kind,
    name: str = "",
    note: str = "",
    author: str = "",
) -> Case:
    """A case with `quote` as what must be quoted, or of a kind that quotes nothing."""
    turns = [NEW_LINE.sub("\n", turn) for turn in turns]
    slug = NAME.sub("-", (name or turns[-1]).lower()).strip("-")[:60] or "case"
    asked: dict[str, Any] = (
        {"turns": tuple(turns)} if len(turns) > 1 else {"question": turns[0]}
    )
    is_quoted = bool(quote) and kind is Kind.ANSWER
    return Case(
        id=slug,
        **asked,
        quote=quote if is_quoted else (),
        kind=() if is_quoted else kind,
        tags=("support",),
        note=NEW_LINE.sub("\n", note),
        author=author,
    )


def as_yaml(case: Case) -> str:
    """The case as an entry of a suite file, without what is left at its default."""
    given = case.model_dump(mode="json", exclude_defaults=True)
    return yaml.safe_dump([given], allow_unicode=True, sort_keys=False, width=88)


def append_case(path: Path, case: Case) -> None:
    """Add a case to a suite file, which is made where there is none.

    SuiteError where the folder has a case of this id, or cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_name(f".{path.name}.lock"), timeout=10):
            known = {each.id for each in read_suite([path.parent]).cases}
            if case.id in known:
                raise SuiteError(
                    f"The suite has a case {case.id!r} already.", "Give it another id."
                )
            before = path.read_text("utf-8") if path.exists() else ""
            _write(path, before + as_yaml(case))
    except OSError as error:
        raise SuiteError(
            f"{path}: cannot be written ({error.strerror or error}).",
            "Give a folder that can be written to: B12BOT_SUITES.",
        ) from error


def _write(path: Path, text: str) -> None:
    """Put a whole file in the place of another, so that nobody reads half of one."""
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, delete=False
    ) as new:
        new.write(text)
        new.flush()
        os.fsync(new.fileno())
    Path(new.name).replace(path)
