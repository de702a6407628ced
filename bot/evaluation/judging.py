"""What became of a case: asked, and held against what is right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.answer import Answer, Answerer, Kind
from bot.evaluation.quotes import Located, Locator, Span
from bot.evaluation.suite import Case
from bot.excerpts import Excerpt
from corpus import Article

NEAR = 0.02  # of the threshold: so close that another machine may decide otherwise
AMONG = 10  # best sentences; one that is not among them counts as not found


class Status(StrEnum):
    """How a case stands."""

    PASS = "pass"  # noqa: S105 - not a password
    FAIL = "fail"
    STALE = "stale"  # its quotes are gone: nothing was measured


class Cause(StrEnum):
    """The stage that went wrong."""

    TRIAGE = "triage"  # taken for something else than it is
    RESOLVING = "resolving"  # found when asked alone, not in its conversation
    FINDING = "finding"  # no right sentence among the candidates
    THRESHOLD = "threshold"  # refused or answered on the wrong side
    RANKING = "ranking"  # found, and another sentence put before it
    EXCERPT = "excerpt"  # found and first, and not shown in full
    WORDING = "wording"  # words missing, or words that must not be there
    INTEGRITY = (
        "integrity"  # a disclaimer missing, or a quote that is not the article's
    )


@dataclass(frozen=True, slots=True)
class Reply:
    """One conversation of a case: the answer, and what it did.

    `is_first_right` and `is_covered` are None where nothing is to be quoted.
    """

    turns: tuple[str, ...]
    answer: Answer
    milliseconds: float
    is_kind_right: bool
    is_first_right: bool | None
    is_covered: bool | None
    unsupported: int
    cause: Cause | None

    @property
    def is_near(self) -> bool:
        """Whether the answer hung on a hair."""
        receipt = self.answer.receipt
        return bool(receipt.candidates) and abs(receipt.margin) < NEAR


@dataclass(frozen=True, slots=True)
class Result:
    """A case, where its quotes stand, its replies and how it stands."""

    case: Case
    located: tuple[tuple[Located, ...], ...]
    replies: tuple[Reply, ...]
    status: Status

    @property
    def cause(self) -> Cause | None:
        """The stage that went wrong first, in the first reply that went wrong."""
        return next((each.cause for each in self.replies if each.cause), None)

    @property
    def is_near(self) -> bool:
        """Whether any of its answers hung on a hair."""
        return any(each.is_near for each in self.replies)


class Judge:
    """Asks the cases of a suite, one by one."""

    def __init__(self, bot: Answerer, before: Mapping[str, list[Span]]) -> None:
        self._bot = bot
        self._locate = Locator(bot.article)
        self._before = before

    def __call__(self, case: Case) -> Result:
        """Ask a case and judge its replies; a stale one is not asked."""
        located = tuple(
            tuple(self._locate(quote, self._before) for quote in group)
            for group in case.groups
        )
        # A group stands as long as any of its quotes does.
        if any(all(each.state.is_stale for each in group) for group in located):
            return Result(case, located, (), Status.STALE)
        gold = [{s for each in group for s in each.spans} for group in located]
        replies = tuple(self._ask(case, turns, gold) for turns in case.asked)
        failed = any(each.cause for each in replies)
        return Result(case, located, replies, Status.FAIL if failed else Status.PASS)

    def _ask(
        self, case: Case, turns: tuple[str, ...], gold: Sequence[set[Span]]
    ) -> Reply:
        answer = self._bot.ask(turns[-1], turns[:-1])
        is_right = answer.kind in case.kinds
        quotes = bool(gold) and answer.kind is Kind.ANSWER
        every = set().union(*gold)
        first = quotes and _supports(answer.excerpts[0], every)
        covered = quotes and all(
            any(_supports(each, group) for each in answer.excerpts) for group in gold
        )
        unsupported = (
            sum(not _supports(e, every) for e in answer.excerpts) if gold else 0
        )
        reply = Reply(
            turns,
            answer,
            sum(answer.receipt.milliseconds.values()),
            is_right,
            first if gold else None,
            covered if gold else None,
            unsupported,
            None,
        )
        cause = self._cause(case, reply, gold)
        return replace(reply, cause=cause)

    def _cause(
        self, case: Case, reply: Reply, gold: Sequence[set[Span]]
    ) -> Cause | None:
        answer = reply.answer
        if not is_sound(self._bot.article, answer):
            return Cause.INTEGRITY
        if not reply.is_kind_right:
            return self._why_kind(case, reply, gold)
        is_quoted = reply.is_first_right and reply.is_covered
        if gold and answer.kind is Kind.ANSWER and not is_quoted:
            return self._why_quote(reply, gold)
        lacks = any(words not in answer.text for words in case.must_contain)
        if lacks or any(words in answer.text for words in case.must_not_contain):
            return Cause.WORDING
        return None

    def _why_kind(self, case: Case, reply: Reply, gold: Sequence[set[Span]]) -> Cause:
        searched = (Kind.ANSWER, Kind.NOT_COVERED)
        if reply.answer.kind not in searched or not set(case.kinds) & set(searched):
            return Cause.TRIAGE
        if gold and not _ranks(reply.answer, gold):
            return self._why_lost(reply, gold)
        return Cause.THRESHOLD

    def _why_quote(self, reply: Reply, gold: Sequence[set[Span]]) -> Cause:
        ranks = _ranks(reply.answer, gold)
        if not ranks:
            return self._why_lost(reply, gold)
        return Cause.EXCERPT if min(ranks) == 0 else Cause.RANKING

    def _why_lost(self, reply: Reply, gold: Sequence[set[Span]]) -> Cause:
        if len(reply.turns) > 1 and _ranks(self._bot.ask(reply.turns[-1]), gold):
            return Cause.RESOLVING
        return Cause.FINDING


def is_sound(article: Article, answer: Answer) -> bool:
    """Whether a reply has its disclaimer, and quotes what the article says there."""
    cited = all(
        article.text[each.start : each.end] == each.text
        and f"[{each.number}]" in answer.text
        for each in answer.excerpts
    )
    return cited and bool(answer.disclaimer) and answer.disclaimer in answer.text


def _supports(excerpt: Excerpt, spans: set[Span]) -> bool:
    """Whether an excerpt shows one of some places whole."""
    return any(excerpt.start <= s and e <= excerpt.end for s, e in spans)


def _ranks(answer: Answer, gold: Sequence[set[Span]]) -> list[int]:
    """The ranks, from 0, of right sentences among the best candidates."""
    scores: dict[Span, float] = {}
    for hit in answer.receipt.candidates:
        for each in hit.sentences:
            span = (each.sentence.start, each.sentence.end)
            scores[span] = max(each.score, scores.get(span, each.score))
    best = sorted(scores, key=lambda span: (-scores[span], span))[:AMONG]
    every = set().union(*gold)
    return [
        rank
        for rank, (start, end) in enumerate(best)
        if any(start < e and s < end for s, e in every)
    ]
