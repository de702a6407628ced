"""Mending misspelt words, towards the words of the articles before all others."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from rapidfuzz.distance import OSA
from spellchecker import SpellChecker

WORD = re.compile(r"(?<![^\W_])[A-Za-z]\w*(?:'\w+)?")
SHORTEST = 4  # letters; of shorter words too many are one letter apart
LONG_OWN = 7  # letters from which a word of the articles may be two mistakes away
LONG_COMMON = 6  # letters from which any common word may be meant
ENDINGS = ("s", "es", "ed", "d", "ing", "ly", "er", "est", "y", "ness", "n")
DATA = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
LISTED: dict[str, str] = DATA["texting"] | DATA["variants"]


class Speller:
    """Knows the words of the articles, and 160,000 common English ones.

    A word that is known, or is an ending away from a known one, stays as it is; so do
    names (capitals within a sentence) and words of fewer than four letters, unless
    `spelling.toml` lists them. A mistake is a letter left out, added, changed or
    swapped with the next (optimal string alignment); the first letter is taken to be
    right.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        words = (word.lower() for text in texts for word in WORD.findall(text))
        self._own = Counter(word for word in words if len(word) >= SHORTEST)
        self._common = SpellChecker(distance=1)
        self._common.word_frequency.load_words([*self._own, *DATA["known"]])
        self._mended = lru_cache(maxsize=10_000)(self._mend_word)

    def mend(self, text: str) -> str:
        """The text with misspelt words replaced."""
        return WORD.sub(self._replacement, text)

    def _replacement(self, match: re.Match[str]) -> str:
        found, word = match[0], match[0].lower()
        if found[0].isupper() and match.start() > 0 and not match.string.isupper():
            return found  # a name
        meant = LISTED.get(word) or self._mended(word)
        meant = LISTED.get(meant, meant)
        return found if meant == word else meant

    def _mend_word(self, word: str) -> str:
        if len(word) < SHORTEST or not word.isalpha() or self._is_known(word):
            return word
        own, mistakes = self._own_word(word)
        if mistakes == 1:
            return own
        return self._common_word(word) or own or word

    def _is_known(self, word: str) -> bool:
        stems = [word.removesuffix(end) for end in ENDINGS if word.endswith(end)]
        return bool(self._common.known([word, *stems, *(f"{stem}e" for stem in stems)]))

    def _own_word(self, word: str) -> tuple[str, int]:
        """The nearest word of the articles and its distance; "" where none is near."""
        most = 2 if len(word) >= LONG_OWN else 1
        near = (
            (OSA.distance(word, own, score_cutoff=most), -self._own[own], own)
            for own in self._own
            if own[0] == word[0] and abs(len(own) - len(word)) <= most
        )
        mistakes, _, own = min(near, default=(most + 1, 0, ""))
        return (own, mistakes) if mistakes <= most else ("", mistakes)

    def _common_word(self, word: str) -> str:
        if len(word) < LONG_COMMON:
            return ""
        near = sorted(self._common.candidates(word) or ())
        likely = [each for each in near if each[0] == word[0]]
        return max(likely, key=lambda each: self._common[each], default="")
