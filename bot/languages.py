"""The language of a text, as far as it can be told."""

import unicodedata
from collections import Counter
from functools import cache
from typing import Any

from bot.english import is_plainly_english

SCRIPTS = {
    "ARABIC": "ar",
    "BENGALI": "bn",
    "CJK": "zh",
    "CYRILLIC": "ru",
    "DEVANAGARI": "hi",
    "LATIN": "en",
}
URDU_ONLY = frozenset("ٹڈڑںےگچپہھ")
LATIN = "en,es,fr,pt,id,de,it,nl"
# Chosen on the train and dev messages: 5 of 10,372 English ones are taken for foreign,
# and 351 of 360 Spanish, French, Portuguese and Indonesian ones are told from English.
FEWEST_WORDS = 4
LEAD = 0.1  # of another language over English, as a share of English's score
RAREST = -10.0  # log probability of an n-gram; rarer ones only take time to load


def likely_language(text: str) -> str:
    """The code of the language that a text is likely to be in.

    A script that is not known stands for English, and so do Latin letters in few words
    or where English is about as likely as anything else.
    """
    scripts = Counter(
        unicodedata.name(char, "").split(" ", 1)[0] for char in text if char.isalpha()
    )
    script = max(scripts, key=lambda each: scripts[each], default="")
    if script == "ARABIC" and not URDU_ONLY.isdisjoint(text):
        return "ur"
    language = SCRIPTS.get(script, "en")
    return _latin(text) if language == "en" else language


def _latin(text: str) -> str:
    if len(text.split()) < FEWEST_WORDS or is_plainly_english(text):
        return "en"
    from langidentify import Detector

    model = latin_model()
    detector = Detector(model)
    found = detector.detect(text).iso_code
    codes = [language.iso_code for language in model.languages]
    scores = dict(zip(codes, detector.results.total_scores, strict=True))
    # Logarithms, so below zero: the nearer to it, the likelier.
    is_clear = scores.get(found, scores["en"]) > (1 - LEAD) * scores["en"]
    return str(found) if is_clear else "en"


@cache
def latin_model() -> Any:
    """What is known of the languages in Latin script; loading it takes a second."""
    from langidentify import Language, Model

    languages = Language.from_comma_separated(LATIN)
    return Model.load(languages, min_log_prob=RAREST, tw_min_log_prob=RAREST)
