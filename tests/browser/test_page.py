"""What people do on the page."""

import re

import pytest
from playwright.sync_api import Page, expect

from corpus import Article
from tests.browser.walks import ask

pytestmark = [pytest.mark.browser, pytest.mark.model]

QUESTION = "Can neurological symptoms caused by B12 deficiency be reversed?"
DISCLAIMER = re.compile("not medical advice")


def test_a_question_gets_excerpt_citation_section_and_disclaimer(page: Page) -> None:
    ask(page, QUESTION)
    quote = page.locator("#chat blockquote").first
    expect(quote).to_contain_text(
        "Yes, if caught early. Supplementation can halt and often reverse symptoms"
    )
    expect(quote).to_contain_text("Q&A Section")
    expect(quote.get_by_role("link", name="[1]")).to_be_visible()
    expect(page.locator("#chat").get_by_text(DISCLAIMER)).to_be_attached()
    expect(page.get_by_label("Your question")).to_have_value("")


def test_the_disclaimer_is_in_sight_from_the_start(page: Page) -> None:
    expect(page.locator("#disclaimer")).to_be_in_viewport()
    ask(page, QUESTION)
    page.locator("#chat blockquote").first.wait_for()
    expect(page.locator("#disclaimer")).to_be_in_viewport()


def test_the_article_is_there_with_its_headings_and_without_its_links(
    page: Page, b12_article: Article
) -> None:
    headings = page.locator("#article h2").all_text_contents()
    assert [text.strip() for text in headings] == [
        section.title for section in b12_article.sections
    ]
    expect(page.locator("#article")).to_contain_text("magnesium for energy")
    assert page.locator("#article a[href*=topvitamine]").count() == 0


def test_an_example_question_is_answered_with_one_click(page: Page) -> None:
    page.get_by_role("button", name="Who is most at risk").click()
    expect(page.locator("#chat blockquote").first).to_contain_text("Vegans")


def test_a_follow_up_is_understood_and_a_suggestion_asked(page: Page) -> None:
    ask(page, "Who is most at risk for vitamin B12 deficiency?")
    page.locator("#chat blockquote").first.wait_for()
    ask(page, "and why them?")
    expect(page.locator("#chat")).to_contain_text("I read this as: Who is most at risk")
    suggestion = page.locator("#chat .option").first
    asked = suggestion.inner_text()
    suggestion.click()
    expect(page.locator("#chat .user-row").last).to_contain_text(asked)
    replies = page.locator("#chat .bot.message")
    expect(replies).to_have_count(3)
    expect(replies.last.locator("blockquote").first).to_be_visible()


def test_danger_gets_help_and_no_quote(page: Page) -> None:
    ask(page, "I want to kill myself")
    expect(page.locator("#chat")).to_contain_text("Please talk to a person now.")
    assert page.locator("#chat blockquote").count() == 0


def test_nothing_moves_while_an_answer_comes(page: Page) -> None:
    box = page.get_by_label("Your question")
    before = box.bounding_box()
    ask(page, QUESTION)
    page.wait_for_timeout(500)
    assert box.bounding_box() == before


def test_two_tabs_do_not_see_each_other(page: Page) -> None:
    ask(page, QUESTION)
    page.locator("#chat blockquote").first.wait_for()
    other = page.context.new_page()
    other.goto(page.url.split("#")[0])
    other.get_by_label("Your question").wait_for()
    assert other.locator("#chat blockquote").count() == 0


def test_danger_gets_a_card_with_numbers_to_tap_and_no_quote(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    ask(page, "I can't breathe and my lips are blue")
    card = page.locator("#chat").get_by_text("This may be an emergency").first
    expect(card).to_be_visible()
    number = page.locator("#chat a[href='tel:999']")
    expect(number).to_have_text("999")
    assert page.locator("#chat blockquote").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_help_is_announced_at_once_and_stays_in_sight(page: Page) -> None:
    ask(page, "I can't breathe and my lips are blue")
    help_panel = page.locator("#help")
    expect(help_panel).to_be_in_viewport()
    expect(page.get_by_role("alert").first).to_contain_text("This may be an emergency")
    page.get_by_label("Where are you?").click()
    page.get_by_role("option", name="United Kingdom").click()
    number = page.locator("#help-numbers a[href='tel:999']")
    expect(number).to_be_visible()
    ask(page, QUESTION)
    page.locator("#chat blockquote").first.wait_for()
    expect(help_panel).to_be_in_viewport()
    expect(number).to_be_visible()


def test_no_help_panel_where_nobody_is_in_danger(page: Page) -> None:
    ask(page, QUESTION)
    page.locator("#chat blockquote").first.wait_for()
    expect(page.locator("#help")).to_be_hidden()


def test_the_whole_disclaimer_is_one_click_away(page: Page) -> None:
    with page.context.expect_page() as opened:  # a tab of its own: the chat stays
        page.get_by_role("link", name="About and hard words").click()
    about = opened.value
    expect(about.get_by_role("heading", name="What it is not")).to_be_visible()
    expect(about.get_by_text("myelin", exact=True)).to_be_visible()
