"""Figures of merit of replies to made-up questions, countable by hand."""

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.figures import (
    Figure,
    Judged,
    Reply,
    Span,
    answered,
    auc,
    gold_share,
    interval,
    median_characters,
    risk_by_coverage,
    share,
)
from corpus.labels import LabelledQuestion, Split

ONE, TWO, OTHER = (0, 10), (20, 40), (50, 100)  # sentences


def judged(
    *shown: Span,
    groups: Sequence[Sequence[Span]] = ((ONE,),),
    kind: str = "plain",
    confidence: float = 0.0,
    intent: str = "apples",
) -> Judged:
    parts = tuple(frozenset(group) for group in groups)
    question = LabelledQuestion("q", kind, Split.DEV, ("?",), (intent,), parts)
    return Judged(question, Reply(shown, confidence))


def near_miss(*shown: Span, confidence: float = 0.0) -> Judged:
    return judged(*shown, groups=(), kind="near_miss", confidence=confidence)


@pytest.mark.parametrize(
    ("shown", "is_right"),
    [
        ([ONE], True),
        ([ONE, OTHER], True),
        ([OTHER, ONE], False),
        ([(0, 40)], True),
        ([(0, 6)], True),
        ([(0, 5)], False),
        ([(10, 20)], False),
        ([], False),
    ],
)
def test_the_first_excerpt_is_right_if_it_holds_most_of_an_answer(
    shown: list[Span], *, is_right: bool
) -> None:
    reply = judged(*shown)
    assert reply.is_first_right == reply.is_right == is_right
    assert reply.is_refused == (not shown)


@pytest.mark.parametrize(
    ("shown", "is_covered"),
    [
        ([ONE, TWO], True),
        ([OTHER, TWO, ONE], True),
        ([(0, 40)], True),
        ([ONE, OTHER], False),
        ([TWO], False),
        ([], False),
    ],
)
def test_a_question_in_two_parts_is_covered_by_an_answer_to_each(
    shown: list[Span], *, is_covered: bool
) -> None:
    assert judged(*shown, groups=[[ONE], [TWO]]).is_covered == is_covered


@pytest.mark.parametrize("shown", [ONE, TWO])
def test_any_sentence_of_a_part_gives_it(shown: Span) -> None:
    reply = judged(shown, groups=[[ONE, TWO]])
    assert reply.is_first_right
    assert reply.is_covered


def test_what_has_no_answer_is_rightly_refused() -> None:
    assert near_miss().is_right
    assert near_miss().is_refused
    assert not near_miss(ONE).is_right
    assert not near_miss(ONE).is_first_right


def test_shares_are_of_the_questions_they_speak_of() -> None:
    replies = [judged(ONE), judged(OTHER), judged(), near_miss(), judged(kind="typo")]
    assert share("is_refused")(replies) == 3 / 5
    assert share("is_refused", "plain")(replies) == pytest.approx(1 / 3)
    assert share("is_refused", "typo", "near_miss")(replies) == 1
    assert answered("is_first_right")(replies) == 1 / 4
    assert math.isnan(share("is_refused", "far_off")(replies))


def test_gold_share_counts_characters_shown_to_answered_questions() -> None:
    reply = judged((0, 25), OTHER, groups=[[ONE], [ONE, TWO]])
    assert (reply.characters, reply.gold_characters) == (75, 15)
    assert gold_share([reply]) == 15 / 75
    assert gold_share([reply, judged(), near_miss(OTHER)]) == 15 / 75
    assert gold_share([reply, judged(ONE)]) == 25 / 85
    assert math.isnan(gold_share([judged(), near_miss(ONE)]))


def test_median_characters_leave_refusals_out() -> None:
    replies = [judged(ONE), judged(TWO), judged(OTHER), judged(), near_miss((0, 999))]
    assert median_characters(replies) == 20
    assert math.isnan(median_characters([judged()]))


@pytest.mark.parametrize(
    ("sure", "unsure", "expected"),
    [
        ([0.9, 0.8], [0.2, 0.1], 1.0),
        ([0.1, 0.2], [0.8, 0.9], 0.0),
        ([0.5], [0.5], 0.5),
        ([0.9, 0.3], [0.5, 0.1], 0.75),
    ],
)
def test_auc_is_how_often_an_answered_question_is_surer_than_a_near_miss(
    sure: list[float], unsure: list[float], expected: float
) -> None:
    replies = [judged(confidence=each) for each in sure]
    replies += [near_miss(confidence=each) for each in unsure]
    far_off = judged(groups=(), kind="far_off", confidence=99)
    assert auc([*replies, far_off]) == expected


def test_auc_needs_both_sorts_of_questions() -> None:
    assert math.isnan(auc([judged(), judged(ONE)]))
    assert math.isnan(auc([near_miss()]))


@given(st.lists(st.booleans(), min_size=1, max_size=30), st.integers(0, 99))
@settings(max_examples=20, deadline=None)
def test_the_interval_holds_the_value(found: list[bool], seed: int) -> None:
    replies = [
        judged(ONE if right else OTHER, intent=str(i)) for i, right in enumerate(found)
    ]
    figure = interval(answered("is_first_right"), replies, seed)
    assert figure.value == pytest.approx(sum(found) / len(found))
    assert 0 <= figure.low <= figure.value <= figure.high <= 1


def test_an_interval_is_wide_where_few_intents_were_asked() -> None:
    def half_right(intents: int) -> Figure:
        replies = [
            judged(ONE if i % intents < intents / 2 else OTHER, intent=str(i % intents))
            for i in range(100)
        ]
        return interval(answered("is_first_right"), replies)

    two, hundred = half_right(2), half_right(100)
    assert (two.low, two.value, two.high) == (0, 0.5, 1)
    assert hundred.value == 0.5
    assert hundred.high - hundred.low == pytest.approx(4 * 0.05, abs=0.05)
    assert half_right(100) == hundred


def test_risk_grows_as_less_sure_replies_are_given() -> None:
    replies = [
        judged(OTHER, confidence=0.3),
        judged(ONE, confidence=0.9),
        near_miss(ONE, confidence=0.1),
        judged(ONE, confidence=0.5),
    ]
    coverage, risk = risk_by_coverage(replies)
    assert coverage.tolist() == [0.25, 0.5, 0.75, 1.0]
    assert np.allclose(risk, [0, 0, 1 / 3, 1 / 2])
