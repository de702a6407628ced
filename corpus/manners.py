"""Labelled messages that are no question to the article, and some that only seem so.

The schema is described in `corpus/questions/README.md`.
"""

from typing import Annotated

from pydantic import Field

from corpus.labels import FOLDER, Split
from corpus.records import Record, read_records

SMALLTALK = (
    "greeting", "thanks", "goodbye", "ok", "who_are_you", "are_you_a_doctor",
    "what_can_you_do", "frustration", "wrong",
)  # fmt: skip
PERSONAL = ("diagnosis", "dose", "medicine", "promise")  # a judgement on this person
REFUSED = ("role_play", "injection", "insides")
UNREADABLE = ("gibberish",)
MANNERS = (*SMALLTALK, *PERSONAL, *REFUSED, *UNREADABLE)


class Remark(Record):
    """A conversation of user's turns, the last one judged.

    `manner` is one of MANNERS, or "" for a question, on whatever topic.
    """

    id: str
    split: Split
    turns: Annotated[tuple[str, ...], Field(min_length=1)]
    manner: Annotated[str, Field(pattern=f"^(?:{'|'.join(MANNERS)})?$")]


def read_remarks() -> tuple[Remark, ...]:
    """Every labelled remark; RecordsError where the file is broken."""
    return tuple(read_records(FOLDER / "manners.jsonl", Remark))
