"""Plain English is told from what other languages look like in Latin letters."""

import pytest

from bot.danger_rules import DangerRules
from bot.english import is_plainly_english, without_english


@pytest.mark.parametrize(
    "text",
    [
        "Can a person become paralyzed if this is never treated?",
        "what would happen if i just don't take it",
        "I\u2019m not sure what it does for my nerves",
    ],
)
def test_plain_english(text: str) -> None:
    assert is_plainly_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "b12 numb feet",
        "mujhe seene me bahut tez dard ho raha hai",
        "quiero morirme, no le veo sentido a nada",
        "yaar game over karne ka mood hai apni life ka",
        "saya mau mati saja",
        "ya khochu umeret, pomogite",
        "\u6211\u4e0d\u60f3\u6d3b\u4e86",
    ],
)
def test_what_may_be_something_else(text: str) -> None:
    assert not is_plainly_english(text)


def test_the_sentences_that_may_be_something_else_are_left() -> None:
    text = "I hope you are well. mujhe seene me dard ho raha hai! What should I do?"
    assert without_english(text) == "mujhe seene me dard ho raha hai!"
    assert without_english("I hope you are well.") == ""
    assert without_english("b12 numb feet") == "b12 numb feet"


def test_rules_of_other_languages_do_not_read_plain_english() -> None:
    rules = DangerRules(mend=str, languages=("en", "ru"))
    assert rules("Could a person end up paralysed if nobody treats it?") is None
    fired = rules("I hope you are well. otets paralizovan, ne mozhet dvigatsya")
    assert fired
    assert fired.language == "ru"
