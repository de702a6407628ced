"""An answer that was kept, given anew, and what differs."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import unified_diff

from bot.answer import Answer, Answerer
from bot.store.tables import KeptAnswer


@dataclass(frozen=True, slots=True)
class Replay:
    """The answer as it is given now; `differences` are lines, none where it is alike.

    `has_moved` is whether the article has changed since, `is_reindexed` the index.
    """

    now: Answer
    differences: tuple[str, ...]
    has_moved: bool
    is_reindexed: bool


def replay(bot: Answerer, kept: KeptAnswer) -> Replay:
    """Ask again what was asked, in its conversation."""
    *before, message = kept.turns
    now = bot.ask(message, before)
    was = _lines(kept.kind, kept.notice, kept.text)
    lines = unified_diff(was, _lines(now.kind.value, now.notice, now.text), n=0)
    return Replay(
        now,
        tuple(line for line in lines if not line.startswith(("---", "+++", "@@"))),
        has_moved=kept.article_sha256 != bot.article.sha256,
        is_reindexed=kept.index_id != now.receipt.index_id,
    )


def _lines(kind: str, notice: str, text: str) -> Sequence[str]:
    lines = [f"kind: {kind}", *([f"notice: {notice}"] if notice else [])]
    return [*lines, *(line for line in text.splitlines() if line.strip())]
