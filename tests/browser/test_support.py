"""Support staff find a bad answer, see why, and turn it into a test that fails."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.settings import Settings
from bot.store.accounts import Accounts
from bot.store.keeping import open_database
from tests.browser.conftest import SIZES
from tests.browser.walks import ask, violations

pytestmark = [pytest.mark.browser, pytest.mark.model]

NAME, PASSWORD = "sam", "twelve letters and more"
QUESTION = "Can neurological symptoms caused by B12 deficiency be reversed?"
SHOULD_SAY = "Early recognition is vital."


@pytest.fixture
def console(page: Page, served: str, settings: Settings) -> Page:
    """The console, signed in to."""
    accounts = Accounts(open_database(settings))
    if not accounts.exist():
        accounts.add(NAME, PASSWORD)
    page.goto(f"{served}/support/")
    assert violations(page) == []
    page.get_by_label("Name").fill(NAME)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Inbox")).to_be_visible()
    return page


def rate_down(page: Page, served: str) -> str:
    """Point a thumb down on the chat page; the answer's id."""
    page.goto(served)
    reply = ask(page, QUESTION)
    page.get_by_role("button", name="Dislike").click()
    page.get_by_label("It does not answer my question").check()
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#feedback")).to_contain_text("was added")
    found = re.search(r"Answer id: (\w{12})", reply.inner_text())
    assert found
    return found[1]


def test_a_thumb_down_becomes_a_test_that_fails(
    console: Page, served: str, settings: Settings
) -> None:
    name = rate_down(console, served)
    console.goto(f"{served}/support/?why=unhelpful")
    console.get_by_role("link", name=QUESTION).first.click()
    expect(console.get_by_role("heading", name=f"Answer {name}")).to_be_visible()
    assert violations(console) == []
    expect(console.get_by_text("because: does not answer")).to_be_visible()
    expect(console.get_by_text("Word for word what the user got.")).to_be_visible()
    quoted = console.locator("tr.quoted").filter(has_text="Yes, if caught early.")
    expect(quoted).to_be_visible()
    console.get_by_role("button", name=SHOULD_SAY).click()
    expect(console.get_by_text("Run now, it fails")).to_be_visible()
    expect(console.locator(".yaml")).to_contain_text(f"quote: {SHOULD_SAY}")
    assert violations(console) == []
    console.get_by_role("button", name="Save into the suite").click()
    expect(console.get_by_text("Saved in")).to_be_visible()
    suite = settings.suites
    assert suite
    report = suite.parent / "report"
    command = [sys.executable, "-m", "bot", "evaluate", str(suite), "--no-baseline"]
    command += ["--filter", name, "--report", str(report)]
    command += ["--index-dir", str(settings.index_dir)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert f"  {name}  " in done.stdout


def test_the_suite_is_run_from_the_page(console: Page, settings: Settings) -> None:
    assert settings.suites
    path = Path(settings.suites) / "hand-made.yaml"
    path.write_text(f"- question: {QUESTION}\n  quote: Yes, if caught early.\n")
    console.get_by_role("link", name="Suite").click()
    console.get_by_role("button", name="Run the suite").click()
    expect(console.locator(".verdict")).to_contain_text("cases", timeout=60_000)
    console.get_by_role("link", name="report.html").click()
    expect(console.locator("h1")).to_contain_text("cases pass")


def test_the_pages_of_the_console_hold_together(console: Page, served: str) -> None:
    for place in ("", "ask", "unanswered", "runs", "audit"):
        console.goto(f"{served}/support/{place}", wait_until="load")
        width = console.evaluate("document.documentElement.scrollWidth")
        assert width <= SIZES["desktop"][0]
        assert width <= console.evaluate("window.innerWidth")
        assert violations(console) == []


def test_signing_out_ends_it(console: Page, served: str) -> None:
    console.get_by_role("button", name="Sign out").click()
    console.goto(f"{served}/support/ask")
    expect(console.get_by_label("Password")).to_be_visible()


def test_another_site_gets_nothing(console: Page, served: str) -> None:
    """A page of another site that the staff visit cannot read or change anything."""
    other = console.context.new_page()
    other.goto("about:blank")
    told = other.evaluate(
        """async (url) => {
          try { return (await fetch(url, {credentials: "include"})).status; }
          catch (error) { return String(error); }
        }""",
        f"{served}/support/export.jsonl",
    )
    assert told == "TypeError: Failed to fetch"
