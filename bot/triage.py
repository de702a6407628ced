"""What a message is before anything is looked up: danger, small talk, or a question.

A turn that tells of danger now ends the way of the question; an earlier one, which got
its card then, leaves a notice above the reply.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.danger import DangerWatch, Watch
from bot.languages import likely_language
from bot.rules import first_match, load_rules
from bot.text import cleaned, normalised

LONGEST = 2000  # characters
CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{6,}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Decision:
    """Where a message goes: `kind` urgent, smalltalk, clarify or question.

    `rule` is the rule that decided and the name of its template ("" for a question),
    `notice` the line to say first, "" for none, `considered` whatever spoke for the
    decision. `language` is the one to answer in, `asked` the earlier turns that asked
    the article something.
    """

    kind: str
    rule: str = ""
    notice: str = ""
    considered: tuple[str, ...] = ()
    language: str = "en"
    asked: tuple[str, ...] = ()


class Triage:
    """What watches for danger, and the rules of small talk, loaded once.

    RulesError if a file is missing or broken.
    """

    def __init__(self, watch: DangerWatch) -> None:
        self._watch = watch
        self._smalltalk = load_rules("smalltalk")

    def __call__(self, message: str, turns: Sequence[str] = ()) -> Decision:
        """Decide on a message, given the user's turns before it."""
        seen = self._watch(message, turns)
        if seen.now:
            now = seen.now
            return Decision("urgent", now.kind, "", (now.source,), now.language)
        asked = tuple(
            turn
            for turn, danger in zip(turns, seen.dangers[:-1], strict=True)
            if not danger and self._harmless(turn).kind == "question"
        )
        return replace(self._harmless(message), notice=_notice(seen), asked=asked)

    def _harmless(self, message: str) -> Decision:
        if reason := _unreadable(message):
            return Decision("clarify", reason, language=likely_language(message))
        if rule := first_match(self._smalltalk, normalised(message)):
            return Decision("smalltalk", rule.id, considered=(rule.id,))
        return Decision("question")


def _notice(seen: Watch) -> str:
    """The line for a danger that already had its card, before any other."""
    if not seen.earlier:
        return seen.notice
    folder = "" if seen.earlier.language == "en" else f"{seen.earlier.language}/"
    return folder + ("self_harm" if seen.earlier.kind == "self_harm" else "emergency")


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
