"""Personal data with a shape of its own is masked; doses, ages and results are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.masking import masked


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("write to jo.bloggs+b12@mail.example.org please", "write to [e-mail] please"),
        ("call me on 07700 900123 after 6", "call me on [number] after 6"),
        ("my number is +44 (0)20 7946 0018.", "my number is [number]."),
        ("NHS number 943 476 5919, can you look", "NHS number [number], can you look"),
        (
            "tested on 03/11/2026 and again 2026-11-20",
            "tested on [date] and again [date]",
        ),
        ("since 3rd of March 2024 I am tired", "since [date] I am tired"),
        ("on Nov 3, 2025 they said", "on [date] they said"),
        ("my insurance id is QQ123456C", "my insurance id is [id]"),
        ("see https://me.example/?q=1 for my results", "see [address] for my results"),
    ],
)
def test_what_points_to_a_person_is_masked(text: str, hidden: str) -> None:
    assert masked(text) == hidden


@pytest.mark.parametrize(
    "text",
    [
        "is B12 of 150 pg/ml low? I am 67",
        "1000 mcg or 5000 mcg a day",
        "my MMA was 0.45 and homocysteine 21.3",
        "numb since 2019, worse in 2024",
        "can I take B12, B6 and folate 400 together",
        "ferritin 12-150, hb 10.9, mcv 104.5",
    ],
)
def test_what_a_question_is_about_stays(text: str) -> None:
    assert masked(text) == text


@given(st.text())
def test_masking_twice_changes_nothing_more(text: str) -> None:
    assert masked(masked(text)) == masked(text)
