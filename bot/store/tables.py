"""The tables of the store. A change here needs a migration; a test compares the two.

Times are ISO 8601 in UTC to the second, so that they sort as text everywhere.
"""

from typing import Any

from sqlalchemy import JSON, Float, Index, Integer, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column

ID = String(32)
TIME = String(32)
NAME = String(64)
HASH = String(64)  # sha256 in hex
CLOSE = 0.05  # to the threshold
SEARCHED = ("answer", "not_covered")  # kinds that a threshold decided


class Table(MappedAsDataclass, DeclarativeBase, kw_only=True):
    """What all tables share."""


class KeptAnswer(Table):
    """An answer with what it takes to see it again, and what became of it.

    `conversation` is the id of the first answer of its conversation, `turns` the user's
    messages up to the question, `excerpts` what was quoted as (article id, start, end);
    `opinion` one of OPINIONS, `reason` one of REASONS or "", `state` one of STATES.
    Whoever changes a row names the `version` that was read.
    """

    __tablename__ = "answers"
    __table_args__ = (Index("answers_newest", "asked_at", "id"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    conversation: Mapped[str] = mapped_column(ID, index=True)
    asked_at: Mapped[str] = mapped_column(TIME)
    turns: Mapped[list[str]] = mapped_column(JSON)
    kind: Mapped[str] = mapped_column(String(32))
    rule: Mapped[str] = mapped_column(String(64))
    notice: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    excerpts: Mapped[list[Any]] = mapped_column(JSON)
    answerable: Mapped[float] = mapped_column(Float)
    margin: Mapped[float] = mapped_column(Float)
    index_id: Mapped[str] = mapped_column(String(64))
    model: Mapped[str] = mapped_column(String(200))
    article_sha256: Mapped[str] = mapped_column(HASH)
    opinion: Mapped[str] = mapped_column(String(16), default="")
    reason: Mapped[str] = mapped_column(String(32), default="")
    comment: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(16), default="new")
    note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(Integer, default=1)

    @property
    def is_close_call(self) -> bool:
        """Whether it was nearly decided otherwise, to quote or not to."""
        return self.kind in SEARCHED and abs(self.margin) < CLOSE


class Count(Table):
    """How many answers of a kind a day saw: a number, without anybody's words."""

    __tablename__ = "counts"

    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    number: Mapped[int] = mapped_column(Integer)


class Account(Table):
    """Somebody of the staff. `password` is an argon2id hash with its parameters."""

    __tablename__ = "accounts"

    name: Mapped[str] = mapped_column(NAME, primary_key=True)
    password: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[str] = mapped_column(TIME)


class SignIn(Table):
    """A sign-in that has not ended; the token itself is with the browser alone."""

    __tablename__ = "sign_ins"

    token_sha256: Mapped[str] = mapped_column(HASH, primary_key=True)
    name: Mapped[str] = mapped_column(NAME, index=True)
    created_at: Mapped[str] = mapped_column(TIME)
    seen_at: Mapped[str] = mapped_column(TIME)


class Attempts(Table):
    """Wrong passwords in a row, of an account or from an address (sha256 of either)."""

    __tablename__ = "attempts"

    whose: Mapped[str] = mapped_column(HASH, primary_key=True)
    number: Mapped[int] = mapped_column(Integer)
    last_at: Mapped[str] = mapped_column(TIME)


class Deed(Table):
    """An entry of the audit log: who did what to what."""

    __tablename__ = "deeds"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, init=False)
    done_at: Mapped[str] = mapped_column(TIME, index=True)
    name: Mapped[str] = mapped_column(NAME)
    what: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(200))
