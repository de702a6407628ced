"""Who may be in danger, from the whole conversation, whatever stands around it."""

import pytest

from bot.danger import LONGEST_PART, DangerWatch, Heard
from tests.conftest import RULES, WordSenses

watch = DangerWatch(WordSenses(), RULES)
CHAT = "What foods have B12? My aunt in Leeds swears by liver and onions on a Sunday."


def test_a_rule_and_the_classifier_each_fire_alone() -> None:
    by_rule, by_classifier = (
        watch("I can't breathe").now.danger,
        watch("so alarmed").now.danger,
    )
    assert by_rule
    assert by_classifier
    assert (by_rule.kind, by_rule.source) == ("breathing", "rule")
    assert (by_classifier.kind, by_classifier.source) == ("stroke", "classifier")


@pytest.mark.parametrize(
    "message",
    [
        f"{CHAT} I am alarmed.",
        f"I am alarmed! {CHAT}",
        f"{CHAT} I am alarmed. {CHAT}",
        "and then " * LONGEST_PART + "i am alarmed " + "and then " * LONGEST_PART,
        "one. " * 500 + "I am alarmed.",
        "I am alarmed. " + "one. " * 500,
    ],
)
def test_what_stands_around_it_does_not_hide_it(message: str) -> None:
    assert watch(message).now.danger


def test_ordinary_chat_is_calm() -> None:
    seen = watch(CHAT, ["Hello", "What is B12?"])
    assert (seen.now, seen.earlier) == (Heard(None, ""), None)


def test_danger_that_only_two_turns_together_tell_is_found() -> None:
    seen = watch("properly", ["I can't", "breathe"])
    assert [bool(each.danger) for each in seen.heard] == [False, True, False]
    assert seen.earlier
    assert seen.earlier.kind == "breathing"


def test_a_long_conversation_is_remembered_by_the_rules() -> None:
    seen = watch("ok", ["I want to die", *["ok"] * 60])
    assert seen.earlier
    assert seen.earlier.kind == "self_harm"


@pytest.mark.parametrize("message", ["", " ", "\u200b", "?"])
def test_nothing_said_is_calm(message: str) -> None:
    assert watch(message, [""]).now == Heard(None, "")
