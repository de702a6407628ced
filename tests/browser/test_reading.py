"""A citation opens the article at its words, and leads back."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from corpus import Article
from corpus.labels import Split, read_questions
from tests.browser.walks import ask, follow, marked

pytestmark = [pytest.mark.browser, pytest.mark.model]

QUESTION = "Can neurological symptoms caused by B12 deficiency be reversed?"
ANSWER = (
    "Yes, if caught early. Supplementation can halt and often reverse symptoms in the "
    "early stages. In long-term or severe cases, damage may be irreversible."
)


def test_a_citation_marks_its_words_and_leads_back(page: Page) -> None:
    citation = ask(page, QUESTION).get_by_role("link", name="[1]")
    follow(citation)
    assert marked(page) == ANSWER
    expect(page.locator("#article .opened").first).to_be_in_viewport()
    page.get_by_role("button", name="Back to the answer").click()
    expect(citation).to_be_focused()
    expect(citation).to_be_in_viewport()


def test_all_that_the_latest_answer_quotes_is_marked(page: Page) -> None:
    ask(page, QUESTION)
    quoted = page.locator("#article .quoted")
    expect(quoted).to_have_count(3)
    ask(page, "Who is most at risk for vitamin B12 deficiency?")
    expect(quoted.first).not_to_have_text("Yes, if caught early.")
    words = " ".join(quoted.all_inner_texts())
    assert "Vegans, vegetarians, older adults" in words
    assert "caught early" not in words


def test_the_way_there_and_back_needs_no_mouse(page: Page) -> None:
    ask(page, QUESTION)
    citation = page.get_by_role("link", name="[1]")
    for _ in range(60):
        if citation.evaluate("link => link === document.activeElement"):
            break
        page.keyboard.press("Shift+Tab")
    expect(citation).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#article .opened").first).to_be_focused()
    assert marked(page) == ANSWER
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(citation).to_be_focused()


def test_the_contents_open_a_section(page: Page) -> None:
    page.get_by_role("button", name="Contents").click()
    page.locator("#contents").get_by_role("link", name="Conclusion").click()
    page.locator("#article .opened").wait_for()
    assert marked(page) == "Conclusion"
    expect(page.locator("#article h2", has_text="Conclusion")).to_be_in_viewport()


def test_places_named_without_a_quote_can_be_opened(page: Page) -> None:
    reply = ask(page, "How much B12 is in a tin of sardines?")
    assert reply.locator("blockquote").count() == 0
    place = reply.get_by_role("link").first
    title = place.inner_text()
    follow(place)
    assert marked(page) == title


def test_a_query_in_the_address_does_not_lose_the_chat(page: Page, served: str) -> None:
    page.goto(f"{served}/?__theme=dark")
    page.get_by_label("Your question").wait_for()
    follow(ask(page, QUESTION).get_by_role("link", name="[1]"))
    assert marked(page) == ANSWER
    assert page.locator("#chat .bot.message").count() == 1


@pytest.fixture(scope="module")
def wide_page(chromium: Browser, served: str) -> Page:
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    page.goto(served)
    page.get_by_label("Your question").wait_for()
    return page


def test_every_citation_opens_exactly_what_it_quotes(
    wide_page: Page, b12_article: Article, chromium: Browser
) -> None:
    own = [
        b12_article.shown(pair.question.start, pair.question.end)
        for pair in b12_article.questions
    ]
    asked = [
        each.turns[0]
        for each in read_questions(b12_article)
        if each.split is Split.TEST and each.groups and len(each.turns) == 1
    ]
    addresses: list[tuple[str, str]] = []
    for question in [*own, *asked[:: len(asked) // 50][:50]]:
        if len(addresses) % 10 == 0:  # a long chat is slow to draw
            wide_page.get_by_role("button", name="New chat").click()
            expect(wide_page.locator("#chat .bot.message")).to_have_count(0)
        reply = ask(wide_page, question)
        quotes = reply.locator("blockquote")
        for quote in quotes.all():
            citation = quote.get_by_role("link", name=re.compile(r"^\[\d\]$"))
            display = quote.locator("p").first.inner_text().rpartition(" [")[0]
            follow(citation)
            assert marked(wide_page) == display, question
            expect(wide_page.locator("#article .opened").first).to_be_in_viewport()
            addresses.append((wide_page.url, display))
    assert len(addresses) >= 50
    for address, display in addresses[:: len(addresses) // 10][:10]:
        opened = chromium.new_page()
        opened.goto(address)
        opened.locator("#article .opened").first.wait_for()
        assert marked(opened) == display
        expect(opened.locator("#article .opened").first).to_be_in_viewport()
        opened.close()
