"""Mending: misspelt words towards the article's, everything else left alone."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import read_article
from index.spelling import DATA, LISTED, WORD, Speller

ARTICLE = read_article()
TEXTS = [ARTICLE.shown(s.start, s.end) for s in ARTICLE.sentences]
SPELLER = Speller(TEXTS)

OWN = sorted({word for text in TEXTS for word in WORD.findall(text)})
LONG = [word for word in OWN if len(word) >= 7 and word.isalpha()]
BETWEEN = st.sampled_from([" ", "  ", ", ", "; ", " (", ") ", "? ", "\n", " - ", "… "])


def texts_of(words: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pieces = st.lists(st.tuples(words, BETWEEN).map("".join), max_size=8)
    return pieces.map("".join)


@st.composite
def misspelt(draw: st.DrawFn) -> str:
    """A long word of the article, one letter left out, added, changed or swapped."""
    word: str = draw(st.sampled_from(LONG))
    at = draw(st.integers(1, len(word) - 2))
    letter = draw(st.sampled_from("aehnt"))
    before, two, after = word[:at], word[at : at + 2], word[at + 2 :]
    mistakes = [two[1], letter + two, letter + two[1], two[1] + two[0]]
    mistake: str = draw(st.sampled_from(mistakes))
    return before + mistake + after


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("vitmin", "vitamin"),  # left out
        ("vittamin", "vitamin"),  # added
        ("vitemin", "vitamin"),  # changed
        ("vitmain", "vitamin"),  # swapped
        ("nerv", "nerve"),
        ("myelen", "myelin"),
        ("symtoms", "symptoms"),
        ("defishency", "deficiency"),  # two mistakes in a long word
        ("homocistein", "homocysteine"),
        ("methylcobalimin", "methylcobalamin"),
    ],
)
def test_misspelt_words_become_those_of_the_article(typed: str, meant: str) -> None:
    assert SPELLER.mend(typed) == meant
    assert SPELLER.mend(f"is {typed} it") == f"is {meant} it"


def test_what_is_meant_depends_on_the_article() -> None:
    assert Speller(["Red blood cells."]).mend("blodd") == "blood"
    assert Speller(["Blond hair."]).mend("blodd") == "blond"
    assert Speller(["Brown hair."]).mend("blodd") == "blodd"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("docter", "doctor"),
        ("metforman", "metformin"),  # of those that spelling.toml calls known
        ("omeprozole", "omeprazole"),
    ],
)
def test_longer_words_become_common_ones(typed: str, meant: str) -> None:
    assert Speller([]).mend(typed) == meant


@pytest.mark.parametrize(
    "word", ["nrvee", "tmie", "blodd"], ids=["two mistakes", "four", "five letters"]
)
def test_too_short_a_word_is_not_guessed(word: str) -> None:
    assert Speller(["Nerve cells."]).mend(word) == word


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wat r the symtoms", "what are the symptoms"),
        ("can u giv me sum pls?", "can you give me sum please?"),
        ("Y am i tired n weak", "why am i tired and weak"),
        ("im ill, thats why", "I'm ill, that's why"),
        ("i wanna know aswell", "i want to know as well"),
        ("WAT R THE SYMTOMS", "what are THE symptoms"),
    ],
)
def test_texting_is_spelt_out(typed: str, meant: str) -> None:
    assert SPELLER.mend(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Anaemia", "anemia"),
        ("is it coeliac disease", "is it celiac disease"),
        ("low haemoglobin", "low hemoglobin"),
        ("paralysed legs", "paralyzed legs"),
    ],
)
def test_british_spellings_become_american(typed: str, meant: str) -> None:
    assert SPELLER.mend(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Is Mr Vitmin from Lodnon?",  # names
        "Does b12x or vit4min exist?",  # digits
        "teh sky, adn a fo",  # short words
        "the docter's vitmin's",  # apostrophes
        "Doesn't it hurt? Don’t they’re couldn’t",
        "naïve señor, Größe",
        "methylated, supplementing, tingly, numbest, painlessness",  # endings
        "Did my grandfather drink kombucha with tempeh?",  # known words
        "",
        " \n\t",
        "?!… 12 μg — 50%",
    ],
)
def test_what_is_no_mistake_stays(text: str) -> None:
    assert SPELLER.mend(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "Is vitamin B4 good?",
        "Is an IM injection better?",
        "Does COMT matter?",
        "Is it sold in the U.S. now?",
    ],
)
def test_names_of_capitals_stay(text: str) -> None:
    assert SPELLER.mend(text) == text


@pytest.mark.parametrize("text", ["my 6y old", "take 10u", "2wen", "ñu"])
def test_letters_behind_a_digit_or_another_letter_are_no_word(text: str) -> None:
    assert SPELLER.mend(text) == text


def test_punctuation_and_spacing_are_kept() -> None:
    typed = '  Is  "vitmin"\n(the symtoms)—nerv;myelen?!\t…'
    meant = '  Is  "vitamin"\n(the symptoms)—nerve;myelin?!\t…'
    assert SPELLER.mend(typed) == meant


@pytest.mark.parametrize("word", sorted({*LISTED.values(), *DATA["known"]}))
def test_what_a_word_is_mended_to_stays(word: str) -> None:
    assert SPELLER.mend(f"is {word}") == f"is {word}"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("anaemja", "anemia"), ("haemoglobn", "hemoglobin"), ("whhats", "what's")],
)
def test_a_misspelt_listed_word_is_mended_at_once(typed: str, meant: str) -> None:
    assert Speller([]).mend(typed) == meant


@given(texts_of(st.sampled_from(OWN)))
@settings(deadline=None)
def test_words_of_the_article_are_never_changed(text: str) -> None:
    assert SPELLER.mend(text) == text
    assert SPELLER.mend(text.lower()) == text.lower()


@given(
    texts_of(
        st.one_of(
            misspelt(),
            st.sampled_from(sorted(DATA["texting"])),
            st.text("abisé’'.3A", max_size=8),
        )
    )
)
@settings(max_examples=200, deadline=None)
def test_mending_again_changes_nothing(text: str) -> None:
    once = SPELLER.mend(text)
    assert SPELLER.mend(once) == once


@given(texts_of(misspelt()))
@settings(deadline=None)
def test_only_words_are_changed(text: str) -> None:
    assert re.split(r"[A-Za-z]+", SPELLER.mend(text)) == re.split(r"[A-Za-z]+", text)
