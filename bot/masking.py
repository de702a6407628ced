"""Personal data in what people write, masked before others keep it.

Only what has a shape of its own is found: mail addresses, numbers long enough for a
phone or an id, dates. Names are not, so whoever saves a text looks at it first.
"""

import re

MASKS = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "[e-mail]"),
    (re.compile(r"https?://\S+|www\.\S+", re.IGNORECASE), "[address]"),
    (
        re.compile(
            r"""\b(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}[./-]\d{1,2}[./-]\d{1,2}
            |\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?MONTH\.?,?\s+\d{4}
            |MONTH\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4})\b""".replace(
                "MONTH",
                "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*",
            ),
            re.IGNORECASE | re.VERBOSE,
        ),
        "[date]",
    ),
    # Letters and digits of one id (AB123456C, DE89 3704 ...), seven digits or more of a
    # phone. Doses and results are shorter.
    (re.compile(r"(?<!\w)\+?\(?\d(?:[\s().-]{0,2}\d){6,}(?!\w)"), "[number]"),
    (re.compile(r"\b(?=(?:[A-Z]*\d){4})[A-Z]{1,4}\s?\d[A-Z\d]{4,}\b"), "[id]"),
)


def masked(text: str) -> str:
    """The text with what looks like personal data replaced by what it was."""
    for pattern, mask in MASKS:
        text = pattern.sub(mask, text)
    return text
