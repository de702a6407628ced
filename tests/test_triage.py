"""Danger first, then what cannot be read, then small talk; the rest are questions."""

import pytest

from bot.triage import LONGEST, Triage

triage = Triage()


@pytest.mark.parametrize(
    ("message", "kind", "rule"),
    [
        ("I want to kill myself", "urgent", "self_harm"),
        ("I WANT TO K\u200bILL MYSELF", "urgent", "self_harm"),
        ("What is B12? Also I can't breathe", "urgent", "breathing"),
        ("i can\u2019t breathe", "urgent", "breathing"),
        ("", "clarify", "empty"),
        (" \n\t\u200b ", "clarify", "empty"),
        ("?!... 123 😀", "clarify", "no_words"),
        ("xzcvbnmk qwrtpsd", "clarify", "gibberish"),
        ("aaaaaaa", "clarify", "gibberish"),
        ("什么是维生素B12缺乏症？", "clarify", "language"),
        ("Каковы симптомы?", "clarify", "language"),
        ("b" * (LONGEST + 1), "clarify", "too_long"),
        ("Hello!", "smalltalk", "greeting"),
        ("thank you so much", "smalltalk", "thanks"),
        ("Are you a doctor?", "smalltalk", "are_you_a_doctor"),
        ("What is myelin?", "question", ""),
        ("mma?", "question", ""),
        ("Qué es la vitamina B12", "question", ""),
    ],
)
def test_messages_go_where_they_belong(message: str, kind: str, rule: str) -> None:
    decision = triage(message)
    assert (decision.kind, decision.rule) == (kind, rule)


def test_danger_in_a_message_that_is_too_long_still_fires() -> None:
    assert triage("filler " * 500 + "I want to die").rule == "self_harm"


def test_an_earlier_danger_leaves_a_notice_and_does_not_fire_again() -> None:
    decision = triage("What is myelin?", ["I want to die", "ok"])
    assert (decision.kind, decision.notice) == ("question", "self_harm")


def test_the_latest_of_two_dangers_is_the_notice() -> None:
    assert triage("ok", ["I want to die", "I can't breathe"]).notice == "breathing"


def test_questions_leaves_out_small_talk() -> None:
    turns = ["Hi", "What is myelin?", "thanks", "", "I want to die"]
    assert triage.questions(turns) == ("What is myelin?",)
