"""Steps that people take on the page."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Dialog, Locator, Page, Request

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def ask(page: Page, question: str) -> Locator:
    """Ask, wait for the reply, and give it."""
    replies = page.locator("#chat .bot.message")
    before = replies.count()
    box = page.get_by_label("Your question")
    box.fill(question)
    box.press("Enter")
    replies.nth(before).wait_for()
    return replies.nth(before)


def marked(page: Page) -> str:
    """The words that a citation opened."""
    return " ".join(page.locator("#article .opened").all_inner_texts())


def follow(citation: Locator) -> None:
    """Click a citation, and wait until the article shows its words."""
    start = re.search(r":(\d+)-", citation.get_attribute("href") or "")
    assert start
    citation.click()
    citation.page.locator(f"#article #s-{start[1]}.opened").wait_for()


def violations(page: Page) -> list[str]:
    """What axe-core (Deque) finds against WCAG 2.2 A and AA and good practice."""
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [f"{each['id']}: {n['html'][:200]}" for each in found for n in each["nodes"]]


def watched(page: Page, own: str) -> list[str]:
    """What scripts say on a page from now on, and what it asks of others than `own`."""
    seen: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        seen.append(dialog.message)
        dialog.dismiss()

    def note(request: Request) -> None:
        if not request.url.startswith(own):
            seen.append(request.url)

    page.on("dialog", dismiss)
    page.on("request", note)
    return seen
