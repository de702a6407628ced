"""The language of a text, as far as its letters tell."""

import unicodedata
from collections import Counter

SCRIPTS = {
    "ARABIC": "ar",
    "BENGALI": "bn",
    "CJK": "zh",
    "CYRILLIC": "ru",
    "DEVANAGARI": "hi",
    "LATIN": "en",
}
URDU_ONLY = frozenset("ٹڈڑںےگچپہھ")


def likely_language(text: str) -> str:
    """The code of the language that the script of most letters stands for.

    Latin letters stand for English, and so does a script that is not known.
    """
    scripts = Counter(
        unicodedata.name(char, "").split(" ", 1)[0] for char in text if char.isalpha()
    )
    script = max(scripts, key=lambda each: scripts[each], default="")
    if script == "ARABIC" and not URDU_ONLY.isdisjoint(text):
        return "ur"
    return SCRIPTS.get(script, "en")
