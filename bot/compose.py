"""Wording an answer from what was found."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from secrets import token_hex

from bot.answer import Answer, Kind, Place, Receipt
from bot.conversation import Resolved
from bot.excerpts import Excerpt
from bot.help_lines import load_help_lines
from bot.rules import load_rules
from bot.suggestions import suggest
from bot.text import normalised
from bot.triage import LONGEST, Decision
from bot.wording import Wording
from corpus import Article
from index import Search

MOST_RELATED = 2
RELATED_SCORE = 0.3  # of a hit, from which its section is named as a place to look
CRISES = ("self_harm", "overdose", "psychosis")  # where a crisis line can help too
FIRST_PERSON = re.compile(r"\b(?:i|i'm|im|i've|ive|my|mine|myself|our)\b")
NOTHING_ASKED = Resolved("", (), carried=False)
NOT_SEARCHED = Search((), answerable=0.0, threshold=0.0)


@dataclass(frozen=True, slots=True)
class Findings:
    """What the stages found out about a message; `searches` one a part of it."""

    decision: Decision
    resolved: Resolved = NOTHING_ASKED
    searches: tuple[Search, ...] = ()
    excerpts: tuple[Excerpt, ...] = ()


class Composer:
    """Turns findings into answers; rules and templates are loaded once."""

    def __init__(self, article: Article, *, index_id: str, model: str) -> None:
        self._article = article
        self._index_id = index_id
        self._model = model
        self._question_types = load_rules("question_types")
        self._help_lines = load_help_lines()
        self._wording = Wording()

    def compose(
        self, message: str, findings: Findings, *, turns: Sequence[str] = ()
    ) -> Answer:
        """Word the reply; its receipt has every finding but the times."""
        kind, excerpts = _kind(findings), findings.excerpts
        template, considered = self._template(kind, findings)
        notice = findings.decision.notice
        notice = self._wording.say(f"notice/{notice}") if notice else ""
        resolved = findings.resolved
        best = max(findings.searches, key=lambda s: s.answerable, default=NOT_SEARCHED)
        related = self._related(findings) if kind is Kind.NOT_COVERED else ()
        text = self._wording.reply(
            template,
            notice=notice,
            read_as=resolved.question if resolved.carried else "",
            excerpts=excerpts,
            related=related,
            turn=len(turns),
            is_personal=bool(FIRST_PERSON.search(normalised(message))),
            judgement=_judgement(findings),
            longest=LONGEST,
            places=self._help_lines,
            shows_crisis=findings.decision.rule in CRISES,
        )
        return Answer(
            id=token_hex(6),
            question=message,
            resolved_question=resolved.question or message,
            kind=kind,
            notice=notice,
            excerpts=excerpts,
            related=related,
            suggestions=()
            if kind is Kind.URGENT
            else suggest(
                self._article,
                [message, *turns],
                quoted=excerpts,
                near=_place(findings),
            ),
            text=text,
            disclaimer=self._wording.say("disclaimer"),
            receipt=Receipt(
                decision=findings.decision,
                looked_up=tuple(each.looked_up for each in findings.searches),
                unmet=tuple(w for each in findings.searches for w in each.unmet),
                candidates=tuple(h for each in findings.searches for h in each.hits),
                answerable=best.answerable,
                threshold=best.threshold,
                margin=round(best.answerable - best.threshold, 4),
                template=template,
                considered=considered,
                index_id=self._index_id,
                model=self._model,
                milliseconds={},
            ),
        )

    def _template(self, kind: Kind, findings: Findings) -> tuple[str, tuple[str, ...]]:
        """The template to use, and every rule that was a candidate for it."""
        decision = findings.decision
        if kind is Kind.NOT_COVERED:
            return f"not_covered/{decision.rule or 'question'}", decision.considered
        if kind is not Kind.ANSWER:
            return self._wording.name_of(decision), decision.considered
        question = normalised(findings.resolved.question)
        fired = tuple(r.id for r in self._question_types if r.matches(question))
        return f"answer/{(*fired, 'other')[0]}", fired

    def _related(self, findings: Findings) -> tuple[Place, ...]:
        """Sections of the best hits, where a reader may look on their own."""
        titles = {
            hit.passage.section: None
            for search in findings.searches
            for hit in search.hits
            if hit.score >= RELATED_SCORE
        }
        return tuple(
            Place(self._article.id, section.start, section.end, section.title)
            for title in list(titles)[:MOST_RELATED]
            for section in self._article.sections
            if section.title == title
        )


def _judgement(findings: Findings) -> str:
    """What the message wants to have judged, "" for nothing."""
    decision = findings.decision
    return decision.rule if decision.kind == "personal" else ""


def _kind(findings: Findings) -> Kind:
    if findings.decision.kind in ("urgent", "smalltalk", "clarify"):
        return Kind(findings.decision.kind)
    return Kind.ANSWER if findings.excerpts else Kind.NOT_COVERED


def _place(findings: Findings) -> int | None:
    """Where in the article a question led to; None where nothing was looked up."""
    if findings.excerpts:
        return findings.excerpts[0].start
    hits = [hit for search in findings.searches for hit in search.hits]
    return max(hits, key=lambda hit: hit.score).passage.start if hits else None
