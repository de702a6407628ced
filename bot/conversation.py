"""Making a message stand on its own: follow-ups completed, two questions split."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.text import cleaned

LEANING = re.compile(
    r"""^(?:and|but|so|or|also|what\ about|how\ about|then|plus)\b  # goes on
      | ^(?:why|how|when|which\ (?:one|ones|of\ (?:them|those|these)))\W*$
      | \b(?:it|its|they|them|their|this|that|these|those|he|she|him|her|one|ones
           |same|either|both|else|more)\b""",
    re.IGNORECASE | re.VERBOSE,
)
TOPIC = re.compile(r"\b(?:b-?12|cobalamin|deficien\w+)\b", re.IGNORECASE)
LONGEST_FOLLOW_UP = 12  # words
SHORTEST_QUESTION = 3  # words
QUESTION_END = re.compile(r"(?<=\?)\s+")


@dataclass(frozen=True, slots=True)
class Resolved:
    """What is asked: `question` in full, `parts` looked up one by one.

    `context` is what of the earlier turns each part is looked up with; it is empty for
    a message that stands alone.
    """

    question: str
    parts: tuple[str, ...]
    context: str = ""


def resolve(message: str, turns: Sequence[str] = ()) -> Resolved:
    """Complete a follow-up with the turns before it, and split two questions."""
    text = cleaned(message)
    if turns and _leans(text):
        earlier = resolve(turns[-1], turns[:-1]).question
        return Resolved(f"{earlier} {text}".strip(), _parts(text), earlier)
    return Resolved(text, _parts(text))


def _leans(text: str) -> bool:
    """Whether a message is too short, and points back too much, to stand alone."""
    words = text.split()
    if len(words) > LONGEST_FOLLOW_UP or TOPIC.search(text):
        return False
    return len(words) < SHORTEST_QUESTION or bool(LEANING.search(text))


def _parts(text: str) -> tuple[str, ...]:
    sentences = QUESTION_END.split(text)
    questions = [s for s in sentences if s.endswith("?")]
    long_enough = all(len(s.split()) >= SHORTEST_QUESTION for s in sentences)
    if len(questions) >= 2 and long_enough:
        return tuple(sentences)
    return (text,)
