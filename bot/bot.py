"""The path of a question, from the message to an answer made of cited excerpts."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.alarm import load_alarm
from bot.answer import Answer
from bot.compose import Composer, Findings
from bot.conversation import resolve
from bot.danger import DangerWatch
from bot.danger_rules import DangerRules
from bot.excerpts import choose
from bot.settings import Settings
from bot.stopwatch import Stopwatch
from bot.triage import SEARCHED, Triage
from corpus import Article, read_article
from index import Index, IndexStore, find_model

CANDIDATES = 10  # passages looked at for each part of a question


class Bot:
    """Answers questions from one article. Safe to share between threads."""

    def __init__(
        self, article: Article, index: Index, *, model: str, triage: Triage
    ) -> None:
        self.article = article
        self._index = index
        self._triage = triage
        self._composer = Composer(article, index_id=index.id, model=model)

    @property
    def parts_off(self) -> tuple[str, ...]:
        """The trained parts that do not fit this article or model."""
        return self._index.parts_off

    def ask(self, message: str, turns: Sequence[str] = ()) -> Answer:
        """Answer a message, given the user's turns before it, oldest first."""
        watch = Stopwatch()
        findings = self._find(message, turns, watch)
        with watch("compose"):
            answer = self._composer.compose(message, findings, turns=turns)
        receipt = replace(answer.receipt, milliseconds=watch.milliseconds)
        return replace(answer, receipt=receipt)

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
            # A judgement on a person is refused; the places to read are still named.
            asks_article = decision.kind == "question"
            excerpts = choose(self.article, searches) if asks_article else ()
        return Findings(decision, resolved, searches, excerpts)


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
