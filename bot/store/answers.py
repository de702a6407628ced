"""Answers that are kept: marked by users, read and worked on by support staff."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, String, cast, delete, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.answer import Answer, Kind
from bot.store.clock import stamp
from bot.store.database import Database, insert_if_new, storable
from bot.store.tables import CLOSE, SEARCHED, KeptAnswer
from corpus import B12BotError

OPINIONS = ("helpful", "unhelpful")
REASONS = ("wrong place", "does not answer", "unclear", "other")
LONGEST_COMMENT = 1000  # characters; also of a note
PAGE = 25  # rows


class State(StrEnum):
    """How far the staff is with an answer."""

    NEW = "new"
    SEEN = "seen"
    FIXED = "fixed"
    WONTFIX = "wontfix"


class Why(StrEnum):
    """What brings an answer to the inbox."""

    UNHELPFUL = "unhelpful"
    HELPFUL = "helpful"
    REFUSED = "refused"
    NEAR = "near"
    URGENT = "urgent"


class ConflictError(B12BotError):
    """Somebody else changed the row meanwhile."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which answers are wanted; what is left empty does not matter."""

    why: Why | None = None
    state: State | None = None
    words: str = ""
    conversation: str = ""

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        """The filter in SQL."""
        if self.why:
            yield _REASONS_WHY[self.why]
        if self.state:
            yield KeptAnswer.state == self.state.value
        if self.conversation:
            yield KeptAnswer.conversation == storable(self.conversation)
        for word in storable(self.words).lower().replace("ς", "σ").split():
            places = (KeptAnswer.text, KeptAnswer.comment, KeptAnswer.note)
            yield or_(
                KeptAnswer.id == word,
                _lower(cast(KeptAnswer.turns, String)).contains(
                    _as_json(word), autoescape=True
                ),
                *(_lower(p).contains(word, autoescape=True) for p in places),
            )


class KeptAnswers:
    """The table of answers; rows older than `days` are forgotten."""

    def __init__(self, database: Database, *, days: int) -> None:
        self._database = database
        self._days = days

    def keep(self, kept: KeptAnswer) -> None:
        """Keep an answer; one that is kept already stays as it is."""
        with self._database.session(writes=True) as session:
            self._forget_old(session)
            _insert_if_new(session, kept)

    def rate(self, kept: KeptAnswer) -> None:
        """Keep what a user says of an answer, in place of what was said before."""
        with self._database.session(writes=True) as session:
            self._forget_old(session)
            _insert_if_new(session, kept)
            if known := _locked(session, kept.id):
                known.opinion, known.reason = kept.opinion, kept.reason
                known.comment = kept.comment

    def unrate(self, id: str, *, forgets: bool) -> None:  # noqa: A002
        """Take back what was said of an answer, and forget the answer where told to."""
        with self._database.session(writes=True) as session:
            known = _locked(session, id)
            if known and forgets:
                session.delete(known)
            elif known:
                known.opinion = known.reason = known.comment = ""

    def find(self, id: str) -> KeptAnswer | None:  # noqa: A002
        """An answer by its id."""
        with self._database.session() as session:
            found = session.get(KeptAnswer, storable(id))
            return found if found and found.asked_at >= self._oldest() else None

    def page(self, wanted: Filter, number: int = 1) -> tuple[list[KeptAnswer], int]:
        """A page of answers, newest first, and how many there are in all."""
        chosen = self._chosen(wanted)
        with self._database.session() as session:
            total = session.scalar(select(func.count()).select_from(chosen.subquery()))
            some = chosen.limit(PAGE).offset((number - 1) * PAGE)
            return list(session.scalars(some)), total or 0

    def all(self, wanted: Filter | None = None) -> list[KeptAnswer]:
        """Every answer that is wanted, newest first."""
        with self._database.session() as session:
            return list(session.scalars(self._chosen(wanted or Filter())))

    def work_on(
        self,
        id: str,  # noqa: A002
        *,
        state: State,
        note: str,
        version: int,
    ) -> KeptAnswer:
        """Change state and note of an answer that was read at `version`.

        ConflictError where it was changed since, or is gone.
        """
        with self._database.session(writes=True) as session:
            known = _locked(session, id)
            if known is None or known.version != version:
                raise ConflictError(
                    f"Answer {id} was {'changed' if known else 'deleted'} meanwhile.",
                    "Look at it as it is now, and save again if you still want to.",
                )
            known.state, known.note = state.value, _cut(note)
            known.version += 1
            return known

    def forget(self, conversation: str) -> int:
        """Delete every answer of a conversation; how many there were."""
        ours = KeptAnswer.conversation == storable(conversation)
        gone = delete(KeptAnswer).where(ours)
        with self._database.session(writes=True) as session:
            return len(session.scalars(gone.returning(KeptAnswer.id)).all())

    def forget_old(self) -> None:
        """Delete what is too old."""
        with self._database.session(writes=True) as session:
            self._forget_old(session)

    def _chosen(self, wanted: Filter) -> Select[KeptAnswer]:
        newest = select(KeptAnswer).order_by(
            KeptAnswer.asked_at.desc(), KeptAnswer.id.desc()
        )
        return newest.where(KeptAnswer.asked_at >= self._oldest(), *wanted.conditions())

    def _forget_old(self, session: Session) -> None:
        session.execute(delete(KeptAnswer).where(KeptAnswer.asked_at < self._oldest()))

    def _oldest(self) -> str:
        return stamp(timedelta(days=self._days))


