"""What the bot says in its own voice can be read by a child of eleven.

Flesch-Kincaid grade (Kincaid et al. 1975), by textstat. Quotes are the article's own.
"""

import re
from collections.abc import Iterator
from importlib.resources import files

import pytest
from textstat import textstat

from bot.about import about_text
from bot.wording import Wording
from corpus import Article
from corpus.dangers import DANGERS

HIGHEST = 6.0  # grade
# Terms that have no plainer word, or that people know by this name.
EXEMPT = ("vitamin", "deficiency", "emergency", "automated", "medicine", "pharmacist")
wording = Wording()


def spoken(name: str, turn: int = 0) -> str:
    """A template's words as plain text."""
    text = wording.say(
        name,
        places=(),
        shows_crisis=True,
        related=(),
        excerpts=(),
        is_personal=True,
        judgement="promise",
        longest=2000,
        turn=turn,
    )
    return plain(text)


def plain(markdown: str) -> str:
    """The words without marks, exempt ones replaced by a word of one syllable."""
    bare = re.sub(r"[*_#>]|^- ", "", markdown, flags=re.MULTILINE)
    ended = re.sub(r"([^.!?:\s])\s*$", r"\1.", bare, flags=re.MULTILINE)
    return re.sub(rf"\b(?:{'|'.join(EXEMPT)})\b", "term", ended, flags=re.IGNORECASE)


def english() -> Iterator[str]:
    """Every template that is in English."""
    for folder in (files("bot") / "templates").iterdir():
        for path in folder.iterdir() if folder.is_dir() else ():
            if path.is_file():
                yield f"{folder.name}/{path.name.removesuffix('.md.j2')}"


def grade(text: str) -> float:
    return float(textstat.flesch_kincaid_grade(text))


def test_the_measure_tells_plain_from_learned() -> None:
    assert grade("The cat sat on the mat. It was warm.") < 1
    assert (
        grade("Comprehensive neurological manifestations necessitate evaluation.") > 15
    )


def test_all_that_the_bot_says_is_plain() -> None:
    every = " ".join(spoken(name, turn) for name in english() for turn in range(3))
    assert grade(every) <= HIGHEST


@pytest.mark.parametrize("kind", DANGERS)
def test_every_card_is_plain(kind: str) -> None:
    assert grade(spoken(f"urgent/{kind}")) <= HIGHEST


def test_the_disclaimer_is_plain(b12_article: Article) -> None:
    assert grade(plain(wording.say("disclaimer"))) <= HIGHEST
    assert grade(plain(about_text(b12_article))) <= HIGHEST
