"""Whether somebody in a conversation is in danger.

Rules and a classifier both look; either fires. The classifier reads the whole message
and its parts, so that what surrounds a call for help cannot hide it, and a message
together with the turns before it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.alarm import Sense
from bot.danger_rules import Danger, DangerRules
from bot.languages import likely_language
from bot.text import cleaned
from corpus.dangers import NOTICES

SENTENCE_END = re.compile(
    r"(?<=[.!?;\u2026\u0964])\s+|(?<=[\u3002\uff01\uff1f\u061f\u06d4])"
)
LONGEST_PART, STEP = 24, 12  # words
MOST_PARTS = 24
REMEMBERED = 12  # turns that the classifier reads
JOINED = 4  # turns read as one text
NOTICED = 0.5  # probability from which a harmless message gets a line of its own
# Probability from which a message is no question; on dev, 87 of 108 remarks reach it,
# and 17 of 634 questions.
MANNERLY = 0.4


class Senses(Protocol):
    """What the classifier is to this module."""

    @property
    def threshold(self) -> float:
        """The probability of danger that counts as danger in a whole text."""
        ...

    @property
    def part_threshold(self) -> float:
        """The same for a part of a text, which is easier to misread."""
        ...

    def __call__(self, texts: Sequence[str]) -> list[Sense]:
        """What each text tells."""
        ...


@dataclass(frozen=True, slots=True)
class Heard:
    """What a turn tells: a danger, and one of NOTICES or MANNERS, or "" for neither."""

    danger: Danger | None
    other: str


@dataclass(frozen=True, slots=True)
class Watch:
    """What a conversation tells, turn by turn, the message last."""

    heard: tuple[Heard, ...]

    @property
    def now(self) -> Heard:
        """What the message tells."""
        return self.heard[-1]

    @property
    def earlier(self) -> Danger | None:
        """The latest danger before the message."""
        dangers = (each.danger for each in reversed(self.heard[:-1]))
        return next(filter(None, dangers), None)


class DangerWatch:
    """The rules and the classifier, on whole conversations."""

    def __init__(self, senses: Senses, rules: DangerRules) -> None:
        self._senses = senses
        self._rules = rules

    def __call__(self, message: str, turns: Sequence[str] = ()) -> Watch:
        """Read a message, given the user's turns before it."""
        said = [*turns, message]
        ends = range(1, len(said) + 1)
        together = [" ".join(said[max(0, end - JOINED) : end]) for end in ends]
        sensed = self._sensed([*said[-REMEMBERED:], *together[-REMEMBERED:]])
        found: list[Danger | None] = []
        for text, joined in zip(said, together, strict=True):
            # Read together only until a card was shown: it does not fire again.
            texts = [text] if any(found) else dict.fromkeys([text, joined])
            dangers = (self._danger(each, sensed.get(each, ())) for each in texts)
            found.append(next(filter(None, dangers), None))
        others = (_likeliest(sensed.get(text, ())) for text in said)
        return Watch(tuple(map(Heard, found, others)))

    def _sensed(self, texts: Sequence[str]) -> dict[str, list[Sense]]:
        """What the classifier makes of each text and its parts, all read at once."""
        parts = {text: parts_of(text) for text in texts}
        every = list(dict.fromkeys(part for each in parts.values() for part in each))
        sense = dict(zip(every, self._senses(every), strict=True))
        return {text: [sense[part] for part in each] for text, each in parts.items()}

    def _danger(self, text: str, senses: Sequence[Sense]) -> Danger | None:
        if fired := self._rules(text):
            return fired
        whole, parts = senses[:1], senses[1:]
        alarmed = [each for each in whole if each.danger >= self._senses.threshold]
        alarmed += [s for s in parts if s.danger >= self._senses.part_threshold]
        if not alarmed:
            return None
        worst = max(alarmed, key=lambda sense: sense.danger)
        return Danger(worst.kind, likely_language(text), "classifier")


def parts_of(text: str) -> list[str]:
    """A text, then its sentences and stretches of long ones; not all of many."""
    whole = cleaned(text)
    sentences = [part for part in SENTENCE_END.split(whole) if part]
    stretches = [each for part in sentences for each in _stretches(part.split())]
    parts = list(dict.fromkeys([whole, *stretches]))
    if len(parts) <= MOST_PARTS:
        return parts
    return parts[: MOST_PARTS // 2] + parts[-MOST_PARTS // 2 :]


def _stretches(words: Sequence[str]) -> Iterator[str]:
    for start in range(0, max(1, len(words) - LONGEST_PART + STEP), STEP):
        yield " ".join(words[start : start + LONGEST_PART])


def _likeliest(senses: Sequence[Sense]) -> str:
    """What a turn as a whole most likely is, beside danger; "" for a question."""
    others = senses[0].others if senses else {}
    name = max(others, key=lambda each: others[each], default="")
    least = NOTICED if name in NOTICES else MANNERLY
    return name if others.get(name, 0) >= least else ""
