"""Bringing a message into the form that rules are written for."""

import re
import unicodedata

INVISIBLE = {"Cf", "Cc", "Cs", "Co"}  # format, control, surrogate, private use
STRAIGHT = str.maketrans("\u2018\u2019\u201c\u201d\u2013\u2014", "''\"\"--")


def cleaned(message: str) -> str:
    """The message without characters nobody can see, white space made single."""
    if message.isprintable():  # has neither those nor white space but the plain space
        return re.sub(r" +", " ", message).strip()
    visible = (
        " " if char.isspace() else char
        for char in message
        if char.isspace() or unicodedata.category(char) not in INVISIBLE
    )
    return re.sub(r" +", " ", "".join(visible)).strip()


def normalised(message: str) -> str:
    """The cleaned message in lower case, compatibility forms and quotes made plain."""
    plain = unicodedata.normalize("NFKC", cleaned(message))
    return plain.translate(STRAIGHT).casefold()
