"""What a message is before anything is looked up: danger, small talk, or a question.

A turn that tells of danger now ends the way of the question; an earlier one, which got
its card then, leaves a notice above the reply. Rules know the plainest small talk, the
classifier knows it in other words.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.danger import DangerWatch, Heard, Watch
from bot.languages import likely_language
from bot.rules import first_match, load_rules
from bot.text import cleaned, normalised
from corpus.dangers import NOTICES
from corpus.manners import PERSONAL, REFUSED, SMALLTALK, UNREADABLE

LONGEST = 2000  # characters
SEARCHED = ("question", "personal")  # kinds that the article is searched for
KINDS = (
    dict.fromkeys(SMALLTALK, "smalltalk")
    | dict.fromkeys(PERSONAL, "personal")
    | dict.fromkeys(REFUSED, "refused")
    | dict.fromkeys(UNREADABLE, "clarify")
)
CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{6,}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Decision:
    """Where a message goes.

    `kind` is urgent, smalltalk, clarify, question, personal (asks for a judgement on
    somebody's health, which only a clinician can give) or refused (asks for what is not
    the bot's to do). `rule` is what decided and the name of its template ("" for a
    question), `notice` the line to say first, "" for none, `considered` whatever spoke
    for the decision. `language` is the one to answer in, `asked` the earlier turns that
    asked the article something.
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
        if now := seen.now.danger:
            return Decision("urgent", now.kind, "", (now.source,), now.language)
        asked = tuple(
            turn
            for turn, heard in zip(turns, seen.heard[:-1], strict=True)
            if not heard.danger and self._harmless(turn, heard).kind in SEARCHED
        )
        decision = self._harmless(message, seen.now)
        return replace(decision, notice=_notice(seen), asked=asked)

    def _harmless(self, message: str, heard: Heard) -> Decision:
        language = likely_language(message)
        if reason := _unreadable(message, language):
            return Decision("clarify", reason, language=language)
        if rule := first_match(self._smalltalk, normalised(message)):
            return Decision("smalltalk", rule.id, considered=(rule.id,))
        if kind := KINDS.get(heard.other):
            return Decision(kind, heard.other, considered=("classifier",))
        return Decision("question")


def _notice(seen: Watch) -> str:
    """The line for a danger that already had its card, before any other."""
    if not seen.earlier:
        return seen.now.other if seen.now.other in NOTICES else ""
    folder = "" if seen.earlier.language == "en" else f"{seen.earlier.language}/"
    return folder + ("self_harm" if seen.earlier.kind == "self_harm" else "emergency")


def _unreadable(message: str, language: str) -> str:
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
    if len(latin) * 2 < len(letters) or language != "en":
        return "language"
    words = re.findall(r"[^\W\d_]+", text)
    if all(CONSONANTS.search(w) or len(set(w.lower())) == 1 < len(w) for w in words):
        return "gibberish"
    return ""


def _is_latin(char: str) -> bool:
    return char.isascii() or unicodedata.name(char, "").startswith("LATIN")
