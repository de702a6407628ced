"""The path of a question, from the message to an answer made of cited excerpts."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.alarm import load_alarm
from bot.answer import Answer
from bot.compose import Composer, Findings
from bot.conversation import resolve
from bot.danger import DangerWatch
from bot.danger_rules import DangerRules
from bot.excerpts import choose, ranked_sentences
from bot.remembering import Remembering
from bot.settings import Settings
from bot.stopwatch import Stopwatch
from bot.triage import SEARCHED, Decision, Triage
from corpus import Article, read_article
from index import Index, IndexStore, Search, SentenceHit, find_model

CANDIDATES = 10  # passages looked at for each part of a question
MOST = 10**6  # passages: as many as there are
# Probability of an answer from which a judgement asked for gets the article's words; on
# dev, 5 of 6 questions taken for one reach it, and 16 of 202 that are one.
SURE = 0.95


class Bot:
    """Answers questions from one article. Safe to share between threads."""

    def __init__(
        self, article: Article, index: Index, *, model: str, triage: Triage
    ) -> None:
        self.article = article
        self._index = index
        self._triage = triage
        self._composer = Composer(article, index_id=index.id, model=model)
        self._findings = Remembering(self._find)

    @property
    def parts_off(self) -> tuple[str, ...]:
        """The trained parts that do not fit this article or model."""
        return self._index.parts_off

    def ask(self, message: str, turns: Sequence[str] = ()) -> Answer:
        """Answer a message, given the user's turns before it, oldest first."""
        watch = Stopwatch()
        findings = self._findings(message, turns, watch)
        with watch("compose"):
            answer = self._composer.compose(message, findings, turns=turns)
        receipt = replace(answer.receipt, milliseconds=watch.milliseconds)
        return replace(answer, receipt=receipt)

    def rank(
        self, message: str, turns: Sequence[str] = ()
    ) -> tuple[tuple[SentenceHit, ...], ...]:
        """Rank every sentence for each part of a question, best first.

        As `ask` ranks them, whether it would search at all or not, and not cut off.
        """
        resolved = resolve(message, self._triage(message, turns).asked)
        return tuple(
            ranked_sentences(
                self.article,
                self._index.search(part.question, context=part.context, k=MOST).hits,
            )
            for part in resolved.parts
        )

    def group(self, questions: Sequence[str]) -> list[list[int]]:
        """The places of questions that ask much the same, largest group first."""
        return self._index.group(questions)

    def _find(self, message: str, turns: Sequence[str], watch: Stopwatch) -> Findings:
        with watch("triage"):
            decision = self._triage(message, turns)
        if decision.kind not in SEARCHED:
            return Findings(decision)
        with watch("resolve"):
            resolved = resolve(message, decision.asked)
        with watch("search"):
            searches = tuple(
                self._index.search(part.question, context=part.context, k=CANDIDATES)
                for part in resolved.parts
            )
        with watch("choose"):
            quotes = decision.kind == "question" or _surely_answers(decision, searches)
            excerpts = choose(self.article, searches) if quotes else ()
        return Findings(decision, resolved, searches, excerpts)


def _surely_answers(decision: Decision, searches: Sequence[Search]) -> bool:
    """Whether the article has words for somebody who asks for a judgement.

    They are framed by who can judge. A dose is never quoted to who asks for one;
    otherwise the places to read are named.
    """
    return decision.rule != "dose" and all(s.answerable >= SURE for s in searches)


def open_store(
    settings: Settings,
    *,
    tell: Callable[[str], None] = lambda _: None,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> IndexStore:
    """The index that the settings call for, not yet opened."""
    return IndexStore(
        settings.index_dir.expanduser(),
        (read_article(settings.article),),
        find_model(settings.model),
        tell=tell,
        progress=progress,
    )


def open_bot(store: IndexStore | None = None) -> Bot:
    """A bot ready to answer; the index is built first where that is needed."""
    store = store or open_store(Settings())
    triage = Triage(DangerWatch(load_alarm(), DangerRules()))
    return Bot(store.articles[0], store.open(), model=store.model.name, triage=triage)
