"""A question that was asked before is not worked out anew."""

from collections.abc import Sequence

import pytest

from bot import Bot
from bot.compose import Findings
from bot.remembering import Remembering
from bot.stopwatch import Stopwatch
from bot.triage import Decision


def finder(
    asked: list[tuple[str, ...]], decision: Decision, *, most: int = 10
) -> Remembering:
    def find(message: str, turns: Sequence[str], _: Stopwatch) -> Findings:
        asked.append((*turns, message))
        return Findings(decision)

    return Remembering(find, most=most)


def test_the_same_conversation_is_found_once() -> None:
    asked: list[tuple[str, ...]] = []
    find = finder(asked, Decision("question"))
    for said in (["a"], ["a"], ["a", "b"], ["b"], ["a", "b"]):
        assert find(said[-1], said[:-1], Stopwatch()) == Findings(Decision("question"))
    assert asked == [("a",), ("a", "b"), ("b",)]


def test_only_the_last_ones_are_remembered() -> None:
    asked: list[tuple[str, ...]] = []
    find = finder(asked, Decision("question"), most=2)
    for message in "abcab":
        find(message, (), Stopwatch())
    assert asked == [("a",), ("b",), ("c",), ("a",), ("b",)]


@pytest.mark.parametrize(
    "decision", [Decision("urgent"), Decision("question", notice="emergency")]
)
def test_danger_is_not_remembered(decision: Decision) -> None:
    asked: list[tuple[str, ...]] = []
    find = finder(asked, decision)
    find("a", (), Stopwatch())
    find("a", (), Stopwatch())
    assert len(asked) == 2


def test_a_repeated_answer_is_the_same_but_for_its_id(small_bot: Bot) -> None:
    first, second = (small_bot.ask("How are apples picked?") for _ in range(2))
    assert first.id != second.id
    assert (first.text, first.excerpts) == (second.text, second.excerpts)
    assert set(second.receipt.milliseconds) == {"compose"}
