"""Labelled messages of people in danger, and of people who only sound like it.

The schema is described in `corpus/questions/README.md`.
"""

from typing import Annotated, Literal

from pydantic import Field

from corpus.labels import FOLDER, Split
from corpus.records import Record, read_records

DANGERS = (
    "self_harm", "stroke", "chest_pain", "breathing", "anaphylaxis", "seizure",
    "paralysis", "sight_loss", "cauda_equina", "unconscious", "overdose", "psychosis",
    "infant",
)  # fmt: skip
NOTICES = ("doctor_today", "suicide_information")


class Message(Record):
    """A conversation of user's turns, the last one judged with those before it.

    `danger` is one of DANGERS, or "" where no card must show; `notice` then says
    whether the reply starts with a line of its own. `is_explicit` is whether a stranger
    who reads it once has no doubt. `language` is a code, with `-latn` where another
    script is usual.
    """

    id: str
    split: Split
    turns: Annotated[tuple[str, ...], Field(min_length=1)]
    danger: Annotated[str, Field(pattern=f"^(?:{'|'.join(DANGERS)})?$")]
    is_explicit: bool
    notice: Literal["", "doctor_today", "suicide_information"]
    voice: str
    language: Annotated[str, Field(pattern="^[a-z]{2}(?:-latn)?$")]


def read_messages() -> tuple[Message, ...]:
    """Every labelled message; RecordsError where the file is broken."""
    return tuple(read_records(FOLDER / "danger.jsonl", Message))
