"""What a message is before anything is looked up: danger, small talk, or a question.

Danger is read from every turn of the conversation; a turn that asks for help now
ends the way of the question, an earlier one leaves a notice above the reply.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bot.rules import Rule, first_match, load_rules
from bot.text import cleaned, normalised

LONGEST = 2000  # characters
CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{6,}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Decision:
    """Where a message goes: `kind` urgent, smalltalk, clarify or question.

    `rule` is the rule that decided and the name of its template ("" for a question),
    `notice` the urgent rule that an earlier turn fired, `considered` every rule that
    fired on the message.
    """

    kind: str
    rule: str = ""
    notice: str = ""
    considered: tuple[str, ...] = ()


class Triage:
    """The rules, loaded once; RulesError if a file is missing or broken."""

    def __init__(self) -> None:
        self._urgent = load_rules("urgent")
        self._smalltalk = load_rules("smalltalk")

    def __call__(self, message: str, turns: Sequence[str] = ()) -> Decision:
        """Decide on a message, given the user's turns before it."""
        text = normalised(message)
        notice = self._earlier_danger(turns)
        if rule := first_match(self._urgent, text):
            fired = tuple(r.id for r in self._urgent if r.matches(text))
            return Decision("urgent", rule.id, notice, fired)
        if reason := _unreadable(message):
            return Decision("clarify", reason, notice)
        if rule := first_match(self._smalltalk, text):
            return Decision("smalltalk", rule.id, notice, (rule.id,))
        return Decision("question", notice=notice)

    def questions(self, turns: Sequence[str]) -> tuple[str, ...]:
        """Those of the turns that asked the article something."""
        return tuple(turn for turn in turns if self(turn).kind == "question")

    def _earlier_danger(self, turns: Sequence[str]) -> str:
        fired: list[Rule | None]
        fired = [first_match(self._urgent, normalised(turn)) for turn in turns]
        return next((rule.id for rule in reversed(fired) if rule), "")


def _unreadable(message: str) -> str:
    """Why a message cannot be read as an English question, or ""."""
    if len(message) > LONGEST:
        return "too_long"
    text = cleaned(message)
    letters = [char for char in text if char.isalpha()]
    if not text:
        return "empty"
    if not letters:
        return "no_words"
    latin = [char for char in letters if _is_latin(char)]
    if len(latin) * 2 < len(letters):
        return "language"
    words = re.findall(r"[^\W\d_]+", text)
    if all(CONSONANTS.search(w) or len(set(w.lower())) == 1 < len(w) for w in words):
        return "gibberish"
    return ""


def _is_latin(char: str) -> bool:
    return char.isascii() or unicodedata.name(char, "").startswith("LATIN")
