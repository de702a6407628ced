"""Files of questions and answers, one JSON object a line."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.record import AnswerRecord
from corpus import B12BotError

CURE = 'Give one JSON object a line, like {"id": "1", "turns": ["What is B12?"]}.'


class BatchError(B12BotError):
    """A file of questions cannot be read, or the answers cannot be written."""


class Case(BaseModel):
    """One conversation to answer; the last turn is the question."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    id: str
    turns: Annotated[list[str], Field(min_length=1)]


def read_cases(path: Path) -> list[Case]:
    """Every case of a file; BatchError names the line of the first broken one."""
    try:
        lines = path.read_bytes().removeprefix(b"\xef\xbb\xbf").splitlines()
    except OSError as error:
        raise BatchError(f"{path}: cannot be read ({error.strerror}).", CURE) from error
    cases = [
        _case(path, number, line)
        for number, line in enumerate(lines, start=1)
        if line.strip()
    ]
    if not cases:
        raise BatchError(f"{path}: holds no question.", CURE)
    return cases


def write_records(path: Path, records: Iterable[AnswerRecord]) -> None:
    """Write the records, a line each; the file appears whole at the end, or not."""
    unfinished = _new_file_beside(path)
    try:
        with unfinished.open("w", encoding="utf-8", newline="\n") as file:
            for record in records:
                file.write(record.model_dump_json() + "\n")
        unfinished.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        unfinished.unlink(missing_ok=True)


def _case(path: Path, number: int, line: bytes) -> Case:
    try:
        return Case.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        reason = f"{where}: {first['msg']}" if where else first["msg"]
        raise BatchError(f"{path}, line {number}: {reason}.", CURE) from error


def _new_file_beside(path: Path) -> Path:
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        os.close(descriptor)
    except OSError as error:
        raise _unwritable(path, error) from error
    unfinished = Path(name)
    unfinished.chmod(0o666 & ~_umask())
    return unfinished


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _unwritable(path: Path, error: OSError) -> BatchError:
    return BatchError(
        f"{path}: cannot be written ({error.strerror}).",
        "Choose a file in a folder that exists and that you may write to.",
    )
