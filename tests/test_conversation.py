"""Follow-ups take the turns before them along; full questions stand alone."""

import pytest

from bot.conversation import Part, Resolved, resolve


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("Can it be reversed?", "What is myelin damage? Can it be reversed?"),
        ("and in older people?", "What is myelin damage? and in older people?"),
        ("Why?", "What is myelin damage? Why?"),
        ("Which foods contain B12?", "Which foods contain B12?"),
        ("Who is most at risk of nerve pain?", "Who is most at risk of nerve pain?"),
    ],
)
def test_only_follow_ups_are_completed(message: str, expected: str) -> None:
    resolved = resolve(message, ["What is myelin damage?"])
    assert resolved.question == expected
    assert resolved.carried == (expected != message)
    assert resolved.parts == (Part(message, "What is myelin damage?"),)


def test_a_chain_of_follow_ups_goes_back_to_its_question() -> None:
    turns = ["How is it diagnosed in hospital clinics?", "Why that one?"]
    resolved = resolve("And then?", turns)
    assert resolved.question == (
        "How is it diagnosed in hospital clinics? Why that one? And then?"
    )


def test_without_turns_a_message_is_taken_as_it_is() -> None:
    assert resolve("  Can it\n be reversed? ").question == "Can it be reversed?"


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        (
            "Which tests are there? Who should have them?",
            ("Which tests are there?", "Who should have them?"),
        ),
        ("My feet tingle. Is that B12?", ("My feet tingle. Is that B12?",)),
        ("Really? Is that B12 then?", ("Really? Is that B12 then?",)),
    ],
)
def test_two_questions_are_split(message: str, parts: tuple[str, ...]) -> None:
    assert tuple(part.question for part in resolve(message).parts) == parts


def test_a_second_question_that_leans_comes_with_the_first() -> None:
    parts = resolve("What is myelin? Does it grow back?", ["Hello there"]).parts
    assert parts == (
        Part("What is myelin?", "Hello there"),
        Part("Does it grow back?", "Hello there What is myelin?"),
    )


@pytest.mark.parametrize(
    ("message", "question"),
    [
        ("Different topic: can it harm the eyes?", "can it harm the eyes?"),
        ("Never mind. How is it diagnosed?", "How is it diagnosed?"),
        ("ok, another question, who is at risk?", "who is at risk?"),
        ("Forget that. Which foods have it?", "Which foods have it?"),
    ],
)
def test_who_says_that_the_topic_changes_is_taken_at_their_word(
    message: str, question: str
) -> None:
    resolved = resolve(message, ["Why would it make me anxious?"])
    assert resolved == Resolved(question, (Part(question),), carried=False)


@pytest.mark.parametrize("message", ["Never mind", "new question?", "something else"])
def test_a_change_of_topic_without_a_topic_changes_nothing(message: str) -> None:
    resolved = resolve(message, ["Who eats apples?"])
    assert resolved.parts == (Part(message, "Who eats apples?"),)
