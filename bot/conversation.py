"""Making a message stand on its own: follow-ups completed, two questions split."""

import re
from collections.abc import Iterator, Sequence
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
SWITCH = re.compile(  # says that what was said before does not matter
    r"""(?:(?:ok(?:ay)?|and|right|so|anyway|no|well|alright|thanks?|cool)[,.!]*\s+)*
      (?:(?:(?:on|a|an|completely|totally|quite)\ )*
         (?:different|new|another|other|separate|unrelated)
         \ (?:topic|question|subject|thing|note|matter)
      | never\ ?mind(?:\ (?:that|this))?
      | forget\ (?:that|it|this|about\ (?:that|it))(?:\ now)?
      | (?:changing|change\ of)\ (?:the\ )?(?:topic|subject)
      | something\ else | moving\ on | next\ question)\b[\s:,.;!?–—-]*""",
    re.IGNORECASE | re.VERBOSE,
)
LONGEST_FOLLOW_UP = 12  # words
SHORTEST_QUESTION = 3  # words
QUESTION_END = re.compile(r"(?<=\?)\s+")


@dataclass(frozen=True, slots=True)
class Part:
    """A question to look up, and what was said before it, which counts less."""

    question: str
    context: str = ""


@dataclass(frozen=True, slots=True)
class Resolved:
    """What is asked: `question` in full, `parts` looked up one by one.

    `carried` is whether words of earlier turns were added to the message.
    """

    question: str
    parts: tuple[Part, ...]
    carried: bool


def resolve(message: str, turns: Sequence[str] = ()) -> Resolved:
    """Complete a follow-up with the turns before it, and split two questions.

    What was said before is looked up with every message, at a fraction of its weight:
    words alone do not tell whether a new topic has begun, unless they say so.
    """
    text = cleaned(message)
    switch = SWITCH.match(text)
    if switch and len(text[switch.end() :].split()) >= SHORTEST_QUESTION:
        text, turns = text[switch.end() :], ()
    earlier = " ".join(cleaned(turn) for turn in turns)
    carried = bool(turns) and _leans(text)
    full = text
    if carried:
        full = f"{resolve(turns[-1], turns[:-1]).question} {text}".strip()
    return Resolved(full, tuple(_parts(text, earlier)), carried)


def _leans(text: str) -> bool:
    """Whether a message is too short, and points back too much, to stand alone."""
    words = text.split()
    if len(words) > LONGEST_FOLLOW_UP or TOPIC.search(text):
        return False
    return len(words) < SHORTEST_QUESTION or bool(LEANING.search(text))


def _parts(text: str, earlier: str) -> Iterator[Part]:
    """The questions of a message; one that leans comes with those before it."""
    sentences = QUESTION_END.split(text)
    questions = [s for s in sentences if s.endswith("?")]
    long_enough = all(len(s.split()) >= SHORTEST_QUESTION for s in sentences)
    if len(questions) < 2 or not long_enough:
        yield Part(text, earlier)
        return
    for place, sentence in enumerate(sentences):
        before = sentences[:place] if _leans(sentence) else []
        yield Part(sentence, " ".join([earlier, *before]).strip())
