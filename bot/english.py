"""Telling plain English from whatever else is written in Latin letters."""

import re

# Frequent English words, without those that are words of other languages too, also as
# these are typed in Latin letters.
FUNCTION_WORDS = frozenset(
    """about after again all also and any are as at be because been before being but
    by can could did does doing down for from get getting got had has have having her
    his how i'd i'll i'm i've if into is it it's its just know like more most much my
    myself not now of off or our out over said say she should so some than that that's
    the their them then there these they this through to up want was we were what when
    where which while who why will with would you your""".split()  # noqa: SIM905 - a list of words is read as one
)
SENTENCE_END = re.compile(r"(?<=[.!?;\u2026\n])\s+")
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
FEWEST, SHARE = 2, 0.25  # of such words in a text, chosen on train and dev


def without_english(text: str) -> str:
    """The sentences of a text that are not plainly English."""
    parts = SENTENCE_END.split(text)
    return " ".join(part for part in parts if part and not is_plainly_english(part))


def is_plainly_english(text: str) -> bool:
    """Whether a text has so many function words of English that it is nothing else."""
    words = WORD.findall(text.lower().replace("\u2019", "'"))
    found = sum(word in FUNCTION_WORDS for word in words)
    return found >= FEWEST and found >= SHARE * len(words)
