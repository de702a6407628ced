"""No rule of WCAG 2.2 A and AA is broken as far as axe-core can tell (Deque)."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.walks import ask, violations

pytestmark = [pytest.mark.browser, pytest.mark.model]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_state_of_the_page_is_accessible(
    page: Page, served: str, scheme: str
) -> None:
    page.goto(f"{served}/?__theme={scheme}")
    page.get_by_label("Your question").wait_for()
    page.locator("#article[tabindex]").wait_for()
    assert violations(page) == []
    ask(page, "Can neurological symptoms be reversed?")
    page.get_by_role("link", name="[1]").click()
    assert violations(page) == []
    ask(page, "How much B12 is in a tin of sardines?")
    page.get_by_role("button", name="Dislike").last.click()
    expect(page.get_by_label("It is hard to understand")).to_be_visible()
    assert violations(page) == []
    ask(page, "My dad collapsed and won't wake up")
    expect(page.locator("#help")).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("path", ["about", "privacy"])
def test_the_pages_of_text_are_accessible(page: Page, served: str, path: str) -> None:
    page.goto(f"{served}/{path}")
    assert violations(page) == []


def test_an_answer_is_announced_once(page: Page) -> None:
    reply = ask(page, "Can neurological symptoms be reversed?")
    announcing = reply.locator("xpath=ancestor-or-self::*[@aria-live or @role='alert']")
    assert announcing.count() == 1
    assert announcing.get_attribute("aria-live") == "polite"
    elsewhere = page.locator("[role=status], [role=alert]").all_inner_texts()
    assert not any("caught early" in text for text in elsewhere)
