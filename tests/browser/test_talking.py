"""Around the conversation: waiting, saving, rating, keeping and clearing."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from bot import open_bot
from bot.bot import Bot, open_store
from bot.settings import Settings
from bot.starting import StartingBot
from bot.store.answers import KeptAnswers
from corpus import read_article
from tests.browser.walks import ask
from tests.serving import serving

pytestmark = [pytest.mark.browser, pytest.mark.model]

QUESTION = "Who is most at risk for vitamin B12 deficiency?"
STORED = "JSON.stringify(localStorage) + document.cookie"


def test_nothing_stays_in_the_browser_unless_asked_for(page: Page) -> None:
    ask(page, QUESTION)
    assert page.evaluate(STORED) == "{}"
    page.reload()
    page.get_by_label("Your question").wait_for()
    expect(page.locator("#chat .bot.message")).to_have_count(0)


def test_a_chat_is_kept_on_the_device_where_asked_for_and_cleared(page: Page) -> None:
    ask(page, QUESTION)
    page.get_by_label("Keep this chat on this device").check()
    page.wait_for_function("() => localStorage.length > 0")
    page.reload()
    expect(page.locator("#chat blockquote").first).to_contain_text("Vegans")
    expect(page.get_by_label("Keep this chat on this device")).to_be_checked()
    page.get_by_role("button", name="Clear everything on this device").click()
    expect(page.locator("#chat .bot.message")).to_have_count(0)
    page.wait_for_function("() => localStorage.length === 0")
    page.reload()
    page.get_by_label("Your question").wait_for()
    expect(page.locator("#chat .bot.message")).to_have_count(0)


def test_a_new_chat_begins_without_the_old_one(page: Page) -> None:
    ask(page, QUESTION)
    page.get_by_role("button", name="New chat").click()
    expect(page.locator("#chat .bot.message")).to_have_count(0)
    expect(page.get_by_role("heading", name="Ask about vitamin B12")).to_be_visible()
    assert "I read this as" not in ask(page, "and why them?").inner_text()


def test_a_question_is_asked_again(page: Page) -> None:
    first = ask(page, QUESTION).locator("blockquote").all_text_contents()
    page.get_by_role("button", name="Retry").click()
    expect(page.locator("#chat .bot.message")).to_have_count(1)
    expect(page.locator("#chat blockquote")).to_have_text(first)


def test_an_answer_is_copied_with_sources_and_disclaimer(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, QUESTION).get_by_role("button", name="Copy").click()
    expect(page.get_by_role("status").first).to_contain_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "Vegans, vegetarians" in copied
    assert "not medical advice" in copied
    assert re.search(r"Answer id: [0-9a-f]{12}", copied)
    (address,) = re.findall(r"^\[1\] (http\S+)$", copied, re.MULTILINE)
    assert address.startswith(f"{page.url}#b12-deficiency:")


def test_a_conversation_is_saved_as_markdown(page: Page) -> None:
    ask(page, QUESTION)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save").click()
    text = Path(download.value.path()).read_text("utf-8")
    name = download.value.suggested_filename
    assert re.fullmatch(r"b12bot-\d{4}-\d\d-\d\d\.md", name)
    assert f"## {QUESTION}" in text
    assert f"[\\[1\\]]({page.url}#b12-deficiency:" in text
    assert "not medical advice" in text


def test_on_paper_the_conversation_stands_alone(page: Page) -> None:
    ask(page, QUESTION)
    page.emulate_media(media="print")
    expect(page.locator("#chat blockquote").first).to_be_visible()
    expect(page.get_by_text("not medical advice").first).to_be_visible()
    for part in ("#article", "#question", "#tools", "#chat .option >> nth=0"):
        expect(page.locator(part)).to_be_hidden()


def test_a_thumb_down_asks_why_and_is_kept(page: Page, kept: KeptAnswers) -> None:
    ask(page, QUESTION)
    page.get_by_role("button", name="Dislike").click()
    expect(page.locator("#feedback")).to_contain_text("kept with the answer")
    page.get_by_label("It is hard to understand").check()
    page.get_by_label("Anything else?").fill("<b>which</b> age?")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_label("Anything else?")).to_be_hidden()
    row = kept.all()[0]
    assert (row.opinion, row.reason) == ("unhelpful", "unclear")
    assert row.comment == "<b>which</b> age?"
    assert row.turns == [QUESTION]
    assert row.id in page.locator("#chat .bot.message").inner_text()


def test_a_thumb_up_is_kept_without_more_questions(
    page: Page, kept: KeptAnswers
) -> None:
    reply = ask(page, QUESTION)
    page.get_by_role("button", name="Like", exact=True).click()
    expect(page.locator("#feedback")).to_contain_text("kept with the answer")
    expect(page.get_by_label("Anything else?")).to_be_hidden()
    assert any(
        row.opinion == "helpful" and row.id in reply.inner_text() for row in kept.all()
    )


def test_the_privacy_page_is_one_click_away(page: Page) -> None:
    with page.context.expect_page() as opened:  # a tab of its own: the chat stays
        page.get_by_role("link", name="Privacy").first.click()
    heading = opened.value.get_by_role("heading", name="What is kept")
    expect(heading).to_be_visible()


def test_the_page_never_scrolls_sideways(page: Page) -> None:
    ask(page, "How much B12 is in a tin of sardines?")
    for width in (320, 640, 2560):
        page.set_viewport_size({"width": width, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_words_from_right_to_left_stay_in_order(page: Page) -> None:
    ask(page, "ما هو فيتامين B12؟")
    user = page.locator("#chat .user-row p").last
    assert user.evaluate("p => getComputedStyle(p).unicodeBidi") == "plaintext"
    assert page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


@pytest.fixture
def slow_page(
    chromium: Browser, real_index: Path, tmp_path: Path
) -> Iterator[tuple[Page, Event]]:
    """The page of a bot that is not there before the event is set."""
    there = Event()

    def load() -> Bot:
        there.wait(120)
        return open_bot(open_store(Settings(index_dir=real_index)))

    bot = StartingBot(read_article(), load)
    with serving(bot, Settings(data_dir=tmp_path)) as url:
        page = chromium.new_page()
        page.goto(url)
        page.get_by_label("Your question").wait_for()
        yield page, there
        there.set()
        page.close()


def test_a_question_asked_before_the_bot_is_loaded_is_answered(
    slow_page: tuple[Page, Event],
) -> None:
    page, there = slow_page
    status = page.get_by_role("status").first
    expect(status).to_contain_text("Still starting up")
    expect(page.locator("#article h2").first).to_have_text("Introduction")
    page.get_by_label("Your question").fill(QUESTION)
    page.get_by_label("Your question").press("Enter")
    there.set()
    quote = page.locator("#chat blockquote").first
    expect(quote).to_contain_text("Vegans", timeout=120_000)
    expect(status).to_have_text("")


def test_a_wait_is_told_only_where_there_is_one(page: Page) -> None:
    told = """() => { window.told = []; new MutationObserver(() => window.told.push(
        document.querySelector("#status").textContent)).observe(
        document.querySelector("#status"), {childList: true}) }"""
    page.evaluate(told)
    ask(page, QUESTION)
    assert page.evaluate("window.told").count("Looking it up ...") <= 1
    runs = re.compile("/gradio_api/run/")

    def late(route: Route) -> None:
        time.sleep(0.9)
        route.continue_()

    page.route(runs, late)
    ask(page, "How is vitamin B12 deficiency diagnosed?")
    assert "Looking it up ..." in page.evaluate("window.told")
    expect(page.get_by_role("status").first).to_have_text("")
    page.unroute(runs)


def test_a_page_without_scripts_says_so(chromium: Browser, served: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served)
    assert "needs JavaScript" in page.inner_text("body")
    context.close()
