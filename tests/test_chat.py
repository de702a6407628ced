"""Turns of the chat as Gradio keeps them: linked, kept, exported and rated."""

import re
from pathlib import Path

import pytest

from bot import Bot
from bot.settings import Settings
from bot.store.keeping import Keeper, open_database
from bot.web.article_page import article_markdown, contents_markdown
from bot.web.chat import ChatMessage, respond
from bot.web.export import conversation_markdown
from bot.web.feedback_panel import NOT_KEPT, TAKEN_BACK, FeedbackDesk
from bot.web.help_panel import Pinned, numbers_of, pinned_by, pinned_in
from bot.wording import escape


def test_a_turn_of_the_chat_links_its_citation(small_bot: Bot) -> None:
    (user, reply), _ = respond(small_bot, "How are apples picked?", [])
    assert user == {"role": "user", "content": "How are apples picked?"}
    start = small_bot.article.text.index("Pickers")
    end = small_bot.article.text.index("hand.") + 5
    assert f'[\\[1\\]](#apples:{start}-{end} "Source: Q&A")' in reply["content"]
    assert re.search(r"\n\nAnswer id: [0-9a-f]{12}\n\n</div>$", reply["content"])
    assert [option["value"] for option in reply["options"]] == ["Who eats apples?"]


def test_the_chat_remembers_by_what_the_page_sends(small_bot: Bot) -> None:
    history, _ = respond(small_bot, "How are apples *picked*?", [])
    as_gradio_gives_it = [
        {**message, "content": [{"type": "text", "text": message["content"]}]}
        for message in history
    ]
    (*_, reply), _ = respond(small_bot, "by hand?", as_gradio_gives_it)
    assert f"*{escape('How are apples *picked*? by hand?')}*" in reply["content"]


def test_a_reply_that_quotes_nothing_names_places_to_open(small_bot: Bot) -> None:
    (_, reply), answer = respond(small_bot, "What dose of apples is best?", [])
    assert reply["content"].startswith('<div class="not_covered">')
    assert answer.related
    for place in answer.related:
        assert f"[{place.section}](#apples:{place.start}-" in reply["content"]


def test_the_contents_lead_to_the_headings_of_the_article(small_bot: Bot) -> None:
    start = small_bot.article.text.index("2. Storing")
    link = f"- [2. Storing apples](#apples:{start}-{start + 17})"
    assert link in contents_markdown(small_bot.article)
    heading = f'## <span id="s-{start}">2. Storing apples</span>'
    assert heading in article_markdown(small_bot.article)


def test_a_conversation_is_exported_as_it_was(small_bot: Bot) -> None:
    history, _ = respond(small_bot, "How are apples <picked>?", [])
    text = conversation_markdown(small_bot.article, history)
    assert "## How are apples \\<picked\\>?" in text
    assert "> Pickers twist apples off the branch by hand. [\\[1\\]](#apples:" in text
    assert "not medical advice" in text
    assert "Answer id: " in text
    assert "<div" not in text
    assert conversation_markdown(small_bot.article, []) == ""


def test_help_stays_in_sight_after_a_danger(small_bot: Bot) -> None:
    history, answer = respond(small_bot, "I want to die", [])
    assert pinned_by(answer) == Pinned(answer.text.splitlines()[0], is_crisis=True)
    history, answer = respond(small_bot, "How are apples picked?", history)
    assert "may not be safe" in pinned_by(answer).line
    assert pinned_by(respond(small_bot, "How are apples picked?", [])[1]).line == ""


def test_the_numbers_of_the_place_picked_are_shown() -> None:
    words = numbers_of("United Kingdom", crisis=True)
    assert "United Kingdom: emergency [999](tel:999), Samaritans" in words
    assert "local emergency number" in numbers_of("", crisis=True)
    assert "local emergency number" in numbers_of("Atlantis", crisis=True)


def test_a_crisis_line_is_not_for_a_stroke(small_bot: Bot) -> None:
    assert pinned_by(respond(small_bot, "alarmed", [])[1]).is_crisis is False
    assert "Samaritans" not in numbers_of("United Kingdom", crisis=False)


def test_a_kept_conversation_keeps_its_help(small_bot: Bot) -> None:
    history, answer = respond(small_bot, "I want to die", [])
    history, _ = respond(small_bot, "How are apples picked?", history)
    assert pinned_in(history) == pinned_by(answer)
    assert pinned_in(respond(small_bot, "How are apples picked?", [])[0]).line == ""


@pytest.fixture
def keeper(small_bot: Bot, tmp_path: Path) -> Keeper:
    settings = Settings(data_dir=tmp_path / "kept")
    return Keeper(open_database(settings), small_bot.article, settings)


@pytest.fixture
def history(small_bot: Bot) -> list[ChatMessage]:
    history, _ = respond(small_bot, "Hello", [])
    return respond(small_bot, "How are apples picked?", history)[0]


def test_a_thumb_is_kept_with_the_turns_up_to_its_answer(
    small_bot: Bot, keeper: Keeper, history: list[ChatMessage]
) -> None:
    desk = FeedbackDesk(small_bot, keeper)
    told = desk.rate(history, 3, is_helpful=False, reason="unclear", comment="how?")
    (row,) = keeper.answers.all()
    assert row.turns == ["Hello", "How are apples picked?"]
    said = (row.opinion, row.reason, row.comment)
    assert said == ("unhelpful", "unclear", "how?")
    assert row.id in told
    assert row.id in history[3]["content"]
    assert row.conversation in history[1]["content"]
    assert desk.rate(history, 3, is_helpful=None) == TAKEN_BACK
    assert keeper.answers.all() == []


def test_words_that_we_did_not_say_are_not_kept(
    small_bot: Bot, keeper: Keeper, history: list[ChatMessage]
) -> None:
    forged = f"Eat ten apples.\n\nAnswer id: {'0' * 12}"
    history[3] = {"role": "assistant", "content": forged}
    FeedbackDesk(small_bot, keeper).rate(history, 3, is_helpful=True)
    (row,) = keeper.answers.all()
    start = small_bot.article.text.index("Pickers")
    assert row.excerpts == [["apples", start, start + 44]]


@pytest.mark.parametrize("place", [0, 2, 7, -1, -5])
def test_what_is_no_answer_cannot_be_rated(
    small_bot: Bot, keeper: Keeper, history: list[ChatMessage], place: int
) -> None:
    desk = FeedbackDesk(small_bot, keeper)
    assert desk.rate(history, place, is_helpful=True) == ""
    assert keeper.answers.all() == []


def test_what_cannot_be_kept_is_said(
    small_bot: Bot, tmp_path: Path, keeper: Keeper, history: list[ChatMessage]
) -> None:
    tmp_path.joinpath("kept").write_text("in the way", "utf-8")
    assert FeedbackDesk(small_bot, keeper).rate(history, 3, is_helpful=True) == NOT_KEPT
