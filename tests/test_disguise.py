"""Every reading of a message that rules are tried on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.disguise import readings
from bot.text import normalised


@pytest.mark.parametrize(
    ("message", "meant"),
    [
        ("k1ll mys3lf", "kill myself"),
        ("K I L L myself", "kill myself"),
        ("s*u*i*c*i*d*e", "suicide"),
        ("su1c1de", "suicide"),
        ("k.m.s", "kms"),
        ("kíll mysélf", "kill myself"),
        ("kill mysеlf", "kill myself"),  # a Cyrillic letter
        ("ｋｉｌｌ myself", "kill myself"),
        ("ki\u200bll myself", "kill myself"),
        ("killll myself", "kill myself"),
        ("i wanna dieeee", "i wanna die"),
        ("no quiero vivir más", "no quiero vivir mas"),
    ],
)
def test_what_is_meant_is_among_the_readings(message: str, meant: str) -> None:
    assert meant in readings(message)


@pytest.mark.parametrize(
    "message",
    ["vitamin b12 and 1000mcg", "took 5mg 12h ago", "मैं मरना चाहता हूँ", "я хочу умереть"],
)
def test_plain_words_amounts_and_other_scripts_stay(message: str) -> None:
    assert readings(message) == (message,)


def test_spelling_is_mended_in_a_reading_of_its_own() -> None:
    assert readings("I cant breth", lambda t: t.replace("breth", "breathe")) == (
        "i cant breth",
        "i cant breathe",
    )


@given(st.text())
def test_the_first_reading_is_the_message_itself(message: str) -> None:
    assert readings(message)[0] == normalised(message)