def kept_answer(
    answer: Answer,
    turns: Sequence[str],
    *,
    id: str,  # noqa: A002
    conversation: str,
    article_sha256: str,
    opinion: str = "",
    reason: str = "",
    comment: str = "",
) -> KeptAnswer:
    """A row for an answer to the last of `turns`, by the id that the user knows."""
    receipt = answer.receipt
    return KeptAnswer(
        id=id,
        conversation=conversation,
        asked_at=stamp(),
        turns=[storable(each) for each in turns],
        kind=answer.kind.value,
        rule=receipt.decision.rule[:64],
        notice=storable(answer.notice),
        text=storable(answer.text),
        excerpts=[[e.article_id, e.start, e.end] for e in answer.excerpts],
        answerable=receipt.answerable,
        margin=receipt.margin,
        index_id=receipt.index_id,
        model=storable(receipt.model[:200]),
        article_sha256=article_sha256,
        opinion=opinion if opinion in OPINIONS else "",
        reason=reason if reason in REASONS else "",
        comment=_cut(comment),
    )


def _cut(text: str) -> str:
    return storable(text.strip()[:LONGEST_COMMENT])


def _insert_if_new(session: Session, kept: KeptAnswer) -> None:
    names = (column.name for column in KeptAnswer.__table__.columns)
    insert_if_new(session, KeptAnswer, **{name: getattr(kept, name) for name in names})


def _locked(session: Session, id: str) -> KeptAnswer | None:  # noqa: A002
    """An answer that nobody else can change until this session ends."""
    return session.get(KeptAnswer, storable(id), with_for_update=True)


def _lower(text: ColumnElement[str] | InstrumentedAttribute[str]) -> ColumnElement[str]:
    """Text in small letters, with one sigma: PostgreSQL does not know the last one."""
    return func.replace(func.lower(text), "ς", "σ")


def _as_json(word: str) -> str:
    """A word as it stands inside JSON text."""
    return json.dumps(word, ensure_ascii=False)[1:-1]


_REASONS_WHY: dict[Why, ColumnElement[bool]] = {
    Why.UNHELPFUL: KeptAnswer.opinion == "unhelpful",
    Why.HELPFUL: KeptAnswer.opinion == "helpful",
    Why.REFUSED: KeptAnswer.kind == Kind.NOT_COVERED.value,
    Why.NEAR: KeptAnswer.kind.in_(SEARCHED) & (func.abs(KeptAnswer.margin) < CLOSE),
    Why.URGENT: KeptAnswer.kind == Kind.URGENT.value,
}
