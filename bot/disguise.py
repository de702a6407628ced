"""Other readings of a message: disguised, stretched or misspelt words made plain.

Rules are tried on every reading, so a reading can only add an alarm, never lose one.
"""

import re
import unicodedata
from collections.abc import Callable

from bot.text import normalised

# Letters of other scripts that look Latin, as they are mixed into Latin words.
LOOKALIKES = str.maketrans("аеорсухіѕԁјһӏοανρτυικ", "aeopcyxisdjhloavptuik")
LEET = str.maketrans("013457@$!|", "oieastasii")
LEET_WORD = re.compile(
    r"(?<!\w)(?=\S*[a-z])[a-z0134578@$!|]*[0134578@$!|][a-z0134578@$!|]*[a-z](?!\w)"
)
VITAMIN_OR_AMOUNT = re.compile(r"[a-z]\d{1,2}|\d+(?:[a-z]{1,3})|\d+[a-z]+\d*")
SPACED_OUT = re.compile(r"(?<!\w)(?:\w[ .\-_*]{1,2}){2,}\w(?!\w)")
INSIDE_WORD = re.compile(r"(?<=[a-z])[*._\-](?=[a-z])")
LONGEST_MENDED = 2000  # characters; mending takes its time with each unknown word
STRETCHED = re.compile(r"([^\W\d_])\1{2,}")


def readings(
    message: str, mend: Callable[[str], str] = lambda text: text
) -> tuple[str, ...]:
    """The normalised message, then whatever else it may be meant to say.

    `mend` corrects the spelling of a text in lower case.
    """
    text = normalised(message)
    plain = undisguised(text)
    twice, once = STRETCHED.sub(r"\1\1", plain), STRETCHED.sub(r"\1", plain)
    mended = mend(twice) if len(twice) <= LONGEST_MENDED else twice
    return tuple(dict.fromkeys([text, plain, twice, once, mended]))


def undisguised(text: str) -> str:
    """A normalised text with letters put for signs, digits and gaps between letters."""
    latin = text if text.isascii() else "".join(map(_without_accents, text))
    words = " ".join(map(_latin_word, latin.split(" ")))
    joined = SPACED_OUT.sub(lambda found: re.sub(r"[^\w]|_", "", found[0]), words)
    return INSIDE_WORD.sub("", LEET_WORD.sub(_from_leet, joined))


def _without_accents(char: str) -> str:
    """A Latin letter without its accents; any other character as it is."""
    base = unicodedata.normalize("NFD", char)[0]
    return base if base.isascii() and base.isalpha() else char


def _latin_word(word: str) -> str:
    return word.translate(LOOKALIKES) if re.search(r"[a-z]", word) else word


def _from_leet(found: re.Match[str]) -> str:
    if VITAMIN_OR_AMOUNT.fullmatch(found[0]):
        return found[0]
    return found[0].translate(LEET)
